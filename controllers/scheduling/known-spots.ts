import { differing } from './differing.ts';
import { itemKey, type Spot, spotKey } from './spot.ts';

/** Where units were in the schedule before. */
export class KnownSpots {
  #spots: readonly Spot[];
  /** By the key of the item that is there. */
  readonly #byKey = new Map<string, Spot[]>();

  constructor(spots: readonly Spot[]) {
    this.#spots = spots;
    for (const spot of spots) this.#enter(spot);
  }

  /** Takes in the spots as they are now, and returns the keys of the items that have others than before. */
  follow(spots: readonly Spot[]): Set<string> {
    const { gone, fresh } = differing(this.#spots, spots);
    this.#spots = spots;
    const changed = new Map(gone.map((spot) => [spotKey(spot), itemKey(spot)]));
    for (const spot of gone) this.#drop(spot);
    for (const spot of fresh) {
      this.#enter(spot);
      // The same place, told by another object.
      if (!changed.delete(spotKey(spot))) changed.set(spotKey(spot), itemKey(spot));
    }
    return new Set(changed.values());
  }

  of(key: string): readonly Spot[] {
    return this.#byKey.get(key) ?? [];
  }

  #enter(spot: Spot): void {
    const there = this.#byKey.get(itemKey(spot));
    if (there === undefined) this.#byKey.set(itemKey(spot), [spot]);
    else there.push(spot);
  }

  #drop(spot: Spot): void {
    const left = this.of(itemKey(spot)).filter((other) => other !== spot);
    if (left.length === 0) this.#byKey.delete(itemKey(spot));
    else this.#byKey.set(itemKey(spot), left);
  }
}
