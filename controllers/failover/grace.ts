import type { Machine, Unit } from '../../schemas/types.ts';

/** What becomes of a unit when its machine cannot be reached, with the defaults filled in. */
export interface Failover {
  policy: 'wait' | 'reschedule' | 'fence';
  /** Milliseconds after the last contact. */
  afterMs: number;
}

export const defaultGraceMs = 30_000;

const units: { [suffix: string]: number } = { s: 1000, min: 60_000, h: 3_600_000 };

/** `30s`, `5min`, `1h`: what the schema lets through. */
export function graceMs(text: string): number {
  const [, number = '', suffix = ''] = /^([0-9]+)(s|min|h)$/.exec(text) ?? [];
  return Number(number) * (units[suffix] ?? Number.NaN);
}

/** A unit that is pinned to its machine, or runs on every machine, has nowhere else to go. */
export function failoverOf(unit: Unit, machine: Machine | undefined): Failover {
  const { failover, placement } = unit.spec;
  const bound = placement?.machine !== undefined || placement?.global === true;
  const after = failover?.after ?? machine?.spec.failover?.after;
  return {
    policy: failover?.policy ?? (bound ? 'wait' : 'reschedule'),
    afterMs: after === undefined ? defaultGraceMs : graceMs(after),
  };
}
