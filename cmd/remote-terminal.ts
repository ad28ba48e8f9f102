import { pipeline } from 'node:stream/promises';
import { connect } from '../machines/connect.ts';
import { LinkError } from '../machines/link.ts';
import { startProcess } from '../machines/remote-process.ts';
import type { ConnectTarget } from '../machines/ssh-target.ts';
import type { Context } from './command.ts';
import { CommandError } from './command-error.ts';

const startDeadlineMs = 15_000;
/** ssh's own code for an error of the connection. */
const connectionFailed = 255;

/** The account's own shell, as a login shell in its home folder. */
const loginShell = ['sh', '-c', 'cd; exec "$SHELL" -l'];

/** Connects this terminal with a program there; the result is the program's exit status. */
export async function runOnMachine(
  context: Context,
  target: ConnectTarget,
  program: string[],
  options: { tty: boolean; sudo: boolean },
): Promise<number> {
  const { stdin, stdout, stderr, environment, signal } = context.terminal;
  const terminal = options.tty && stdin.isTTY === true && stdout.isTTY === true;
  try {
    const connection = await connect(target, { signal });
    try {
      const process_ = await startProcess(connection, program.length > 0 ? program : loginShell, {
        ...(terminal
          ? {
              tty: {
                term: environment.TERM ?? 'xterm',
                columns: stdout.columns || 80,
                rows: stdout.rows || 24,
              },
            }
          : {}),
        sudo: options.sudo,
        deadlineMs: startDeadlineMs,
      });
      const resize = () => process_.resize(stdout.columns || 80, stdout.rows || 24);
      if (terminal) {
        // Every key, Ctrl-C too, belongs to the other side.
        stdin.setRawMode?.(true);
        stdout.on('resize', resize);
      }
      try {
        stdin.pipe(process_.stdin);
        const printed = Promise.all([
          pipeline(process_.stdout, stdout, { end: false }),
          pipeline(process_.stderr, stderr, { end: false }),
        ]);
        const status = await process_.exit;
        await printed;
        return status;
      } finally {
        stdin.unpipe(process_.stdin);
        stdin.pause();
        stdout.off('resize', resize);
        if (terminal) stdin.setRawMode?.(false);
      }
    } finally {
      await connection.close();
    }
  } catch (error) {
    if (error instanceof LinkError)
      throw new CommandError(`${error.reason}: ${error.message}`, connectionFailed);
    throw error;
  }
}
