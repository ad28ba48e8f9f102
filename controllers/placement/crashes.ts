/** How often a unit has failed and systemd has started it again by itself. */
import type { ObservedUnit } from '../../units/observed.ts';

export interface Crashes {
  /** Since all was calm. */
  crashes: number;
  /** NRestarts of systemd when all was calm; null before a reading has told it. */
  restartsBefore: number | null;
  /** How it ended when it was last seen between its end and its next start. */
  endsBadly: boolean;
}

type Seen = Pick<ObservedUnit, 'loaded' | 'details'>;

export const noCrashes: Crashes = { crashes: 0, restartsBefore: null, endsBadly: false };

/** Whatever ends otherwise is not started again: systemd.service(5). */
const onlyAfterFailures: ReadonlySet<string> = new Set([
  'on-failure',
  'on-abnormal',
  'on-abort',
  'on-watchdog',
]);

/**
 * Restart=always starts again what has ended well, too, and systemd forgets how it ended when it has started it: each
 * restart is taken for what the last end was that could be seen.
 */
export function countCrashes({ crashes, restartsBefore, endsBadly }: Crashes, seen: Seen): Crashes {
  const { loaded, details } = seen;
  if (details === null) return { crashes, restartsBefore, endsBadly };
  // systemd counts from nothing again after a start by hand.
  const before = Math.min(restartsBefore ?? details.restarts, details.restarts);
  const hasEnded = loaded?.sub.startsWith('auto-restart') === true;
  const badly =
    onlyAfterFailures.has(details.restartPolicy) || (hasEnded ? details.result !== 'success' : endsBadly);
  const restarts = details.restarts - before + (hasEnded ? 1 : 0);
  return { crashes: badly ? Math.max(crashes, restarts) : crashes, restartsBefore: before, endsBadly: badly };
}

export function calmedDown({ restartsBefore }: Crashes, seen: Seen | undefined): Crashes {
  return { ...noCrashes, restartsBefore: seen?.details?.restarts ?? restartsBefore };
}
