/** The API on a unix socket that only its owner may use. */
import { once } from 'node:events';
import { chmodSync, existsSync, lstatSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';

/** A socket that cannot be listened on; the sentence says what to do. */
export class ListenError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ListenError';
  }
}

export interface Listening {
  readonly socketPath: string;
  /** Takes no more requests, lets those under way finish for `graceMs`, then cuts them (watches never end by themselves). */
  close(graceMs?: number): Promise<void>;
}

/** sockaddr_un.sun_path holds 108 bytes, one of them the final zero. */
const longestPath = 107;

function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    const done = (live: boolean) => {
      socket.destroy();
      resolve(live);
    };
    socket.once('connect', () => done(true));
    // A full backlog (EAGAIN) or missing permission means that somebody listens.
    socket.once('error', (error: NodeJS.ErrnoException) =>
      done(error.code === 'EAGAIN' || error.code === 'EACCES'),
    );
  });
}

function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

async function takeOver(socketPath: string): Promise<void> {
  if (!existsSync(socketPath)) return;
  if (!lstatSync(socketPath).isSocket()) {
    throw new ListenError(`${socketPath} is in the way and is not a socket: move it aside and start again`);
  }
  const live = new ListenError(
    `another muster serves on ${socketPath} already: use it, or stop it (systemctl stop muster) and start again`,
  );
  if (await answers(socketPath)) throw live;
  // Moved aside and tried once more, so that of two that start at once none removes the other's fresh socket.
  const aside = `${socketPath}.${process.pid}`;
  renameSync(socketPath, aside);
  if (await answers(aside)) {
    renameSync(aside, socketPath);
    throw live;
  }
  rmSync(aside, { force: true });
}

/** Throws ListenError. What a dead process left behind is taken over; a live one is not disturbed. */
export async function listen(
  app: { fetch: (request: Request) => Response | Promise<Response> },
  { socketPath }: { socketPath: string },
): Promise<Listening> {
  const bytes = Buffer.byteLength(socketPath);
  if (bytes > longestPath) {
    throw new ListenError(
      `${socketPath} is ${bytes} bytes long, and a socket's path may have ${longestPath}: choose a shorter MUSTER_HOME`,
    );
  }
  const server = createAdaptorServer({ fetch: (request) => app.fetch(request) }) as Server;
  try {
    makeFolder(dirname(socketPath));
    await takeOver(socketPath);
    // Never open to others, not even between bind and chmod.
    const mask = process.umask(0o177);
    try {
      server.listen({ path: socketPath });
    } finally {
      process.umask(mask);
    }
    await once(server, 'listening');
    chmodSync(socketPath, 0o600);
  } catch (error) {
    server.close();
    if (error instanceof ListenError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new ListenError(
      `cannot listen on ${socketPath} (${why}): check its folder, or choose another MUSTER_HOME`,
      {
        cause: error,
      },
    );
  }
  return {
    socketPath,
    close: (graceMs = 1_000) =>
      new Promise((resolve) => {
        const cut = setTimeout(() => server.closeAllConnections(), graceMs);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}
