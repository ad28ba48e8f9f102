/**
 * What placing one after the other has left without a machine, though there is a way for all: the few units concerned
 * are tried in every way. Only units that this schedule has placed are put elsewhere; what ran already stays.
 */
import type { Board } from './board.ts';
import type { Item } from './items.ts';
import { hasBit } from './load-order.ts';
import type { Seating } from './seating.ts';
import type { Subjects } from './subjects.ts';

/** More units than these at once are too many ways. */
const mostUnits = 8;
/** How many placements are tried for one group. */
const mostSteps = 20_000;
/** How many groups are looked at in one schedule. */
const mostGroups = 20;

export function searchPlaces({ items, dependents }: Subjects, seating: Seating): void {
  const { board } = seating;
  if (board.places.some(({ ready }) => ready === 'pending')) return;
  const unplaced = items.filter((item) => isFree(item) && board.seatsOf(item).length === 0);
  const tried = new Set<Item>();
  let groups = 0;
  for (const item of unplaced) {
    if (tried.has(item) || groups >= mostGroups) continue;
    const group = groupOf(item, unplaced, seating);
    if (group.length < 2) continue;
    groups += 1;
    for (const member of group) tried.add(member);
    improve(group, seating, dependents);
  }
}

/** Globals have no choice; what replaces others has had its own way. */
function isFree(item: Item): boolean {
  return !item.global && item.replaces.isEmpty;
}

/** The item, and those placed just now that are in its way or that it goes with; the other ones without a place after them. */
function groupOf(item: Item, unplaced: readonly Item[], seating: Seating): Item[] {
  const { board } = seating;
  const group = new Set([item]);
  const movable = (other: Item, index: number) => isFree(other) && seating.isNewAt(other, index);
  const fresh = seating.newlyTaken();
  for (const member of group) {
    for (const index of fresh) {
      const suits = board.unsuited(member, index) === null && board.closed(member, index) === null;
      for (const other of board.at(index)) {
        if (group.size >= mostUnits) return [...group];
        if (!movable(other, index) || seating.moving(other) !== null) continue;
        if (suits || member.leaders.some((leader) => board.leads(leader, member).includes(other)))
          group.add(other);
      }
    }
    for (const other of unplaced) {
      if (group.size >= mostUnits) return [...group];
      group.add(other);
    }
  }
  return [...group];
}

function improve(group: readonly Item[], seating: Seating, dependent: readonly Item[]): void {
  const { board } = seating;
  const before = new Map<Item, number>();
  for (const item of group) {
    const [index] = board.seatsOf(item);
    if (index !== undefined) before.set(item, index);
  }
  for (const [item, index] of before) board.unseat(item, index);
  let after = bestOf(group, board, before.size) ?? before;
  if (after !== before && forsakes(dependent, group, after, board)) after = before;
  for (const item of group) {
    const index = after.get(item);
    if (index === undefined) continue;
    if (index === before.get(item)) board.seat(item, index);
    else seating.come(item, index, 'so that others have a machine, too');
  }
}

/** Whether somebody outside the group would be left where those are no more whom it goes with. The board is left as it was. */
function forsakes(
  dependent: readonly Item[],
  group: readonly Item[],
  after: ReadonlyMap<Item, number>,
  board: Board,
): boolean {
  for (const [item, index] of after) board.seat(item, index);
  const found = dependent.some(
    (item) =>
      !group.includes(item) &&
      board
        .seatsOf(item)
        .some((index) => board.place(index).standing !== 'gone' && board.missing(item, index) !== null),
  );
  for (const [item, index] of after) board.unseat(item, index);
  return found;
}

/** An assignment with more units than `known`, and with as many as can be found; null when there is none. */
function bestOf(group: readonly Item[], board: Board, known: number): Map<Item, number> | null {
  const options = group.map((item) =>
    board.places.filter(({ index }) => isOption(board, item, index, group)),
  );
  /** How many of those from a depth on have any place to go. */
  const hopeful = options.map((_, depth) => options.slice(depth).filter(({ length }) => length > 0).length);
  const possible = hopeful[0] ?? 0;
  let best: Map<Item, number> | null = null;
  let most = known;
  let steps = 0;
  const visit = (depth: number, placed: number): void => {
    steps += 1;
    if (most === possible || steps > mostSteps || placed + (hopeful[depth] ?? 0) <= most) return;
    const item = group[depth];
    if (item === undefined) {
      const found = stable(group, board);
      if (found.size > most) {
        most = found.size;
        best = found;
      }
      return;
    }
    const byLoad = [...(options[depth] ?? [])].sort(
      (a, b) => board.order.load(a.index) - board.order.load(b.index) || a.index - b.index,
    );
    for (const { index } of byLoad) {
      if (board.exclusion(item, index) !== null || board.full(item, index) !== null) continue;
      board.seat(item, index);
      visit(depth + 1, placed + 1);
      board.unseat(item, index);
    }
    visit(depth + 1, placed);
  };
  visit(0, 0);
  return best;
}

/** Whether it might sit there, when none of the group sits anywhere: others of the group can only take places, or be who it goes with. */
function isOption(board: Board, item: Item, index: number, group: readonly Item[]): boolean {
  if (board.unsuited(item, index) !== null || board.closed(item, index) !== null) return false;
  if (item.pinned === null && !hasBit(board.open(item), index)) return false;
  const led = item.leaders.every((leader) =>
    board.leads(leader, item).some((other) => board.sits(other, index) || group.includes(other)),
  );
  return led && board.exclusion(item, index) === null && board.full(item, index) === null;
}

/** Where everybody sits who may: what hangs on who is where is looked at when all sit. The board is left as it was. */
function stable(group: readonly Item[], board: Board): Map<Item, number> {
  const out: [Item, number][] = [];
  for (let again = true; again; ) {
    again = false;
    for (const item of [...group].reverse()) {
      const [index] = board.seatsOf(item);
      if (index === undefined) continue;
      board.unseat(item, index);
      if (board.missing(item, index) === null && board.skewed(item, index) === null) {
        board.seat(item, index);
        continue;
      }
      out.push([item, index]);
      again = true;
    }
  }
  const found = new Map<Item, number>();
  for (const item of group) {
    const [index] = board.seatsOf(item);
    if (index !== undefined) found.set(item, index);
  }
  for (const [item, index] of out) board.seat(item, index);
  return found;
}
