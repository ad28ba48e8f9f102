/** A program on a machine as a RemoteProcess: argv goes as it is, nothing is interpreted by a shell. */
import { pipeline, type Readable } from 'node:stream';
import type { SshConnection } from './connect.ts';
import { newMarker, prelude, signalProcess, sudoPrefix } from './exec-script.ts';
import { exitStatus } from './exit-status.ts';
import { LinkError, type RemoteProcess } from './link.ts';
import { afterMarker, type MarkerFilter, markerFilter } from './marker-filter.ts';
import { loginShellCommand } from './quote.ts';

export interface ProcessOptions {
  tty?: { term: string; columns: number; rows: number };
  sudo: boolean;
  deadlineMs: number;
}

/** With a terminal, output is passed on from the first byte: a marker line would show. */
const plainPrelude = `{ ${prelude}} >/dev/null 2>&1`;

export async function startProcess(
  connection: SshConnection,
  argv: string[],
  { tty, sudo, deadlineMs }: ProcessOptions,
): Promise<RemoteProcess> {
  if (argv.length === 0) throw new LinkError('ProtocolError', 'there is no program to run');
  const marker = newMarker();
  const before = tty === undefined ? prelude : plainPrelude;
  const command = loginShellCommand(`${before}\nexec "$@"`, [marker, ...argv], sudo ? sudoPrefix : []);
  const { channel, ended } = await connection.exec(command, {
    lane: 'stream',
    tty: tty === undefined ? undefined : { term: tty.term, cols: tty.columns, rows: tty.rows },
    deadlineMs,
  });
  // EPIPE and the like: the exit status tells.
  channel.on('error', () => undefined);
  const out = markerFilter(marker);
  let killedBy = '';
  const send = (): void => {
    // The first output may still be the login profile's: without the process id there is nobody to tell.
    if (out.pid === 0) channel.once('data', send);
    else signalProcess(connection, out.pid, killedBy, sudo).catch(() => channel.close());
  };
  const process: RemoteProcess = {
    stdin: channel,
    stdout: tty === undefined ? filtered(channel, out) : channel,
    stderr: tty === undefined ? filtered(channel.stderr, markerFilter(marker)) : channel.stderr,
    exit: exitOf(ended, connection, () => killedBy),
    kill(signal = 'TERM') {
      killedBy = signal.replace(/^SIG/, '');
      // sshd hangs up on a terminal's programs.
      if (tty === undefined) send();
      else channel.close();
    },
    resize(columns, rows) {
      channel.setWindow(rows, columns, 0, 0);
    },
  };
  // Whoever only wants the output need not ask for the status.
  process.exit.catch(() => undefined);
  return process;
}

function filtered(source: Readable, marker: MarkerFilter): Readable {
  const filter = afterMarker(marker);
  pipeline(source, filter, () => undefined);
  return filter;
}

async function exitOf(
  ended: Promise<number | null>,
  connection: SshConnection,
  killedBy: () => string,
): Promise<number> {
  const status = await ended;
  if (status !== null) return status;
  if (killedBy() !== '' && connection.lost === null) return exitStatus(null, killedBy());
  throw (
    connection.lost ??
    new LinkError(
      'ConnectionLost',
      `the connection to ${connection.target.machine} broke off in the middle of a command`,
    )
  );
}
