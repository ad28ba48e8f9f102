/**
 * A schedule in the making: where everything was, where it is now, and why it came and left. What was and what is are
 * compared at the end, so that a unit that left and came back has not moved.
 */
import type { Board } from './board.ts';
import type { Item } from './items.ts';
import type { Spot } from './spot.ts';

export class Seating {
  readonly board: Board;
  /** Where those that have come or left were before, by index of the place. */
  readonly #began = new Map<Item, readonly number[]>();
  readonly #came = new Map<Item, Map<number, string>>();
  readonly #left = new Map<Item, Map<number, string>>();
  /** What is to leave its place as soon as there is another one, with the reason. */
  readonly #moving = new Map<Item, { from: number; reason: string }>();
  /** Seats on machines where nothing can be done now. */
  readonly #frozen = new Map<Item, number>();
  /** How often anybody has left a place. */
  departures = 0;

  constructor(board: Board) {
    this.board = board;
  }

  /** Where it was when the scheduler began. */
  began(item: Item): readonly number[] {
    return this.#began.get(item) ?? ascending(this.board.seatsOf(item));
  }

  /** Where it was before it came or left; undefined when it has done neither. */
  before(item: Item): readonly number[] | undefined {
    return this.#began.get(item);
  }

  come(item: Item, index: number, reason: string): void {
    this.#note(item);
    this.board.seat(item, index);
    note(this.#came, item, index, reason);
  }

  leave(item: Item, index: number, reason: string): void {
    this.#note(item);
    this.board.unseat(item, index);
    this.departures += 1;
    note(this.#left, item, index, reason);
    if (this.#moving.get(item)?.from === index) this.#moving.delete(item);
  }

  #note(item: Item): void {
    if (!this.#began.has(item)) this.#began.set(item, [...ascending(this.board.seatsOf(item))]);
  }

  /** Somebody is not where they were. */
  hasChanged(): boolean {
    return [...this.#began].some(([item, began]) => {
      const now = this.board.seatsOf(item);
      return began.length !== now.length || began.some((index) => !now.includes(index));
    });
  }

  /** Who has come or left. */
  get moved(): Iterable<Item> {
    return this.#began.keys();
  }

  /** Places where somebody sits who did not when the scheduler began, by index, in order. */
  newlyTaken(): number[] {
    const found = new Set<number>();
    for (const item of this.#began.keys()) {
      for (const index of this.board.seatsOf(item)) if (this.isNewAt(item, index)) found.add(index);
    }
    return [...found].sort((a, b) => a - b);
  }

  cameBecause(item: Item, index: number): string {
    return this.#came.get(item)?.get(index) ?? '';
  }

  leftBecause(item: Item, index: number): string {
    return this.#left.get(item)?.get(index) ?? '';
  }

  /** Whether it was seated by this schedule: then it may as well sit elsewhere. */
  isNewAt(item: Item, index: number): boolean {
    return !this.began(item).includes(index);
  }

  toMove(item: Item, from: number, reason: string): void {
    this.#moving.set(item, { from, reason });
  }

  moving(item: Item): { from: number; reason: string } | null {
    return this.#moving.get(item) ?? null;
  }

  get allMoving(): Iterable<[Item, { from: number; reason: string }]> {
    return this.#moving;
  }

  freeze(item: Item, index: number): void {
    this.#frozen.set(item, index);
  }

  isFrozen(item: Item, index: number): boolean {
    return this.#frozen.get(item) === index || (item.global && this.board.place(index).standing === 'gone');
  }

  spot(item: Item, index: number): Spot {
    const { namespace, unit, instance } = item;
    return { namespace, unit: unit.metadata.name, instance, machine: this.board.place(index).name };
  }
}

export function ascending(indices: readonly number[]): readonly number[] {
  return indices.length > 1 ? [...indices].sort((a, b) => a - b) : indices;
}

function note(notes: Map<Item, Map<number, string>>, item: Item, index: number, reason: string): void {
  const places = notes.get(item);
  if (places === undefined) notes.set(item, new Map([[index, reason]]));
  else places.set(index, reason);
}
