/** What keeps a unit from being started, or started anew, for now: others that it depends on, or that move. Pure. */
import type { DesiredUnit, Held } from '../units/desired.ts';
import type { ObservedUnit } from '../units/observed.ts';

/** keep: what runs is not started anew for a change. wait: what does not run is not started either. stop: it is stopped, too. */
export interface Hold {
  act: 'keep' | 'wait' | 'stop';
  held: Held;
}

const strictest = ['stop', 'wait', 'keep'] as const;

/** It is to wait for what each of them says. */
export function bothHolds(one: Hold | null, other: Hold | null): Hold | null {
  if (one === null || other === null) return one ?? other;
  return {
    act: strictest.find((act) => one.act === act || other.act === act) ?? 'stop',
    held: {
      reason: one.held.reason,
      message: `${one.held.message}; it ${other.held.message}`,
      until: `${one.held.until} and ${other.held.until}`,
    },
  };
}

/**
 * What is desired of a unit while it is held. What does not run is desired inactive, unless it is only kept; what runs is so
 * only when it is to be stopped. Left alone is what its own trigger starts, and a oneshot that has run to its end.
 */
export function withHold(
  desired: DesiredUnit,
  hold: Hold | null,
  observed: ObservedUnit,
  triggered: boolean,
): DesiredUnit {
  if (hold === null || desired.state === 'inactive' || triggered) return desired;
  const active = observed.loaded?.active ?? 'inactive';
  const rests = active === 'inactive' || active === 'failed';
  if (rests && active === 'inactive' && hasRun(desired, observed)) return desired;
  // It has had its turn here, in whatever version: the other copy is to run the new one.
  const isOver = desired.oneshot && observed.record?.applied != null;
  if (hold.act === 'keep' && rests && !isOver) return desired;
  return hold.act === 'stop' || rests
    ? { ...desired, state: 'inactive', held: hold.held }
    : { ...desired, held: hold.held };
}

function hasRun(desired: DesiredUnit, observed: ObservedUnit): boolean {
  const applied = observed.record?.applied;
  return desired.oneshot && applied?.state === 'active' && applied.restart === desired.digests.restart;
}
