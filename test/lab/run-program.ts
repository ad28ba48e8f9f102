import { spawn } from 'node:child_process';
import { LabError } from './lab-error.ts';

export interface ProgramResult {
  /** Exit status; 128 + n when signal n ended it (137 for SIGKILL). */
  code: number;
  stdout: string;
  stderr: string;
}

const SIGNAL_NUMBERS: Record<string, number> = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGPIPE: 13, SIGTERM: 15 };

/** Runs a program of this machine to its end, whatever its exit status. */
export function tryProgram(
  argv: string[],
  options: { input?: string; timeoutMs?: number } = {},
): Promise<ProgramResult> {
  const [program = '', ...args] = argv;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, LC_ALL: 'C' },
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    // A program that ends without reading its input is no error of ours.
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
    const timer =
      options.timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            child.kill('SIGKILL');
            reject(
              new LabError('Timeout', `${argv.join(' ')}: no end after ${options.timeoutMs} ms; killed.`),
            );
          }, options.timeoutMs);
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(new LabError('CommandFailed', `${program} cannot be started: ${error.message}`));
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({
        code: code ?? 128 + (SIGNAL_NUMBERS[signal ?? ''] ?? 0),
        stdout: Buffer.concat(out).toString(),
        stderr: Buffer.concat(err).toString(),
      });
    });
  });
}

/** Runs a program of this machine and returns what it printed; LabError CommandFailed unless it exits 0. */
export async function runProgram(
  argv: string[],
  options: { input?: string; timeoutMs?: number } = {},
): Promise<string> {
  const { code, stdout, stderr } = await tryProgram(argv, options);
  if (code !== 0) {
    throw new LabError(
      'CommandFailed',
      `${argv.join(' ')}: exit status ${code}: ${stderr.trim() || stdout.trim()}`,
    );
  }
  return stdout;
}
