import type { Operations } from '../controllers/operations.ts';
import { ApiError } from './api-error.ts';
import { type Client, createClient, type DirectOperations } from './client.ts';
import type { Need } from './command.ts';
import { compose } from './compose.ts';
import { type HomeLock, lockHome } from './home-lock.ts';
import { createLogger } from './logging.ts';
import type { Settings } from './settings.ts';
import type { Terminal } from './terminal.ts';
import { fetchTransport } from './transport.ts';

/** How long a command waits for another one that works on the same home folder. */
const lockWaitMs = 10 * 60_000;

/**
 * The API inside this process, with controllers when they are needed. Only one process at a time may run controllers on a
 * home folder; the store itself can be read and written by several. null when a server came up while waiting for that.
 */
export async function openLocal(
  settings: Settings,
  need: Need,
  terminal: Terminal,
  isServed: () => Promise<boolean>,
): Promise<Client | null> {
  let lock: HomeLock | null = null;
  if (need !== 'objects') {
    lock = await lockHome(settings.home, {
      command: `muster ${process.argv[2] ?? ''}`.trim(),
      waitMs: lockWaitMs,
      signal: terminal.signal,
      isServed,
      onWait(holder) {
        const who = holder ? `${holder.command} (process ${holder.pid})` : 'another muster';
        terminal.stderr.write(`waiting for ${who}, which is working with ${settings.home}\n`);
      },
    });
    if (lock === null) return null;
  }
  try {
    const logger = createLogger(settings.logLevel ?? 'silent', terminal.stderr, undefined);
    const composition = await compose(settings, { need, log: logger });
    const close = async () => {
      try {
        await composition.close();
      } finally {
        lock?.release();
      }
    };
    return createClient('local', fetchTransport(composition.fetch), close, directly(composition.operations));
  } catch (error) {
    lock?.release();
    throw error;
  }
}

/** Events and errors as they come from a server, without having been text in between. */
function directly(operations: Operations | null): DirectOperations | undefined {
  if (operations === null) return undefined;
  return async function* (name, request, signal) {
    const operation = operations[name] as (request: unknown, signal: AbortSignal) => AsyncIterable<unknown>;
    try {
      yield* operation(request, signal);
    } catch (error) {
      if (signal.aborted) return;
      const { statusOf } = await import('../server/status.ts');
      throw new ApiError(statusOf(error));
    }
  };
}
