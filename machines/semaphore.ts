/** A counted permit, first come first served. */
export interface Semaphore {
  /** Resolves with the function that gives the permit back; calling it twice does no harm. */
  acquire(signal?: AbortSignal): Promise<() => void>;
  /** Take permits away, or add some, from now on; never below one. */
  resize(permits: number): void;
  readonly inUse: number;
}

export function semaphore(initialPermits: number): Semaphore {
  let permits = Math.max(1, initialPermits);
  let inUse = 0;
  const waiting: (() => void)[] = [];

  function serve(): void {
    while (inUse < permits) {
      const next = waiting.shift();
      if (next === undefined) return;
      inUse += 1;
      next();
    }
  }

  function permit(): () => void {
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      inUse -= 1;
      serve();
    };
  }

  return {
    acquire(signal) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason);
          return;
        }
        const enter = () => {
          signal?.removeEventListener('abort', leave);
          resolve(permit());
        };
        const leave = () => {
          const at = waiting.indexOf(enter);
          if (at >= 0) waiting.splice(at, 1);
          reject(signal?.reason);
        };
        signal?.addEventListener('abort', leave, { once: true });
        waiting.push(enter);
        serve();
      });
    },
    resize(count) {
      permits = Math.max(1, count);
      serve();
    },
    get inUse() {
      return inUse;
    },
  };
}
