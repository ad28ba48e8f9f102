/**
 * Where units run: a pure function of what is wanted, which machines there are, and where units are now.
 * Deterministic: equal input gives equal output, in whatever order it comes. A unit that is placed stays where it is
 * as long as its constraints allow.
 */
import type { Unit } from '../../schemas/types.ts';
import { Board } from './board.ts';
import { type Item, itemsOf } from './items.ts';
import { Leaving } from './leaving.ts';
import { decisions, kept } from './outcome.ts';
import { placesOf, type SchedulerMachine } from './place.ts';
import { placeAll } from './place-all.ts';
import { Rounds } from './rounds.ts';
import { searchPlaces } from './search.ts';
import { Seating } from './seating.ts';
import { settle } from './settle.ts';
import { compare, itemKey, type Spot } from './spot.ts';
import { Subjects } from './subjects.ts';
import type { Stuck, Unplaced } from './unplaced.ts';

export interface SchedulerInput {
  units: Unit[];
  machines: SchedulerMachine[];
  current: Spot[];
  /** Where copies are that are handed over, or are being stopped. */
  leaving?: readonly Spot[];
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

/** What is to be done, and what cannot be. */
export interface Decisions {
  /** `from`: the machine that it leaves for this one, when it moves. */
  place: (Spot & { reason: string; from?: string })[];
  /** To be taken off machines that are there to do so. */
  remove: (Spot & { reason: string })[];
  /** To be taken off as well, as soon as a machine that is being connected to can take them, or nothing can. */
  waiting: (Spot & { reason: string })[];
  /** Given up on machines that are gone: the unit has a place elsewhere. */
  abandon: (Spot & { reason: string })[];
  unplaced: Unplaced[];
  /** Stay where they are for now. */
  stuck: Stuck[];
}

export interface Schedule extends Decisions {
  /** Stay where they are. */
  keep: Spot[];
}

export function schedule(input: SchedulerInput): Schedule {
  const seated = seat(input);
  const rounds = settleAndPlace(new Subjects(seated.items), seated.seating, input.evict);
  return { ...decisions(seated.items, seated, rounds), keep: kept(seated, rounds) };
}

/**
 * Rounds follow one another until one changes nothing: what a round has moved may be what others lacked, or what some
 * unit may replace. So a schedule that was carried out is followed by an equal one, and nothing moves twice.
 */
export function settleAndPlace(subjects: Subjects, seating: Seating, evict: SchedulerInput['evict']): Rounds {
  const rounds = new Rounds(seating);
  for (;;) {
    const { last } = rounds;
    settle(subjects, last, evict);
    placeAll(subjects, last);
    searchPlaces(subjects, last);
    // Who has come has come where nobody is in the way: it concerns nobody else whether they may stay.
    subjects.add(last.moved);
    if (!rounds.next(subjects)) return rounds;
  }
}

export interface Seated {
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
  const avoided = shunned(items, (name) => indexOf.get(name), input.avoid);
  const seating = new Seating(new Board(places, items, avoided));
  if (input.leaving !== undefined && input.leaving.length > 0) {
    const byKey = new Map(items.map((item) => [item.key, item]));
    const placeOf = (name: string) => places[indexOf.get(name) ?? -1];
    seating.board.leaving = new Leaving(input.leaving, (key) => byKey.get(key), placeOf);
  }
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
    const indices = found.length > 1 ? [...new Set(found)].sort((a, b) => a - b) : found;
    for (const index of indices) seating.board.seat(item, index);
  }
  return { items, seating, homeless, undesired: [...spotsOf.values()].flat() };
}

/** Places, by index, that each item is to keep away from as long as there is another one. */
export function shunned(
  items: Iterable<Item>,
  indexOf: (machine: string) => number | undefined,
  avoid: SchedulerInput['avoid'],
): Map<Item, Set<number>> {
  const found = new Map<Item, Set<number>>();
  if (avoid === undefined) return found;
  for (const item of items) {
    // What replaces others has its place by them.
    if (item.global || item.pinned !== null || !item.replaces.isEmpty) continue;
    const { namespace, unit, instance } = item;
    const names = avoid({ namespace, unit: unit.metadata.name, instance });
    const indices = names.flatMap((name) => indexOf(name) ?? []);
    if (indices.length > 0) found.set(item, new Set(indices));
  }
  return found;
}

function spotsByItem(current: readonly Spot[]): Map<string, Spot[]> {
  const spotsOf = new Map<string, Spot[]>();
  for (const spot of current) {
    const key = itemKey(spot);
    const spots = spotsOf.get(key);
    if (spots === undefined) spotsOf.set(key, [spot]);
    else spots.push(spot);
  }
  return spotsOf;
}
