/**
 * Copies that are on their way off their machines: to be taken over from, or to stop. They sit nowhere any more, and what
 * may not run beside them goes elsewhere if it can; where it cannot, it waits on the machine until they have gone.
 */
import type { Item } from './items.ts';
import { keepsApart, type Neighbour, nameOnly } from './keep-apart.ts';
import type { Place } from './place.ts';
import { itemKey, runningName, type Spot } from './spot.ts';

/** What they still use of a machine. */
export interface Use {
  units: number;
  memory: number;
  cpu: number;
}

interface Leaver {
  key: string;
  item: Neighbour & Partial<Pick<Item, 'memory' | 'cpu'>>;
  place: Place;
}

export class Leaving {
  readonly #at = new Map<number, Leaver[]>();
  /** Those that keep away from others, which may be on other machines. */
  readonly #averse: Leaver[] = [];

  constructor(
    spots: readonly Spot[] = [],
    itemOf: (key: string) => Item | undefined = () => undefined,
    placeOf: (machine: string) => Place | undefined = () => undefined,
  ) {
    for (const spot of spots) {
      const place = placeOf(spot.machine);
      if (place === undefined) continue;
      const { namespace, unit, instance } = spot;
      const unknown = () => nameOnly({ namespace, runs: runningName(unit, instance), labels: {} });
      this.add(itemOf(itemKey(spot)) ?? unknown(), itemKey(spot), place);
    }
  }

  get isEmpty(): boolean {
    return this.#at.size === 0;
  }

  add(item: Leaver['item'], key: string, place: Place): void {
    const leaver = { item, key, place };
    const there = this.#at.get(place.index);
    if (there === undefined) this.#at.set(place.index, [leaver]);
    else there.push(leaver);
    if (item.antiAffinity.length > 0) this.#averse.push(leaver);
  }

  /** Whether one of them may not run beside the item at this place. */
  isInTheWay(item: Item, place: Place): boolean {
    const near = this.#at.get(place.index) ?? [];
    const far = item.antiAffinity.length > 0 ? [...this.#at.values()].flat() : this.#averse;
    return [...near, ...far].some(
      (other) =>
        other.key !== item.key &&
        keepsApart(
          { item, place: place.labels },
          { item: other.item, place: other.place.labels },
          other.place.index === place.index,
        ),
    );
  }

  /** Besides copies of the item itself. */
  useOf(index: number, item: Item): Use {
    const use = { units: 0, memory: 0, cpu: 0 };
    for (const other of this.#at.get(index) ?? []) {
      if (other.key === item.key) continue;
      use.units += 1;
      use.memory += other.item.memory ?? 0;
      use.cpu += other.item.cpu ?? 0;
    }
    return use;
  }
}
