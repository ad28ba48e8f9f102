/**
 * Where units run: a pure function of what is wanted, which machines there are, and where units are now.
 * Deterministic: equal input gives equal output, in whatever order it comes. A unit that is placed stays where it is
 * as long as its constraints allow.
 */
import type { Unit } from '../../schemas/types.ts';
import { Board } from './board.ts';
import { choose } from './choose.ts';
import { type Item, itemsOf } from './items.ts';
import { placesOf, type SchedulerMachine } from './place.ts';
import { Rounds } from './rounds.ts';
import { searchPlaces } from './search.ts';
import { Seating } from './seating.ts';
import { compare, itemKey, type Spot, spotKey } from './spot.ts';
import { placeReplacing } from './take-over.ts';
import { type Stuck, type Unplaced, unplacedOf } from './unplaced.ts';

export interface SchedulerInput {
  units: Unit[];
  machines: SchedulerMachine[];
  current: Spot[];
  /**
   * Whether a unit on a machine that is gone is to run elsewhere now, as its policy says. Without it, or when it says
   * false, the unit keeps its spot there.
   */
  evict?: (unit: Unit, machine: string) => boolean;
  /**
   * Names of machines where a unit, or an instance of one, keeps failing: it moves to another one as if these were
   * drained, and stays when there is none. What is pinned or global, or replaces others, stays in any case.
   */
  avoid?: (item: Pick<Spot, 'namespace' | 'unit' | 'instance'>) => readonly string[];
}

export interface Schedule {
  /** `from`: the machine that it leaves for this one, when it moves. */
  place: (Spot & { reason: string; from?: string })[];
  /** To be taken off machines that are there to do so. */
  remove: (Spot & { reason: string })[];
  /** Given up on machines that are gone: the unit has a place elsewhere. */
  abandon: (Spot & { reason: string })[];
  /** Stay where they are. */
  keep: Spot[];
  unplaced: Unplaced[];
  /** Also among those kept. */
  stuck: Stuck[];
}

const keepsFailing = 'it keeps failing there';

export function emptySchedule(): Schedule {
  return { place: [], remove: [], abandon: [], keep: [], unplaced: [], stuck: [] };
}

/**
 * Rounds follow one another until one changes nothing: what a round has moved may be what others lacked, or what some
 * unit may replace. So a schedule that was carried out is followed by an equal one, and nothing moves twice.
 */
export function schedule(input: SchedulerInput): Schedule {
  const seated = seat(input);
  const { items } = seated;
  const rounds = new Rounds(seated.seating);
  for (;;) {
    const seating = rounds.last;
    settle(items, seating, input);
    placeAll(items, seating);
    searchPlaces(items, seating);
    if (!rounds.next(items)) return outcome(seated, rounds);
  }
}

interface Seated {
  /** Sorted by key. */
  items: readonly Item[];
  seating: Seating;
  /** Spots of items on machines that there are no more. */
  homeless: ReadonlyMap<Item, readonly Spot[]>;
  /** Spots of what is not desired any more. */
  undesired: readonly Spot[];
}

/** Everything where it is now. */
export function seat(input: SchedulerInput): Seated {
  const items = input.units.flatMap(itemsOf).sort((a, b) => compare(a.key, b.key));
  const places = placesOf(input.machines);
  const indexOf = new Map(places.map(({ name, index }) => [name, index]));
  const seating = new Seating(new Board(places, items, shunned(items, indexOf, input.avoid)));
  const spotsOf = spotsByItem(input.current);
  const homeless = new Map<Item, Spot[]>();
  for (const item of items) {
    const spots = spotsOf.get(item.key);
    if (spots === undefined) continue;
    spotsOf.delete(item.key);
    const found: number[] = [];
    for (const spot of spots) {
      const index = indexOf.get(spot.machine);
      if (index !== undefined) found.push(index);
      else homeless.set(item, [...(homeless.get(item) ?? []), spot]);
    }
    if (found.length > 0) seating.begin(item, found.length > 1 ? [...new Set(found)].sort(ascending) : found);
  }
  return { items, seating, homeless, undesired: [...spotsOf.values()].flat() };
}

/** Places, by index, that each item is to keep away from as long as there is another one. */
function shunned(
  items: readonly Item[],
  indexOf: ReadonlyMap<string, number>,
  avoid: SchedulerInput['avoid'],
): Map<Item, Set<number>> {
  const found = new Map<Item, Set<number>>();
  if (avoid === undefined) return found;
  for (const item of items) {
    // What replaces others has its place by them.
    if (item.global || item.pinned !== null || !item.replaces.isEmpty) continue;
    const { namespace, unit, instance } = item;
    const names = avoid({ namespace, unit: unit.metadata.name, instance });
    const indices = names.flatMap((name) => indexOf.get(name) ?? []);
    if (indices.length > 0) found.set(item, new Set(indices));
  }
  return found;
}

function spotsByItem(current: readonly Spot[]): Map<string, Spot[]> {
  const spotsOf = new Map<string, Spot[]>();
  for (const spot of current) {
    const key = itemKey(spot.namespace, spot.unit, spot.instance);
    const spots = spotsOf.get(key);
    if (spots === undefined) spotsOf.set(key, [spot]);
    else spots.push(spot);
  }
  return spotsOf;
}

/** Who cannot stay leaves; who should move, but may stay until there is another place, is noted. */
function settle(items: readonly Item[], seating: Seating, { evict }: SchedulerInput): void {
  for (const item of items) {
    if (item.global) leaveUnsuited(item, seating);
    else if (seating.began(item).length > 0) keepOne(item, seating, evict);
  }
  leaveExcluded(items, seating);
  leaveMissing(items, seating);
}

function leaveUnsuited(item: Item, seating: Seating): void {
  for (const index of seating.began(item)) {
    const why = seating.isFrozen(item, index) ? null : seating.board.unsuited(item, index);
    if (why !== null) seating.leave(item, index, why);
  }
}

/** A unit that is to be in one place has one; more come from a move that was interrupted. */
function keepOne(item: Item, seating: Seating, evict: SchedulerInput['evict']): void {
  const { board } = seating;
  const seats = seating.began(item).map((index) => {
    const { standing, name } = board.place(index);
    if (standing === 'gone') {
      // What is bound to it has nowhere else to go, and waits for it.
      const bound = item.pinned !== null && board.unsuited(item, index) === null;
      const lost = !bound && evict?.(item.unit, name) === true;
      return { index, unsuited: null, reason: lost ? 'its machine is lost' : null, rank: lost ? 3 : 1 };
    }
    const unsuited = board.unsuited(item, index);
    if (unsuited !== null) return { index, unsuited, reason: unsuited, rank: 4 };
    const drained = standing === 'leaving' && item.pinned === null;
    if (drained) return { index, unsuited, reason: 'drained', rank: 2 };
    const fails = board.shuns(item, index);
    return { index, unsuited, reason: fails ? keepsFailing : null, rank: fails ? 2 : 0 };
  });
  const [held] = seats.length > 1 ? [...seats].sort((a, b) => a.rank - b.rank || a.index - b.index) : seats;
  for (const { index, unsuited, reason, rank } of seats) {
    if (index !== held?.index) seating.leave(item, index, reason ?? 'runs elsewhere already');
    else if (unsuited !== null) seating.leave(item, index, unsuited);
    else if (rank === 1) seating.freeze(item, index);
    else if (reason !== null) seating.toMove(item, index, reason);
  }
}

/** Of those who exclude each other, whoever has more choice leaves. */
function leaveExcluded(items: readonly Item[], seating: Seating): void {
  const { board } = seating;
  const at: { item: Item; index: number }[] = [];
  for (const item of items) {
    for (const index of board.seatsOf(item)) {
      if (board.place(index).standing !== 'gone' && board.exclusion(item, index) !== null)
        at.push({ item, index });
    }
  }
  for (const { item, index } of at.sort((a, b) => byRank(b.item, a.item) || b.index - a.index)) {
    const why = board.exclusion(item, index);
    if (why !== null) seating.leave(item, index, why);
  }
}

/** Who goes with somebody leaves when that one does. Returns who has left. */
function leaveMissing(items: readonly Item[], seating: Seating): Set<Item> {
  const { board } = seating;
  const dependent = items.filter((item) => item.leaders.length > 0 || item.affinity.length > 0);
  const gone = new Set<Item>();
  for (let again = dependent.length > 0; again; ) {
    again = false;
    for (const item of dependent) {
      for (const index of [...board.seatsOf(item)]) {
        const why = board.place(index).standing === 'gone' ? null : board.missing(item, index);
        if (why === null) continue;
        seating.leave(item, index, why);
        gone.add(item);
        again = true;
      }
    }
  }
  return gone;
}

/** Gives everybody a place, those with the least choice first, until nothing more can be done. */
function placeAll(items: readonly Item[], seating: Seating): void {
  const displaced = new Set<Item>();
  let todo = items.filter((item) => wantsPlace(item, seating)).sort(byRank);
  while (todo.length > 0) {
    const departures = seating.departures;
    let placed = 0;
    const open: Item[] = [];
    for (const item of todo) {
      if (item.global) placed += placeEverywhere(item, seating);
      else if (placeOnce(item, seating, items, displaced)) placed += 1;
      else open.push(item);
    }
    const left = placed > 0 ? leaveMissing(items, seating) : new Set<Item>();
    // Room that somebody has left may be what others lack; so may a unit that has come, for those who go with it.
    const freed = seating.departures > departures;
    const globals = freed ? items.filter((item) => item.global) : [];
    const again = placed > 0 ? open.filter((item) => freed || item.rank === 4) : [];
    const displacedNow = [...displaced].filter((item) => wantsPlace(item, seating));
    todo = [...new Set([...again, ...left, ...globals, ...(freed ? displacedNow : [])])].sort(byRank);
    if (placed === 0) return;
  }
}

function wantsPlace(item: Item, seating: Seating): boolean {
  return item.global || seating.board.seatsOf(item).length === 0 || seating.moving(item) !== null;
}

/** Returns how many places it has come to. */
function placeEverywhere(item: Item, seating: Seating): number {
  const { board } = seating;
  let placed = 0;
  for (const { index } of board.places) {
    if (board.sits(item, index)) continue;
    const back = !seating.isNewAt(item, index) && canComeBack(board, item, index);
    if (!back && board.obstacle(item, index) !== null) continue;
    seating.come(item, index, 'global: on every machine that matches');
    placed += 1;
  }
  return placed;
}

function placeOnce(item: Item, seating: Seating, items: readonly Item[], displaced: Set<Item>): boolean {
  const { board } = seating;
  const moving = seating.moving(item);
  if (moving === null) {
    if (board.seatsOf(item).length > 0) return false;
    const back = seating
      .began(item)
      .find((index) => board.place(index).standing === 'in' && canComeBack(board, item, index));
    if (back !== undefined) {
      seating.come(item, back, 'can stay after all');
      return true;
    }
  }
  if (!item.replaces.isEmpty) {
    if (placeReplacing(seating, item, items, displaced) !== 'placed') return false;
  } else {
    const choice = chooseElsewhere(board, item, moving?.reason === keepsFailing);
    if (choice === null || choice === 'waits') return false;
    seating.come(item, choice.index, choice.reason);
  }
  if (moving !== null) seating.leave(item, moving.from, moving.reason);
  return true;
}

/** Where it keeps failing is better than no place at all, and no better than where it keeps failing. */
function chooseElsewhere(board: Board, item: Item, mayStay: boolean): ReturnType<typeof choose> {
  const shunned = board.shunnedBy(item);
  if (shunned === null) return choose(board, item);
  return choose(board, item, shunned) ?? (mayStay ? null : choose(board, item));
}

/** A cordon does not bind who was there before; room that another has taken meanwhile is gone. */
function canComeBack(board: Board, item: Item, index: number): boolean {
  return board.obstacleToStay(item, index) === null && board.full(item, index) === null;
}

/** What was compared with what is. */
function outcome({ items, seating, homeless, undesired }: Seated, rounds: Rounds): Schedule {
  const { board } = rounds.last;
  const result = emptySchedule();
  const bySpot = (a: Spot, b: Spot) => compare(spotKey(a), spotKey(b));
  for (const item of items) {
    const began = seating.began(item);
    const now = board.seatsOf(item);
    const lost = [...(homeless.get(item) ?? [])].sort(bySpot);
    for (const spot of lost) result.remove.push({ ...spot, reason: 'its machine is gone' });
    let from: string | undefined = lost[0]?.machine;
    for (const index of began) {
      if (now.includes(index)) {
        result.keep.push(seating.spot(item, index));
        continue;
      }
      const gone = board.place(index).standing === 'gone';
      const reason = rounds.leftBecause(item, index);
      (gone ? result.abandon : result.remove).push({ ...seating.spot(item, index), reason });
      from = board.place(index).name;
    }
    for (const index of now) {
      if (began.includes(index)) continue;
      const reason = rounds.cameBecause(item, index);
      const moved = item.global || from === undefined ? {} : { from };
      result.place.push({ ...seating.spot(item, index), reason, ...moved });
    }
    if (now.length === 0) result.unplaced.push(unplacedOf(board, item));
  }
  for (const [item, { from }] of rounds.last.allMoving) {
    result.stuck.push(Object.assign(unplacedOf(board, item), { machine: board.place(from).name }));
  }
  for (const spot of undesired) result.remove.push({ ...spot, reason: 'no longer desired' });
  result.place.sort(bySpot);
  result.remove.sort(bySpot);
  result.abandon.sort(bySpot);
  result.stuck.sort((a, b) => compare(`${a.namespace}/${a.unit}`, `${b.namespace}/${b.unit}`));
  return result;
}

function ascending(a: number, b: number): number {
  return a - b;
}

function byRank(a: Item, b: Item): number {
  return a.rank - b.rank || compare(a.key, b.key);
}
