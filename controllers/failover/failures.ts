/**
 * What has failed too often where. Noted on the Placement, so that any process can go on from it, and taken along when
 * the unit moves: by it the scheduler looks elsewhere, and the unit's wait goes on from where it was.
 */
import type { Placement, Unit } from '../../schemas/types.ts';
import { spotOfPlacement } from '../placement-objects.ts';
import { type ItemName, itemKey } from '../scheduling/spot.ts';

export interface Failures {
  /** Of the Unit that failed; a change of it is a new beginning. */
  generation: number;
  /** Failed attempts in a row, wherever they were made. */
  attempts: number;
  /** Where it has failed as often as its threshold allows. */
  machines: string[];
}

export const failuresAnnotation = 'muster.dev/failures';

/** null when nothing is noted, or only about an earlier version of the Unit. */
export function failuresOf(placement: Placement, unit: Unit): Failures | null {
  const text = placement.metadata.annotations?.[failuresAnnotation];
  if (text === undefined) return null;
  const noted = parse(text);
  return noted?.generation === (unit.metadata.generation ?? 1) ? noted : null;
}

/** What people may have edited. */
function parse(text: string): Failures | null {
  try {
    const { generation, attempts, machines } = JSON.parse(text) as Record<string, unknown>;
    if (typeof generation !== 'number' || typeof attempts !== 'number' || !Array.isArray(machines))
      return null;
    return { generation, attempts, machines: machines.map(String) };
  } catch {
    return null;
  }
}

/** The note when the unit has failed once more; null when it is not to move, or that is noted already. */
export function noteFailures(
  placement: Placement,
  unit: Unit,
  counted: { attempts: number; failures: number },
): string | null {
  const { failureThreshold } = unit.spec.failover ?? {};
  const { machine, global } = unit.spec.placement ?? {};
  if (failureThreshold === undefined || machine !== undefined || global === true) return null;
  const known = failuresOf(placement, unit)?.machines ?? [];
  const here = placement.spec.machine;
  if (counted.failures < failureThreshold || known.includes(here)) return null;
  const { generation = 1 } = unit.metadata;
  const noted: Failures = { generation, attempts: counted.attempts, machines: [...known, here].sort() };
  return JSON.stringify(noted);
}

/** By everything that is noted about a unit, or one of its instances, wherever it is or comes from. */
export class FailedPlaces {
  readonly #noted = new Map<string, Failures>();

  constructor(placements: readonly Placement[], unitOf: (placement: Placement) => Unit | undefined) {
    for (const placement of placements) {
      if (placement.metadata.annotations?.[failuresAnnotation] === undefined) continue;
      const unit = unitOf(placement);
      const noted = unit === undefined ? null : failuresOf(placement, unit);
      if (noted === null) continue;
      const key = itemKey(spotOfPlacement(placement));
      const before = this.#noted.get(key);
      this.#noted.set(key, {
        generation: noted.generation,
        attempts: Math.max(noted.attempts, before?.attempts ?? 0),
        machines: [...new Set([...noted.machines, ...(before?.machines ?? [])])].sort(),
      });
    }
  }

  get isEmpty(): boolean {
    return this.#noted.size === 0;
  }

  /** Where the scheduler should not put it as long as there is another machine. */
  machinesOf(item: ItemName): readonly string[] {
    return this.#noted.get(itemKey(item))?.machines ?? nowhere;
  }

  /** What a new Placement takes along. */
  annotationsFor(item: ItemName): Record<string, string> {
    const noted = this.#noted.get(itemKey(item));
    return noted === undefined ? {} : { [failuresAnnotation]: JSON.stringify(noted) };
  }
}

const nowhere: readonly string[] = [];
