import type { Store } from '../store/store.ts';

/** So many revisions stay readable: whoever watches, and lags by more, lists again. */
const keptRevisions = 2_000;
const everyMs = 5 * 60_000;

/**
 * Forgets old revisions now and from time to time, or the store would grow with every status that was ever written.
 * Returns a function that ends it.
 */
export function keepCompact(store: Store, failed: (error: unknown) => void): () => void {
  const compact = async () => {
    const oldest = (await store.revision()) - keptRevisions;
    if (oldest > 0) await store.compact(oldest);
  };
  const run = () => void compact().catch(failed);
  run();
  const timer = setInterval(run, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
