import { setTimeout as sleep } from 'node:timers/promises';
import { LabError } from './lab-error.ts';

/**
 * Asks again and again until the answer is neither undefined nor false, and returns it.
 * LabError Timeout names `what` was waited for.
 */
export async function waitUntil<T>(
  what: string,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  limitMs = 30_000,
  everyMs = 20,
): Promise<T> {
  const end = performance.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > end) throw new LabError('Timeout', `${what}: not within ${limitMs} ms.`);
    await sleep(everyMs);
  }
}
