/** What to do with a unit that a machine holds by a record of muster's, and that nothing desires there (drift rows 23, 24). */
import type { Placement, Unit } from '../schemas/types.ts';
import type { UnitRecord } from '../units/observed.ts';
import { spotOfPlacement } from './placement-objects.ts';
import { runningName } from './scheduling/spot.ts';

export interface StrayVerdict {
  /** NotOwned: another muster's. WrongMachine: its place is on another machine. Orphan: it has no place at all. */
  kind: 'NotOwned' | 'WrongMachine' | 'Orphan';
  /** A sentence that names the next step where there is one. */
  message: string;
  /** Whether muster takes it off the machine. */
  remove: boolean;
}

export interface StrayJudge {
  store: string;
  machine: string;
  /** The Unit of that namespace and name. */
  unit(key: string): Unit | undefined;
  placements: readonly Placement[];
  /** `namespace/unit` of what has no place yet, and may get one here. */
  unplaced: ReadonlySet<string>;
}

/**
 * Pure. Only what a stored Unit says is removed: a Unit that the store does not know may have been lost there (a backup
 * that was restored), and its process serves somebody.
 */
export function judgeStray(record: UnitRecord, judge: StrayJudge): StrayVerdict {
  const { name } = record;
  if (record.store !== judge.store) {
    return { kind: 'NotOwned', message: `${name} belongs to another muster`, remove: false };
  }
  const key = `${record.owner.namespace}/${record.owner.unit}`;
  const unit = judge.unit(key);
  if (unit === undefined || unit.metadata.deletionTimestamp != null) {
    const message = `${name} is left from a Unit that is not stored any more: apply its manifest to manage it again, and delete it then to take it off ${judge.machine}`;
    return { kind: 'Orphan', message, remove: false };
  }
  if (judge.unplaced.has(key)) {
    return { kind: 'Orphan', message: `${name} waits for a place, and still runs here`, remove: false };
  }
  const remove = (unit.spec.drift ?? 'heal') === 'heal' && unit.spec.suspend !== true;
  const places = judge.placements
    .map(spotOfPlacement)
    .filter(
      (spot) => `${spot.namespace}/${spot.unit}` === key && runningName(spot.unit, spot.instance) === name,
    )
    .map((spot) => spot.machine);
  if (places.includes(judge.machine)) {
    return { kind: 'Orphan', message: `${name} is about to be managed here`, remove: false };
  }
  if (places.length > 0) {
    const message = `${name} is on ${judge.machine} too, and its place is on ${places.join(', ')}`;
    return { kind: 'WrongMachine', message, remove };
  }
  return { kind: 'Orphan', message: `${name} is no longer asked for on ${judge.machine}`, remove };
}
