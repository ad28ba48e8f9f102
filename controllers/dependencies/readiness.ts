/** Whether what depends on a unit may run, as far as one placement of it goes. Pure. */
import type { Placement, Unit } from '../../schemas/types.ts';
import type { PlacementContext } from '../placement/placement-machine.ts';
import type { Reading } from '../placement/reading.ts';
import { isLeaving } from '../placement-objects.ts';
import type { Readiness } from './dependency-hold.ts';

export interface PlacementState {
  phase: string;
  context: PlacementContext;
}

export interface Standing {
  readiness: Readiness;
  /** To be read after `which`: `is failed`. */
  words: string;
}

const up = new Set(['active', 'reloading', 'refreshing']);

/** `state` is undefined before its controller has begun. */
export function standingOfPlacement(
  placement: Placement,
  unit: Unit,
  state: PlacementState | undefined,
): Standing {
  const { reading, failure } = state?.context ?? { reading: null, failure: null };
  if (isLeaving(placement)) return { readiness: 'notReady', words: 'is being taken off' };
  if ((placement.spec.state ?? unit.spec.state ?? 'active') !== 'active')
    return { readiness: 'notReady', words: 'is not to run (state: inactive)' };
  if (reading === null || state?.phase === 'unknown')
    return { readiness: 'unknown', words: failure?.message ?? 'has not been read yet' };
  if (reading.generation !== (unit.metadata.generation ?? 1))
    return { readiness: 'unknown', words: 'is being changed' };
  return standingOfReading(reading);
}

function standingOfReading({ desired, observed, assessment, health }: Reading): Standing {
  const { held } = desired;
  const active = observed.loaded?.active ?? 'inactive';
  const says = (words: string): Standing => ({ readiness: 'notReady', words });
  if (up.has(active)) {
    if (desired.state === 'inactive') return says(held?.message ?? 'is about to stop');
    const changes = assessment.steps.some((step) => ['stop', 'restart', 'start'].includes(step.do));
    return changes
      ? { readiness: 'unknown', words: 'is about to be restarted' }
      : { readiness: 'ready', words: `is ${active}` };
  }
  if (held !== undefined) return says(`itself ${held.message}`);
  // It is at its work, which it may have done before: what came of it is not known yet.
  if (desired.oneshot && active === 'activating') return { readiness: 'unknown', words: 'is running' };
  const rests = health.health === 'Healthy' && ['Completed', 'WaitingForTrigger'].includes(health.reason);
  const wanting = assessment.drift.some(({ kind }) => kind === 'NotRunning' || kind === 'Failed');
  if (active === 'inactive' && rests && !wanting) return { readiness: 'ready', words: health.message };
  return says(`is ${active}`);
}
