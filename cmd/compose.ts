import type { Logger } from 'pino';
import type { Fetch } from './client.ts';
import { CommandError } from './command-error.ts';
import type { Settings } from './settings.ts';

/** Store, objects, controllers and API in one process. */
export interface Composition {
  fetch: Fetch;
  /** Begins to reconcile. Operations work only after this. */
  start(): Promise<void>;
  /** Finishes or abandons what is going on; never touches a unit. */
  close(): Promise<void>;
}

export async function compose(_settings: Settings, _logger: Logger): Promise<Composition> {
  throw new CommandError('the controllers are not part of this build');
}
