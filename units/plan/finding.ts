import type { Drift, DriftKind } from '../drift.ts';
import type { Step } from '../step.ts';

/** One difference between desired and live, with the steps that take it away. */
export interface Finding {
  drift: Drift;
  steps: Step[];
  /** definition: what systemd loads; input: a file that the process reads; other: neither. */
  touches: 'definition' | 'input' | 'other';
  /**
   * Since when (seconds, machine's clock) the file has had content that is not ours; null when what is there is ours
   * or nothing. A process started later may have been started from it.
   */
  foreignSince: number | null;
}

export function finding(
  kind: DriftKind,
  subject: string,
  message: string,
  rest: { steps?: Step[]; touches?: Finding['touches']; foreignSince?: number | null; heals?: boolean } = {},
): Finding {
  return {
    drift: { kind, subject, message, heals: rest.heals ?? true },
    steps: rest.steps ?? [],
    touches: rest.touches ?? 'other',
    foreignSince: rest.foreignSince ?? null,
  };
}

/** The ctime in an `inode:ctime` identity, seconds. */
export function changedAt(identity: string): number {
  return Number(identity.slice(identity.indexOf(':') + 1));
}

/** Where a file that muster did not write is kept, below muster's directory on the machine. */
export function keptPath(stateDir: string, shelf: 'adopted' | 'set-aside', path: string): string {
  return `${stateDir}/${shelf}${path}`;
}
