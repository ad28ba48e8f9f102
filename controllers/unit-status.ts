import type { Placement, Unit, UnitStatus } from '../schemas/types.ts';
import { type Health, worstHealth } from '../units/health.ts';
import { type ConditionInput, nextConditions } from './conditions.ts';
import { isSubmitted } from './placement-objects.ts';
import { itemsOf } from './scheduling/items.ts';
import type { Stuck, Unplaced } from './scheduling/unplaced.ts';

/** A unit's status, from those of its placements and what the scheduler said. */
export function unitStatus(
  unit: Unit,
  placements: Placement[],
  unplaced: Unplaced[],
  stuck: Stuck[] = [],
): UnitStatus {
  if (isSubmitted(unit)) return submittedStatus(unit, placements);
  const staying = placements.filter((placement) => placement.metadata.deletionTimestamp == null);
  const items = itemsOf(unit).length;
  const global = unit.spec.placement?.global === true;
  const desired = global ? staying.length + unplaced.length : items;
  const ready = staying.filter((placement) => isTrue(placement, 'Ready')).length;
  const synced = staying.filter((placement) => placement.status?.sync === 'Synced').length;
  const degraded = staying.filter((placement) => placement.status?.health === 'Degraded').length;
  const healths = staying.map((placement): Health => placement.status?.health ?? 'Unknown');
  const health = worstHealth(unplaced.length > 0 || staying.length === 0 ? [...healths, 'Missing'] : healths);
  const sync =
    unplaced.length > 0 || staying.some((placement) => placement.status?.sync === 'OutOfSync')
      ? 'OutOfSync'
      : staying.every((placement) => placement.status?.sync === 'Synced')
        ? 'Synced'
        : 'Unknown';
  return {
    observedGeneration: unit.metadata.generation ?? 1,
    sync,
    health,
    placements: { desired, placed: staying.length, ready, synced, degraded },
    conditions: nextConditions(unit.status?.conditions, [
      readyCondition(unit, staying, unplaced, ready, desired, stuck),
    ]),
    ...(unplaced.length + stuck.length === 0 ? {} : { unplaced: whyNot([...unplaced, ...stuck]) }),
  };
}

/** An object that says all of thousands of machines would be too large to store and to read. */
const mostInstances = 5;
const mostMachines = 50;

function whyNot(unplaced: (Unplaced | Stuck)[]): NonNullable<UnitStatus['unplaced']> {
  return unplaced.slice(0, mostInstances).map((each) => ({
    ...(each.instance === null ? {} : { instance: each.instance }),
    ...('machine' in each ? { machine: each.machine } : {}),
    machines: each.machines.slice(0, mostMachines),
  }));
}

/** As desired when it is on no machine. */
function submittedStatus(unit: Unit, placements: Placement[]): UnitStatus {
  const gone = placements.length === 0;
  const names = placements.map((placement) => placement.spec.machine).join(', ');
  return {
    observedGeneration: unit.metadata.generation ?? 1,
    sync: gone ? 'Synced' : 'OutOfSync',
    health: gone ? 'Suspended' : 'Progressing',
    placements: { desired: 0, placed: placements.length, ready: 0, synced: 0, degraded: 0 },
    conditions: nextConditions(unit.status?.conditions, [
      {
        type: 'Ready',
        status: gone ? 'True' : 'False',
        reason: gone ? 'Submitted' : 'Removing',
        message: gone
          ? 'stored and on no machine, as desired: muster load or muster start places it'
          : `it is being taken off ${names}`,
        observedGeneration: unit.metadata.generation ?? 1,
      },
    ]),
  };
}

function readyCondition(
  unit: Unit,
  staying: Placement[],
  unplaced: Unplaced[],
  ready: number,
  desired: number,
  stuck: Stuck[],
): ConditionInput {
  const observedGeneration = unit.metadata.generation ?? 1;
  const [first] = unplaced;
  if (first !== undefined) {
    return {
      type: 'Ready',
      status: 'False',
      reason: 'Unschedulable',
      message: first.message,
      observedGeneration,
    };
  }
  if (desired === 0) {
    const message = `a template without instances: give spec.instances, or muster start ${unit.metadata.name.replace('@.', '@1.')}`;
    return { type: 'Ready', status: 'False', reason: 'NoInstances', message, observedGeneration };
  }
  if (ready === desired) {
    const message =
      desired === 1 ? `as desired on ${staying[0]?.spec.machine}` : `as desired in all ${desired} places`;
    return { type: 'Ready', status: 'True', reason: 'ReconciliationSucceeded', message, observedGeneration };
  }
  const waiting = staying.find((placement) => !isTrue(placement, 'Ready'));
  const condition = waiting?.status?.conditions?.find(({ type }) => type === 'Ready');
  return {
    type: 'Ready',
    status: condition?.status === 'Unknown' ? 'Unknown' : 'False',
    reason: condition?.reason ?? 'Progressing',
    message:
      condition === undefined
        ? `${ready} of ${desired} are ready`
        : `on ${waiting?.spec.machine}: ${condition.message}${nowhereElse(waiting, stuck)}`,
    observedGeneration,
  };
}

/** It should be elsewhere, and why it is not. */
function nowhereElse(placement: Placement | undefined, stuck: Stuck[]): string {
  const found = stuck.find(
    ({ machine, instance }) =>
      machine === placement?.spec.machine && instance === (placement.spec.instance ?? null),
  );
  return found === undefined ? '' : `; it stays there: ${found.message}`;
}

function isTrue(placement: Placement, type: string): boolean {
  return (
    placement.status?.conditions?.some(
      (condition) => condition.type === type && condition.status === 'True',
    ) === true
  );
}
