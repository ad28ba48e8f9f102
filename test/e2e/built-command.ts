/** The built command as a process of its own, with nothing of the developer's own settings, keys and known hosts. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from '../lab/run-program.ts';

const root = join(__dirname, '../..');
export const program = join(root, 'dist/muster.js');

export interface CommandOptions {
  /** $MUSTER_HOME, and $HOME too. */
  home: string;
  input?: string;
  workingDirectory?: string;
  /** Another path to the program: a link to it. */
  program?: string;
  /** Programs that run the command in their turn: `['prlimit', '--as=…']`. */
  within?: string[];
  /** More of the environment; nothing of the developer's own is there. */
  environment?: Record<string, string>;
  /** Options of Node's own. */
  node?: string[];
  /** Told every whole line of standard output and standard error as it comes. */
  onLine?: (line: string) => void;
  limitMs?: number;
}

export interface Ran {
  /** null when a signal ended it. */
  code: number | null;
  stdout: string;
  stderr: string;
  /** Both, in the order in which they came. */
  output: string;
}

/** Builds dist/ unless it is newer than every source. */
export async function buildCommand(): Promise<void> {
  const built = statSync(program, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const folders = ['cmd', 'controllers', 'machines', 'schemas', 'server', 'store', 'units', 'scripts'];
  const newest = Math.max(
    ...folders.flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true }).map(
        (name) => statSync(join(root, folder, String(name))).mtimeMs,
      ),
    ),
  );
  if (newest >= built) await runProgram(['node', join(root, 'scripts/build.mjs')]);
}

export function startCommand(argv: string[], options: CommandOptions): ChildProcess {
  const [command = '', ...rest] = [
    ...(options.within ?? []),
    process.execPath,
    ...(options.node ?? []),
    options.program ?? program,
    ...argv,
  ];
  return spawn(command, rest, {
    cwd: options.workingDirectory ?? options.home,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      LC_ALL: 'C.UTF-8',
      HOME: options.home,
      MUSTER_HOME: options.home,
      ...options.environment,
    },
  });
}

/** Runs it to its end. */
export function runCommand(argv: string[], options: CommandOptions): Promise<Ran> {
  const child = startCommand(argv, options);
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(options.input ?? '');
  return ended(child, options);
}

export function ended(
  child: ChildProcess,
  { onLine, limitMs = 120_000 }: Pick<CommandOptions, 'onLine' | 'limitMs'> = {},
): Promise<Ran> {
  const ran: Ran = { code: null, stdout: '', stderr: '', output: '' };
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`muster did not end within ${limitMs} ms; it said:\n${ran.output}`));
    }, limitMs);
    for (const name of ['stdout', 'stderr'] as const) {
      let rest = '';
      child[name]?.on('data', (chunk: Buffer) => {
        ran[name] += chunk.toString();
        ran.output += chunk.toString();
        const lines = (rest + chunk.toString()).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) onLine?.(line);
      });
    }
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ ...ran, code });
    });
  });
}
