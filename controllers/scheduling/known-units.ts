import { isDeepStrictEqual } from 'node:util';
import type { Unit } from '../../schemas/types.ts';
import { differing } from './differing.ts';
import { type Item, itemsOf } from './items.ts';

/** What has come into the world of the scheduler and what has gone from it. Who has changed has done both. */
export interface ItemChanges {
  come: Item[];
  gone: Item[];
}

/** The units of the schedule before: objects are never changed, so the same object is the same unit. */
export class KnownUnits {
  #units: readonly Unit[];
  /** Of those that have a new status since their items were made. */
  readonly #items = new WeakMap<Unit, readonly Item[]>();

  constructor(units: readonly Unit[]) {
    this.#units = units;
  }

  /** Takes in the units as they are now. One with a new status alone keeps its items. */
  follow(units: readonly Unit[]): ItemChanges {
    const changes: ItemChanges = { come: [], gone: [] };
    const { gone, fresh } = differing(this.#units, units);
    this.#units = units;
    const old = new Map(gone.map((unit) => [nameOf(unit), unit]));
    for (const unit of fresh) {
      const before = old.get(nameOf(unit));
      if (before !== undefined && isPlacedLike(before, unit)) {
        old.delete(nameOf(unit));
        this.#items.set(unit, this.#of(before));
      } else changes.come.push(...itemsOf(unit));
    }
    for (const unit of old.values()) changes.gone.push(...this.#of(unit));
    return changes;
  }

  #of(unit: Unit): readonly Item[] {
    return this.#items.get(unit) ?? itemsOf(unit);
  }
}

function nameOf({ metadata: { namespace = 'default', name } }: Unit): string {
  return `${namespace}/${name}`;
}

function isPlacedLike(a: Unit, b: Unit): boolean {
  const { labels, uid, generation } = a.metadata;
  // The store counts the generation up with each change of the spec.
  const sameSpec = uid !== undefined && uid === b.metadata.uid && generation === b.metadata.generation;
  return isDeepStrictEqual(labels, b.metadata.labels) && (sameSpec || isDeepStrictEqual(a.spec, b.spec));
}
