/** How often a unit has failed and systemd has started it again by itself. */
import type { ObservedUnit } from '../../units/observed.ts';
import { hasJob } from '../../units/plan/running-process.ts';

export interface Crashes {
  /** Since all was calm. */
  crashes: number;
  /** NRestarts of systemd when all was calm, and as it was last read; null before a reading has told it. */
  restartsBefore: number | null;
  restartsSeen: number | null;
  /** How it ended when it was last seen between its end and its next start; null when it never was. */
  endsBadly: boolean | null;
}

export const noCrashes: Crashes = {
  crashes: 0,
  restartsBefore: null,
  restartsSeen: null,
  endsBadly: null,
};

/** Few others are started again then, those of RestartForceExitStatus=: systemd.service(5). */
const afterFailures: ReadonlySet<string> = new Set(['on-failure', 'on-abnormal', 'on-abort', 'on-watchdog']);

/**
 * Restart=always starts again what has ended well, too, and systemd forgets how it ended when it has started it: each
 * restart is taken for what the last end was that could be seen.
 */
export function countCrashes(known: Crashes, { details }: Pick<ObservedUnit, 'details'>): Crashes {
  const { crashes, restartsBefore, restartsSeen, endsBadly } = known;
  if (details === null) return { crashes, restartsBefore, restartsSeen, endsBadly };
  // systemd counts from nothing again after a start by hand.
  const before = Math.min(restartsBefore ?? details.restarts, details.restarts);
  const hasEnded = details.subState.startsWith('auto-restart');
  const badly = hasEnded ? details.result !== 'success' : endsBadly;
  // It is counted by systemd as soon as its start is in the queue.
  const isUncounted = hasEnded && !hasJob(details);
  const restarts = details.restarts - before + (isUncounted ? 1 : 0);
  const counts = badly ?? afterFailures.has(details.restartPolicy);
  return {
    crashes: counts ? Math.max(crashes, restarts) : crashes,
    restartsBefore: before,
    restartsSeen: details.restarts,
    endsBadly: badly,
  };
}

export function calmedDown({ restartsSeen }: Crashes): Crashes {
  return { ...noCrashes, restartsBefore: restartsSeen, restartsSeen };
}
