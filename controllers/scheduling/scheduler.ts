/**
 * The scheduler that goes on from the schedule before: for every input it decides what `schedule` decides, and when little has
 * changed since the last one it looks only at whom the change may concern. Messages of what is unplaced are worked out
 * when they are read, and tell of the newest schedule.
 */
import type { Board } from './board.ts';
import type { Item } from './items.ts';
import { KnownMachines } from './known-machines.ts';
import { KnownSpots } from './known-spots.ts';
import { type ItemChanges, KnownUnits } from './known-units.ts';
import { Leaving } from './leaving.ts';
import { decisions } from './outcome.ts';
import type { Place } from './place.ts';
import type { Rounds } from './rounds.ts';
import {
  type Decisions,
  type SchedulerInput,
  type Seated,
  seat,
  settleAndPlace,
  shunned,
} from './schedule.ts';
import { Seating } from './seating.ts';
import { itemKey, type Spot } from './spot.ts';
import { isDependent, Subjects } from './subjects.ts';

export class Scheduler {
  /** When more than this share of the units has changed, everything is looked at. */
  readonly #mostChanged: number;
  #kept: Kept | null = null;
  /** How many items the last schedule has looked at. */
  lookedAt = 0;

  constructor({ mostChanged = 0.1 } = {}) {
    this.#mostChanged = mostChanged;
  }

  schedule(input: SchedulerInput): Decisions {
    const kept = this.#kept;
    // Not to be gone on with, should anything fail on the way.
    this.#kept = null;
    const few = kept?.follow(input, this.#mostChanged) ?? null;
    if (kept !== null && few !== null) {
      const seated = kept.seated();
      const rounds = settleAndPlace(few, seated.seating, input.evict);
      kept.remember(few, rounds);
      if (rounds.areDone) this.#kept = kept;
      this.lookedAt = few.items.length;
      return decisions(few.items, seated, rounds);
    }
    const seated = seat(input);
    const everybody = new Subjects(seated.items);
    const rounds = settleAndPlace(everybody, seated.seating, input.evict);
    this.#kept = rounds.areDone && seated.homeless.size === 0 ? new Kept(input, seated) : null;
    this.#kept?.remember(everybody, rounds);
    this.lookedAt = seated.items.length;
    return decisions(seated.items, seated, rounds);
  }
}

const nothing: ReadonlyMap<Item, readonly Spot[]> = new Map();

/** The board as the schedule before has left it, and what it was made from. */
class Kept {
  readonly #board: Board;
  readonly #units: KnownUnits;
  readonly #machines: KnownMachines;
  readonly #spots: KnownSpots;
  readonly #places: Map<string, Place>;
  readonly #byKey: Map<string, Item>;
  readonly #globals: Set<Item>;
  readonly #undesired = new Map<string, readonly Spot[]>();
  #items: readonly Item[];
  #dependents: readonly Item[];
  /** Without a place in the end. */
  #open: readonly Item[] = [];
  /** Keys of those whose places the schedule has changed. */
  #moved: readonly string[] = [];
  /** How many items have come or gone since everything was looked at. */
  #turnover = 0;

  constructor(input: SchedulerInput, { items, seating, undesired }: Seated) {
    this.#board = seating.board;
    this.#units = new KnownUnits(input.units);
    this.#machines = new KnownMachines(input.machines);
    this.#spots = new KnownSpots(input.current);
    this.#places = new Map(this.#board.places.map((place) => [place.name, place]));
    this.#byKey = new Map(items.map((item) => [item.key, item]));
    this.#globals = new Set(items.filter((item) => item.global));
    this.#items = items;
    this.#dependents = items.filter(isDependent);
    for (const key of undesired.map(itemKey)) this.#undesired.set(key, this.#spots.of(key));
  }

  seated(): Seated {
    const undesired = [...this.#undesired.values()].flat();
    return { items: this.#items, seating: new Seating(this.#board), homeless: nothing, undesired };
  }

  remember({ items }: Subjects, rounds: Rounds): void {
    this.#open = items.filter((item) => this.#board.seatsOf(item).length === 0);
    this.#moved = [...rounds.moved].map(({ key }) => key);
  }

  /** Seats everybody as they are now; null when too much has changed, and all is to be begun anew. */
  follow(input: SchedulerInput, mostChanged: number): Subjects | null {
    const board = this.#board;
    const places = this.#machines.follow(input.machines, this.#places);
    const changes = this.#units.follow(input.units);
    const keys = this.#spots.follow(input.current);
    if (places === null) return null;
    for (const { key } of [...changes.come, ...changes.gone]) keys.add(key);
    for (const key of this.#moved) keys.add(key);
    this.#turnover += changes.come.length + changes.gone.length;
    if (
      keys.size > this.#items.length * mostChanged ||
      this.#turnover > this.#items.length * mostChanged * 10
    )
      return null;
    // Who gives way to whom may be different from now on.
    if ([...changes.come, ...changes.gone].some((item) => !item.replaces.isEmpty)) return null;

    const touched = new Set<number>();
    this.#change(changes, touched);
    for (const place of places) {
      board.replacePlace(place);
      this.#places.set(place.name, place);
      touched.add(place.index);
    }
    const changed = [...keys].flatMap((key) => this.#byKey.get(key) ?? []);
    for (const key of keys) {
      const spots = this.#spots.of(key);
      if (spots.some(({ machine }) => !this.#places.has(machine))) return null;
      if (this.#byKey.has(key) || spots.length === 0) this.#undesired.delete(key);
      else this.#undesired.set(key, spots);
    }
    for (const item of changed) this.#reseat(item, touched);
    board.leaving = new Leaving(
      input.leaving,
      (key) => this.#byKey.get(key),
      (name) => this.#places.get(name),
    );
    board.sort();
    if (changed.some((item) => this.#bothers(item))) return null;

    const avoiding = [...board.shunned.keys()];
    board.shunned = shunned(this.#items, (name) => this.#places.get(name)?.index, input.avoid);
    const restless = board.places.filter(({ standing }) => standing !== 'in');
    const few = new Subjects(this.#items, this.#dependents, new Set(this.#globals));
    few.add(changed);
    few.add(this.#open.filter((item) => this.#byKey.get(item.key) === item));
    few.add(avoiding.filter((item) => this.#byKey.get(item.key) === item));
    few.add(board.shunned.keys());
    for (const index of [...touched, ...restless.map((place) => place.index)]) few.add(board.at(index));
    return few;
  }

  #change({ come, gone }: ItemChanges, touched: Set<number>): void {
    if (come.length + gone.length === 0) return;
    const board = this.#board;
    for (const item of gone) {
      for (const index of [...board.seatsOf(item)]) {
        board.unseat(item, index);
        touched.add(index);
      }
      board.remove(item);
      this.#globals.delete(item);
      this.#byKey.delete(item.key);
    }
    for (const item of come) {
      board.add(item);
      if (item.global) this.#globals.add(item);
      this.#byKey.set(item.key, item);
    }
    this.#items = changedList(this.#items, come, gone);
    this.#dependents = changedList(this.#dependents, come.filter(isDependent), gone);
  }

  #reseat(item: Item, touched: Set<number>): void {
    const board = this.#board;
    const spots = this.#spots.of(item.key);
    const wanted = new Set(spots.flatMap(({ machine }) => this.#places.get(machine)?.index ?? []));
    const seats = [...board.seatsOf(item)];
    const leaves = seats.filter((index) => !wanted.has(index));
    const comes = [...wanted].filter((index) => !seats.includes(index));
    for (const index of leaves) board.unseat(item, index);
    for (const index of comes) board.seat(item, index);
    for (const index of [...leaves, ...comes]) touched.add(index);
  }

  /** Whom it keeps away from where it sits, or who keeps away from it, may be anywhere. */
  #bothers(item: Item): boolean {
    const board = this.#board;
    return board
      .seatsOf(item)
      .some((index) => !item.replaces.isEmpty || board.exclusion(item, index) !== null);
  }
}

/** Sorted by key, as before. */
function changedList(list: readonly Item[], come: readonly Item[], gone: readonly Item[]): readonly Item[] {
  const leaving = new Set(gone);
  const changed = leaving.size === 0 ? [...list] : list.filter((item) => !leaving.has(item));
  for (const item of come) changed.splice(positionOf(changed, item.key), 0, item);
  return changed;
}

/** Where an item of this key belongs in a sorted list. */
function positionOf(list: readonly Item[], key: string): number {
  let from = 0;
  let to = list.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((list[middle]?.key ?? '') < key) from = middle + 1;
    else to = middle;
  }
  return from;
}
