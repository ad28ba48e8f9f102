import { isDeepStrictEqual } from 'node:util';
import { type Place, placeOf, type SchedulerMachine } from './place.ts';

/** The machines of the schedule before. */
export class KnownMachines {
  readonly #machines = new Map<string, SchedulerMachine>();

  constructor(machines: readonly SchedulerMachine[]) {
    for (const each of machines) this.#machines.set(each.machine.metadata.name, each);
  }

  /**
   * Takes in the machines as they are now, and returns the places that have changed; null when there are other machines
   * than before, or one has other labels or another id: then everything is to be looked at anew.
   */
  follow(machines: readonly SchedulerMachine[], places: ReadonlyMap<string, Place>): Place[] | null {
    if (machines.length !== this.#machines.size) return null;
    const changed: Place[] = [];
    for (const each of machines) {
      const { name } = each.machine.metadata;
      const before = this.#machines.get(name);
      const place = places.get(name);
      if (before === undefined || place === undefined) return null;
      if (isSame(before, each)) continue;
      this.#machines.set(name, each);
      const now = placeOf(each, place.index);
      if (now.machineId !== place.machineId || !isDeepStrictEqual(now.labels, place.labels)) return null;
      if (!isDeepStrictEqual(now, place)) changed.push(now);
    }
    return changed;
  }
}

function isSame(a: SchedulerMachine, b: SchedulerMachine): boolean {
  return (
    a.machine === b.machine && a.machineId === b.machineId && a.ready === b.ready && a.standing === b.standing
  );
}
