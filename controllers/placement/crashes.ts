/** How often a unit has failed and systemd has started it again by itself. */
import type { ObservedUnit } from '../../units/observed.ts';

export interface Crashes {
  /** Since all was calm. */
  crashes: number;
  /** NRestarts of systemd when all was calm; null before a reading has told it. */
  restartsBefore: number | null;
}

type Seen = Pick<ObservedUnit, 'loaded' | 'details'>;

export const noCrashes: Crashes = { crashes: 0, restartsBefore: null };

/** Restart=always starts again what has ended well, too: only what is about to be started again after a failure counts. */
export function countCrashes({ crashes, restartsBefore }: Crashes, { loaded, details }: Seen): Crashes {
  if (details === null) return { crashes, restartsBefore };
  // systemd counts from nothing again after a start by hand.
  const before = Math.min(restartsBefore ?? details.restarts, details.restarts);
  const failed = loaded?.sub.startsWith('auto-restart') === true && details.result !== 'success';
  return { crashes: failed ? details.restarts + 1 - before : crashes, restartsBefore: before };
}

export function calmedDown({ restartsBefore }: Crashes, seen: Seen | undefined): Crashes {
  return { crashes: 0, restartsBefore: seen?.details?.restarts ?? restartsBefore };
}
