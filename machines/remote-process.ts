/** A program on a machine as a RemoteProcess: argv goes as it is, nothing is interpreted by a shell. */
import { pipeline, Readable } from 'node:stream';
import type { ClientChannel } from 'ssh2';
import type { SshConnection } from './connect.ts';
import { exitStatus, newMarker, prelude, sudoPrefix } from './exec-script.ts';
import { LinkError, type RemoteProcess } from './link.ts';
import { afterMarker } from './marker-filter.ts';
import { loginShellCommand } from './quote.ts';

export interface ProcessOptions {
  tty?: { term: string; columns: number; rows: number };
  sudo: boolean;
  deadlineMs: number;
}

/** With a terminal, output is passed on from the first byte: a marker line would show. */
const plainPrelude = `{ ${prelude.trim().split('\n').join('\n')}\n} >/dev/null 2>&1`;

export async function startProcess(
  connection: SshConnection,
  argv: string[],
  { tty, sudo, deadlineMs }: ProcessOptions,
): Promise<RemoteProcess> {
  if (argv.length === 0) throw new LinkError('ProtocolError', 'there is no program to run');
  const marker = newMarker();
  const before = tty === undefined ? prelude : plainPrelude;
  const command = loginShellCommand(`${before}\nexec "$@"`, [marker, ...argv], sudo ? sudoPrefix : []);
  const channel = await connection.exec(command, {
    lane: 'stream',
    tty: tty === undefined ? undefined : { term: tty.term, cols: tty.columns, rows: tty.rows },
    deadlineMs,
  });
  const process: RemoteProcess = {
    stdin: channel,
    stdout: tty === undefined ? filtered(channel, marker) : channel,
    stderr: tty === undefined ? filtered(channel.stderr, marker) : channel.stderr,
    exit: exitOf(channel, connection),
    kill(signal = 'TERM') {
      try {
        channel.signal(signal.replace(/^SIG/, ''));
      } catch {
        // Ended already.
      }
    },
    resize(columns, rows) {
      channel.setWindow(rows, columns, 0, 0);
    },
  };
  // Whoever only wants the output need not ask for the status.
  process.exit.catch(() => undefined);
  return process;
}

function filtered(source: Readable, marker: string): Readable {
  const filter = afterMarker(marker);
  pipeline(source, filter, () => undefined);
  return filter;
}

function exitOf(channel: ClientChannel, connection: SshConnection): Promise<number> {
  return new Promise((resolve, reject) => {
    let status: number | null = null;
    channel.on('exit', (code: number | null, signal?: string) => {
      status = exitStatus(code, signal);
    });
    channel.on('error', () => undefined);
    channel.on('close', () => {
      if (status !== null) resolve(status);
      else
        reject(
          connection.lost ??
            new LinkError(
              'ConnectionLost',
              `the connection to ${connection.target.machine} broke off in the middle of a command`,
            ),
        );
    });
  });
}
