/**
 * Which few moves would even out how many units the machines have: a pure function, of the same input as the scheduler.
 * Nothing moves by itself for evenness; this is what somebody may ask for, within a budget.
 */
import type { Board } from './board.ts';
import type { Item, Term } from './items.ts';
import type { Place } from './place.ts';
import { type SchedulerInput, schedule, seat } from './schedule.ts';
import { compare, itemKey, type Spot, spotKey } from './spot.ts';

/** `machine` is where it goes. */
export interface Move extends Spot {
  from: string;
  reason: string;
}

/**
 * In the order in which they are to be made; each alone is an improvement. No constraint is violated on the way, no
 * spread gets worse, none goes where it likes it less. What is global, pinned, or replaces others stays, and so does what the
 * scheduler is about to move anyway. Cordoned machines neither give nor take.
 */
export function rebalance(input: SchedulerInput, mostMoves: number): Move[] {
  const { keep, place, stuck } = schedule(input);
  const coming: Spot[] = place.map(({ reason: _, from: _from, ...spot }) => spot);
  const { items, seating } = seat({ ...input, current: [...keep, ...coming] });
  const { board } = seating;
  const settled = new Set(keep.map(spotKey));
  const about = new Set(stuck.map(itemKey));
  const rules = new Rules(board, items);
  const moves: Move[] = [];
  const moved = new Set<Item>();
  const mayMove = (item: Item, index: number) =>
    !moved.has(item) &&
    !item.global &&
    item.pinned === null &&
    item.replaces.isEmpty &&
    board.seatsOf(item).length === 1 &&
    settled.has(spotKey(seating.spot(item, index))) &&
    !about.has(item.key);
  while (moves.length < mostMoves) {
    const found = nextMove(board, rules, mayMove);
    if (found === null) break;
    const { item, from, to } = found;
    const reason = `${board.place(from).name} has ${board.order.load(from)} units, ${board.place(to).name} has ${board.order.load(to)}`;
    board.unseat(item, from);
    board.seat(item, to);
    // It is there until its new copy is well, and what follows begins before that.
    board.leaving.add(item, item.key, board.place(from));
    moved.add(item);
    moves.push({ ...seating.spot(item, to), from: board.place(from).name, reason });
  }
  return moves;
}

interface Found {
  item: Item;
  from: number;
  to: number;
}

/** From the machine with the most units to the one with the fewest, as far as anything may move so. */
function nextMove(board: Board, rules: Rules, mayMove: (item: Item, index: number) => boolean): Found | null {
  const load = (index: number) => board.order.load(index);
  const sources = board.places
    .filter(({ standing, ready, cordoned }) => standing === 'in' && ready === 'yes' && !cordoned)
    .sort((a, b) => load(b.index) - load(a.index) || a.index - b.index);
  const least = load(sources.at(-1)?.index ?? 0);
  for (const { index: from } of sources) {
    // What follows has fewer units still.
    if (load(from) <= least + 1) return null;
    for (const item of [...board.at(from)].sort((a, b) => compare(a.key, b.key))) {
      if (!mayMove(item, from)) continue;
      const to = targetOf(item, from, board, rules);
      if (to !== null) return { item, from, to };
    }
  }
  return null;
}

function targetOf(item: Item, from: number, board: Board, rules: Rules): number | null {
  const before = rules.of(item, from);
  const most = board.order.load(from) - 2;
  board.unseat(item, from);
  // Machines come by how many units they have: from the first that has too many on, there is none.
  const found = board.order.find(board.open(item), (to) => {
    if (board.order.load(to) > most) return true;
    if (to === from || board.shuns(item, to)) return false;
    if (board.obstacle(item, to) !== null || board.occupied(item, to)) return false;
    board.seat(item, to);
    const good = rules.hold(item, to, before);
    board.unseat(item, to);
    return good;
  });
  const to = found === null || board.order.load(found) > most ? null : found;
  board.seat(item, from);
  return to;
}

/** What one item's move may take from it and from others. */
interface Standing {
  score: number;
  skews: Map<string, number>;
}

class Rules {
  readonly #board: Board;
  readonly #dependent: readonly Item[];
  /** Terms that some unit is to be spread by. */
  readonly #spread: ReadonlySet<string>;
  readonly #domains = new Map<string, string[]>();

  constructor(board: Board, items: readonly Item[]) {
    this.#board = board;
    this.#dependent = items.filter(({ leaders, affinity }) => leaders.length > 0 || affinity.length > 0);
    this.#spread = new Set(items.flatMap(({ spread }) => spread.map(({ term }) => term.key)));
  }

  of(item: Item, index: number): Standing {
    const terms = this.#board.counts.meaning(item).filter(({ term }) => this.#spread.has(term.key));
    return {
      score: this.#board.score(item, index),
      skews: new Map(terms.map(({ term }) => [term.key, this.#skew(term)])),
    };
  }

  /** Of the item where it now sits. */
  hold(item: Item, index: number, before: Standing): boolean {
    const now = this.of(item, index);
    if (now.score < before.score) return false;
    for (const [key, skew] of now.skews) if (skew > (before.skews.get(key) ?? 0)) return false;
    return this.#dependent.every((other) =>
      this.#board
        .seatsOf(other)
        .every((at) => this.#board.place(at).standing === 'gone' || this.#board.missing(other, at) === null),
    );
  }

  /** How far the fullest place is ahead of the emptiest one. */
  #skew(term: Term): number {
    const { meant } = this.#board.counts.of(term);
    let most = 0;
    let least = Number.POSITIVE_INFINITY;
    for (const value of this.#domainsOf(term.topologyKey)) {
      const count = meant.get(value) ?? 0;
      most = Math.max(most, count);
      least = Math.min(least, count);
    }
    return most - Math.min(least, most);
  }

  #domainsOf(topologyKey: string): readonly string[] {
    let domains = this.#domains.get(topologyKey);
    if (domains === undefined) {
      const value = ({ labels }: Place) => labels[topologyKey];
      domains = [...new Set(this.#board.places.flatMap((place) => value(place) ?? []))];
      this.#domains.set(topologyKey, domains);
    }
    return domains;
  }
}
