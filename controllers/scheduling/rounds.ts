import type { Item } from './items.ts';
import { Seating } from './seating.ts';
import type { Subjects } from './subjects.ts';

/** Far more than a schedule takes; a bound, should two rounds ever undo each other. */
const mostRounds = 10;

/** A schedule in several rounds, each of which begins where the one before it ended. */
export class Rounds {
  readonly #all: [Seating, ...Seating[]];

  constructor(first: Seating) {
    this.#all = [first];
  }

  get last(): Seating {
    return this.#all[this.#all.length - 1] ?? this.#all[0];
  }

  /** Begins another round; false when it could change nothing. */
  next({ items }: Subjects): boolean {
    const { last } = this;
    if (this.#all.length >= mostRounds || !isOpen(items, last) || !last.hasChanged()) return false;
    last.board.sort();
    this.#all.push(new Seating(last.board));
    return true;
  }

  /** Where it was before it came or left first; undefined when it has done neither. */
  before(item: Item): readonly number[] | undefined {
    for (const round of this.#all) {
      const before = round.before(item);
      if (before !== undefined) return before;
    }
    return undefined;
  }

  /** Who has come or left. */
  get moved(): Set<Item> {
    return new Set(this.#all.flatMap((round) => [...round.moved]));
  }

  /** The last one has changed nothing, or nothing is open after it: another one would be in vain. */
  get areDone(): boolean {
    return this.#all.length < mostRounds;
  }

  /** Why it left where it was at first. */
  leftBecause(item: Item, index: number): string {
    return this.#all.map((round) => round.leftBecause(item, index)).find((reason) => reason !== '') ?? '';
  }

  /** Why it is where it is in the end. */
  cameBecause(item: Item, index: number): string {
    return this.#all.map((round) => round.cameBecause(item, index)).findLast((reason) => reason !== '') ?? '';
  }
}

/** Somebody has no place yet, or should have another one, or may have more. */
function isOpen(items: readonly Item[], seating: Seating): boolean {
  return items.some(
    (item) => item.global || seating.moving(item) !== null || seating.board.seatsOf(item).length === 0,
  );
}
