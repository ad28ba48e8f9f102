/** Readings for tests of the controllers, without a machine. */
import type { DesiredUnit } from '../../units/desired.ts';
import type { Drift } from '../../units/drift.ts';
import type { ObservedUnit } from '../../units/observed.ts';
import type { Step } from '../../units/step.ts';
import type { ActReport, Reading } from '../placement/reading.ts';

export const startStep: Step = { do: 'start', unit: 'a.service', reason: 'it is inactive' };

export function desiredUnit(digest = 'd1'): DesiredUnit {
  return {
    name: 'a.service',
    owner: { namespace: 'default', unit: 'a.service', uid: 'u' },
    state: 'active',
    enabled: null,
    onChange: 'auto',
    drift: 'heal',
    adopt: false,
    suspend: false,
    files: [],
    links: [],
    digests: { desired: digest, restart: digest, reload: '', stop: '' },
    canReload: false,
    oneshot: false,
    triggers: [],
    pulls: [],
    record: '{}',
  };
}

export function observedUnit(): ObservedUnit {
  return {
    name: 'a.service',
    files: new Map(),
    dropIns: [],
    shadows: [],
    links: [],
    runtimeLinks: [],
    loaded: null,
    invocation: null,
    invocationAt: null,
    ledger: null,
    record: null,
    details: null,
  };
}

export type Kind = 'as desired' | 'stopped' | 'failed' | 'held back' | 'changed';

export function readingOf(kind: Kind): Reading {
  const drift: Drift[] =
    kind === 'as desired'
      ? []
      : [
          {
            kind: kind === 'failed' ? 'Failed' : 'NotRunning',
            subject: 'a.service',
            message: 'it does not run',
            heals: true,
          },
        ];
  const steps = kind === 'as desired' || kind === 'held back' ? [] : [startStep];
  return {
    desired: desiredUnit(kind === 'changed' ? 'd2' : 'd1'),
    observed: observedUnit(),
    assessment: { drift, steps, wouldBe: steps, refused: null, specChanged: kind === 'changed' },
    health: { health: kind === 'as desired' ? 'Healthy' : 'Missing', reason: 'Test', message: 'test' },
    sync: kind === 'as desired' ? 'Synced' : 'OutOfSync',
    generation: 1,
    readAt: 0,
  };
}

export function reportOf(ok: boolean): ActReport {
  return { results: [{ step: startStep, ok, message: ok ? '' : 'refused' }], durationMs: 1 };
}
