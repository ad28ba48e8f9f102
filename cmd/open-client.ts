import { connect } from 'node:net';
import { join } from 'node:path';
import { type Client, createClient } from './client.ts';
import type { Need } from './command.ts';
import { CommandError } from './command-error.ts';
import type { Settings } from './settings.ts';
import type { Terminal } from './terminal.ts';
import { fetchTransport, socketTransport } from './transport.ts';

export function socketPath(home: string): string {
  return join(home, 'muster.sock');
}

/** A running server's API where its socket answers, otherwise this process's own. */
export async function openClient(settings: Settings, need: Need, terminal: Terminal): Promise<Client> {
  if (settings.tunnel !== '') {
    const { openTunnel } = await import('./tunnel.ts');
    const { fetch, close } = openTunnel(settings, terminal.signal);
    return createClient('server', fetchTransport(fetch), close);
  }
  const path = socketPath(settings.home);
  if (await socketAnswers(path)) return connectToServer(path);
  const { openLocal } = await import('./local.ts');
  const local = await openLocal(settings, need, terminal, () => socketAnswers(path));
  return local ?? connectToServer(path);
}

async function connectToServer(path: string): Promise<Client> {
  return createClient('server', socketTransport(path), async () => {});
}

/** False when nobody listens there (also for what a killed server left behind). Throws when it may not be used. */
export function socketAnswers(path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      socket.destroy();
      if (error.code === 'EACCES') {
        reject(
          new CommandError(
            `a muster server runs here, but you may not use ${path}; run this command as the user that runs the server (sudo?)`,
          ),
        );
      } else if (error.code === 'EAGAIN') resolve(true);
      else resolve(false);
    });
  });
}
