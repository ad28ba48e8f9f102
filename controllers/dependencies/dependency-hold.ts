/** Pure: from how the units stand that another one waits for, to what that means for it. */
import type { Hold } from '../hold.ts';

/** unknown: it cannot be told now, which is a reason neither to start nor to stop anything. */
export type Readiness = 'ready' | 'notReady' | 'unknown';

/** How one of the units stands that another one waits for. */
export interface DependencyState {
  /** As it is written in the manifest. */
  name: string;
  binds: boolean;
  readiness: Readiness;
  /** To be read after the name, when it is not ready: ` on m1, which is failed`, `, which does not exist`. */
  words: string;
}

/** null when nothing holds it. */
export function holdOf(states: readonly DependencyState[]): Hold | null {
  const missing = states.filter(({ readiness }) => readiness !== 'ready');
  if (missing.length === 0) return null;
  const stops = missing.some(({ binds, readiness }) => binds && readiness === 'notReady');
  const names = missing.map(({ name }) => name);
  return {
    act: stops ? 'stop' : 'wait',
    held: {
      reason: 'DependencyNotReady',
      message: `waits for ${missing.map(({ name, words }) => `${name}${words}`).join(', and for ')}`,
      until: `${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'} healthy`,
    },
  };
}
