import type { Item } from './items.ts';
import { compare } from './spot.ts';

/**
 * Whom a schedule looks at. From nothing that is everybody. When a few things have changed, it is those whom they may
 * concern; of the others it is known that nothing about them changes.
 */
export class Subjects {
  /** Everything there is, sorted by key. */
  readonly all: readonly Item[];
  /** Of all, those that go with others, sorted by key: wherever somebody leaves or comes, it may concern them. */
  readonly dependents: readonly Item[];
  readonly #some: Set<Item> | null;
  #sorted: readonly Item[] | null = null;

  constructor(
    all: readonly Item[],
    dependents: readonly Item[] = all.filter(isDependent),
    some: Set<Item> | null = null,
  ) {
    this.all = all;
    this.dependents = dependents;
    this.#some = some;
  }

  /** Sorted by key. */
  get items(): readonly Item[] {
    if (this.#some === null) return this.all;
    this.#sorted ??= [...this.#some].sort((a, b) => compare(a.key, b.key));
    return this.#sorted;
  }

  add(items: Iterable<Item>): void {
    if (this.#some === null) return;
    for (const item of items) this.#some.add(item);
    this.#sorted = null;
  }
}

export function isDependent(item: Item): boolean {
  return item.leaders.length > 0 || item.affinity.length > 0;
}
