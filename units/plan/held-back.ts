/** What becomes of a plan while the unit waits for another one: see DesiredUnit.held. */
import type { DesiredUnit } from '../desired.ts';
import type { Drift } from '../drift.ts';
import type { ObservedUnit } from '../observed.ts';
import type { Step } from '../step.ts';
import { type Finding, finding } from './finding.ts';

/**
 * Whether something is to wait. A unit that does not run is planned as one that is to be inactive; one that runs is
 * left running, and a change of it that would start it anew waits as a whole: half of it would be neither the old
 * definition nor the new one.
 */
export function isHeldBack(desired: DesiredUnit, acts: readonly Step[]): boolean {
  if (desired.held === undefined) return false;
  return desired.state === 'inactive' || acts.some(startsAnew);
}

/** How the wait is told, first of all differences; heals, as it is undone without anybody's doing. */
export function heldDrift(desired: DesiredUnit): Drift[] {
  const { held, name } = desired;
  if (held === undefined) return [];
  return [{ kind: held.reason, subject: name, message: `${name} ${held.message}`, heals: true }];
}

/** A unit that is stopped for the sake of another one says so, and not that it was to be inactive. */
export function stoppedForAnother(desired: DesiredUnit, findings: Finding[]): Finding[] {
  const { held, name } = desired;
  if (held === undefined || desired.state === 'active') return findings;
  return findings.map((each) =>
    each.drift.kind === 'Running'
      ? finding('Running', name, `${name} still runs`, {
          steps: each.steps.map((step) => ({ ...step, reason: held.message })),
        })
      : each,
  );
}

/** What will be done when the wait is over, as `diff` shows it. */
export function afterTheWait(desired: DesiredUnit, observed: ObservedUnit, acts: Step[]): Step[] {
  const { held, name: unit } = desired;
  if (held === undefined) return acts;
  const reason = `when ${held.until}`;
  if (desired.state === 'active')
    return acts.map((step) => (startsAnew(step) ? { ...step, reason: `${step.reason}; ${reason}` } : step));
  const stops = acts.some((step) => step.do === 'stop');
  const rests = ['inactive', 'failed'].includes(observed.loaded?.active ?? 'inactive');
  return stops || !rests ? acts : [...acts, { do: 'start', unit, reason }];
}

function startsAnew(step: Step): boolean {
  return step.do === 'start' || step.do === 'restart' || step.do === 'stop';
}
