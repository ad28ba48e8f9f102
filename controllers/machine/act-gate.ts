/**
 * Holds readings back while an act is at work: what is read in the middle of it is old when it arrives, and the act itself
 * stirs up most of what is heard then. Bounded, since an act may wait minutes for a unit to stop.
 */
import { setTimeout as sleep } from 'node:timers/promises';

const longestMs = 1_000;

export class ActGate {
  #closed: Promise<void> | null = null;

  /** Until `act` has ended and `settleMs` more have passed. */
  close(act: Promise<unknown>, settleMs: number): void {
    const closed: Promise<void> = act
      .then(
        () => sleep(settleMs),
        () => undefined,
      )
      .then(() => {
        if (this.#closed === closed) this.#closed = null;
      });
    this.#closed = closed;
  }

  async pass(): Promise<void> {
    if (this.#closed === null) return;
    const over = new AbortController();
    const tooLong = sleep(longestMs, undefined, { signal: over.signal }).catch(() => undefined);
    await Promise.race([this.#closed, tooLong]);
    over.abort();
  }
}
