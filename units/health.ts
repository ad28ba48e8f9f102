/** Reads a unit's health off the machine, by the table in the project's conventions (Argo CD's words). */
import type { DesiredUnit } from './desired.ts';
import type { ObservedUnit } from './observed.ts';
import type { Assessment } from './plan/assess.ts';
import { hasJob } from './plan/running-process.ts';

export type Health = 'Healthy' | 'Suspended' | 'Progressing' | 'Missing' | 'Degraded' | 'Unknown';
export type Sync = 'Synced' | 'OutOfSync' | 'Unknown';

export interface HealthReading {
  health: Health;
  /** CamelCase, for conditions. */
  reason: string;
  message: string;
}

/** Best to worst; an aggregate is its worst part. */
export const healthOrder: readonly Health[] = [
  'Healthy',
  'Suspended',
  'Progressing',
  'Missing',
  'Degraded',
  'Unknown',
];

export function worstHealth(parts: readonly Health[]): Health {
  return parts.reduce<Health>(
    (worst, part) => (healthOrder.indexOf(part) > healthOrder.indexOf(worst) ? part : worst),
    'Healthy',
  );
}

export function syncOf(assessment: Assessment): Sync {
  if (assessment.refused !== null) return 'OutOfSync';
  return assessment.drift.some((item) => item.heals) || assessment.specChanged ? 'OutOfSync' : 'Synced';
}

export function readHealth(desired: DesiredUnit, observed: ObservedUnit, triggered: boolean): HealthReading {
  const { loaded, details } = observed;
  const unit = desired.name;
  const reading = (health: Health, reason: string, message: string): HealthReading => ({
    health,
    reason,
    message,
  });
  if (desired.suspend)
    return reading('Suspended', 'Suspended', `${unit} is suspended: muster only watches it`);
  const load = details?.loadState || loaded?.load || '';
  const masked = load === 'masked';
  if (load === 'bad-setting' || load === 'error') {
    return reading(
      'Degraded',
      'BadUnitSetting',
      details?.loadError || `systemd cannot load ${unit} (${load})`,
    );
  }
  const active = loaded?.active ?? 'inactive';
  const sub = loaded?.sub ?? 'dead';
  // What it waits for comes before how it ended the last time: only that can change anything.
  if (desired.held !== undefined && ['inactive', 'failed'].includes(active)) {
    const health = active === 'failed' ? 'Degraded' : 'Missing';
    return reading(health, desired.held.reason, `${unit} ${desired.held.message}`);
  }
  if (active === 'failed') {
    return reading(
      'Degraded',
      details?.result === 'start-limit-hit' ? 'StartLimitHit' : 'Failed',
      `${unit} failed (${details?.result || 'see its log'})`,
    );
  }
  if (sub === 'auto-restart' || sub === 'auto-restart-queued') {
    return reading('Degraded', 'CrashLoop', `${unit} ended and systemd is about to start it again`);
  }
  if (details?.freezerState === 'frozen') return reading('Suspended', 'Frozen', `${unit} is frozen`);
  if (masked && active === 'inactive') return reading('Missing', 'UnitMasked', `${unit} is masked`);
  if (load === 'not-found' && active === 'inactive')
    return reading('Missing', 'NotFound', `${unit} is not on the machine`);
  if (['activating', 'deactivating', 'reloading'].includes(active)) {
    return reading('Progressing', capitalised(active), `${unit} is ${active} (${sub})`);
  }
  if (active === 'active' || active === 'refreshing')
    return reading('Healthy', capitalised(sub), `${unit} is active (${sub})`);
  const installed = observed.files.get(desired.files[0]?.path ?? '') !== undefined;
  if (!installed) return reading('Missing', 'NotFound', `${unit} is not on the machine`);
  if (desired.state === 'inactive')
    return reading('Healthy', 'Inactive', `${unit} is installed and not started, as desired`);
  if (details !== null && hasJob(details)) {
    return reading('Progressing', 'JobWaiting', `a job of ${unit} waits for another unit`);
  }
  if (details?.conditionTested === true && !details.conditionResult) {
    return reading('Suspended', 'ConditionNotMet', `a condition of ${unit} is not met`);
  }
  if (triggered) return reading('Healthy', 'WaitingForTrigger', `${unit} waits for its trigger`);
  if (desired.oneshot) return reading('Healthy', 'Completed', `${unit} has run to its end`);
  return reading('Missing', 'NotRunning', `${unit} is not running`);
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
