/** What is wanted of placements, compiled once for each version of a unit and each machine. */
import type { MachineFacts } from '../machines/link.ts';
import type { Placement, Unit } from '../schemas/types.ts';
import { objectKey } from './cluster.ts';
import { compilePlacement } from './compile-placement.ts';
import type { Desire } from './machine/agent-host.ts';

type References = Parameters<typeof compilePlacement>[4];

export class Desires {
  readonly #references: References;
  readonly #compiled = new WeakMap<Unit, Map<string, Desire>>();

  constructor(references: References) {
    this.#references = references;
  }

  /** Throws an Error that names the place when the Unit cannot be compiled for this machine. */
  of(unit: Unit, placement: Placement, facts: MachineFacts): Desire {
    let compiled = this.#compiled.get(unit);
    if (compiled === undefined) {
      compiled = new Map();
      this.#compiled.set(unit, compiled);
    }
    const key = objectKey(placement);
    const which = `${key} ${placement.metadata.generation ?? 1} ${facts.machineId} ${facts.paths.unitDir}`;
    const known = compiled.get(which);
    if (known !== undefined) return known;
    const desire = compilePlacement(unit, placement, placement.spec.machine, facts, this.#references);
    compiled.set(which, desire);
    return desire;
  }

  /** Something that the unit refers to has changed. */
  forget(unit: Unit): void {
    this.#compiled.delete(unit);
  }
}
