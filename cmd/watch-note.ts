import type { Client } from './client.ts';
import type { Context } from './command.ts';

/** Watching only looks: without a server nothing hears the machines, and only what other commands do is seen. */
export function sayWhoChanges(context: Context, client: Client): void {
  if (client.where === 'local') {
    context.warn('no muster serve is running: changes show up here when another command makes them');
  }
}
