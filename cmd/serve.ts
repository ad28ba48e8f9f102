import { execFile } from 'node:child_process';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import type { Logger } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { type Listening, listen } from '../server/listen.ts';
import type { Context } from './command.ts';
import { CommandError, usageError } from './command-error.ts';
import { compose } from './compose.ts';
import { lockHome } from './home-lock.ts';
import { createLogger } from './logging.ts';
import { socketAnswers, socketPath } from './open-client.ts';
import { colorsFor } from './output/color.ts';
import { logLevels } from './settings.ts';
import type { Terminal } from './terminal.ts';
import type { Fetch } from './transport.ts';
import { version } from './version.ts';

export interface ServeFlags {
  metrics?: string;
  logLevel?: string;
}

/** How long a server waits for a command that works on the same home folder. */
const lockWaitMs = 2 * 60_000;

/** Runs until the terminal's signal; 0 when it ended as it should. */
export async function serve(context: Context, flags: ServeFlags): Promise<number> {
  const { terminal } = context;
  const settings = context.settings();
  const level = flags.logLevel === undefined ? (settings.logLevel ?? 'info') : levelOf(flags.logLevel);
  const metrics = addressOf(flags.metrics ?? settings.metrics);
  const { stdout } = terminal;
  const logger = createLogger(level, stdout, stdout.isTTY ? colorsFor(terminal, settings.color) : undefined);
  const socket = socketPath(settings.home);
  const alreadyServed = new CommandError(
    `a server for ${settings.home} runs already and listens on ${socket}`,
  );
  if (await socketAnswers(socket)) throw alreadyServed;
  const lock = await lockHome(settings.home, {
    command: 'muster serve',
    waitMs: lockWaitMs,
    signal: terminal.signal,
    isServed: () => socketAnswers(socket),
    onWait: (holder) =>
      logger.info({ holder: holder?.command, pid: holder?.pid }, 'waiting for another muster'),
  });
  if (lock === null) throw alreadyServed;
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  let listening: Listening | undefined;
  let metricsServer: Server | undefined;
  try {
    const composition = await compose(settings, { need: 'controllers', log: logger, registry });
    try {
      listening = await listen(composition, { socketPath: socket });
      if (metrics) {
        metricsServer = await listenHttp(onlyMetrics(composition.fetch), metrics);
        logger.info({ address: `${metrics.host}:${metrics.port}` }, 'metrics');
      }
      logger.info({ version, home: settings.home, socket }, 'ready');
      notify(terminal, ['--ready'], logger);
      await aborted(terminal.signal);
      logger.info('stopping; units run on as they are');
      notify(terminal, ['--stopping'], logger);
    } finally {
      await Promise.all([listening?.close(), closeServer(metricsServer)]);
      await composition.close();
    }
  } finally {
    lock.release();
  }
  logger.info('stopped');
  return 0;
}

function levelOf(word: string) {
  const level = logLevels.find((candidate) => candidate === word);
  if (!level) throw usageError(`--log-level ${word}: the levels are ${logLevels.join(', ')}`);
  return level;
}

/** There is no authentication on this port: only this machine may ask. */
function addressOf(text: string): { host: string; port: number } | undefined {
  if (text === '') return undefined;
  const match = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  if (!match || host === undefined || Number(match[3]) > 65_535) {
    throw usageError(`--metrics ${text}: write HOST:PORT, such as 127.0.0.1:9469`);
  }
  if (!/^(127\.\d+\.\d+\.\d+|::1|localhost)$/.test(host)) {
    throw usageError(
      `--metrics ${text}: only a loopback address is possible, such as 127.0.0.1:${match[3]}; put a proxy with authentication before it for others`,
    );
  }
  return { host, port: Number(match[3]) };
}

function onlyMetrics(fetch: Fetch): Fetch {
  return (request) => {
    const { pathname } = new URL(request.url);
    if (request.method === 'GET' && (pathname === '/metrics' || pathname === '/healthz'))
      return fetch(request);
    return new Response('only /metrics and /healthz are served here\n', { status: 404 });
  };
}

async function listenHttp(fetch: Fetch, { host, port }: { host: string; port: number }): Promise<Server> {
  const server = createAdaptorServer({ fetch: (request) => fetch(request) }) as Server;
  server.listen({ host, port });
  await once(server, 'listening').catch((error: Error) => {
    throw new CommandError(`cannot listen on ${host}:${port}: ${error.message}`);
  });
  return server;
}

function closeServer(server: Server | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (server === undefined) return resolve();
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Node has no datagram sockets of the kind that sd_notify(3) needs; systemd-notify has. */
function notify(terminal: Terminal, words: string[], logger: Logger): void {
  if (!terminal.environment.NOTIFY_SOCKET) return;
  execFile('systemd-notify', [`--pid=${process.pid}`, ...words], (error) => {
    if (error) logger.warn({ err: error }, 'systemd was not notified');
  });
}
