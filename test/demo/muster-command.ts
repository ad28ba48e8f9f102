import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { waitUntil } from '../lab/wait-until.ts';
import type { DemoPlace } from './demo-place.ts';

/** The command as `npm run build` made it, with the demo's home. */
export interface MusterCommand {
  /** Runs it before the user's eyes; answers with its exit code. */
  show(args: string[]): Promise<number>;
  /** What it prints, read as JSON; an Error with what it complained of unless it exits 0. */
  read<T>(args: string[]): Promise<T>;
  /** Starts `muster serve` in the background; resolves when its API answers. Should it end by itself, it is started again. */
  serve(): Promise<void>;
  /** From now on a server that ends stays ended. */
  letGo(): void;
}

const repository = fileURLToPath(new URL('../..', import.meta.url));
export const program = path.join(repository, 'dist/muster.js');

/** `onRestart` is told how the server ended when it had to be started again. */
export function musterCommand(
  place: DemoPlace,
  signal: AbortSignal,
  onRestart: (how: string) => void,
): MusterCommand {
  let kept = true;
  const common = { cwd: repository, env: place.environment, signal };
  return {
    show: (args) =>
      new Promise((resolve, reject) => {
        const child = spawn(process.execPath, [program, ...args], { ...common, stdio: 'inherit' });
        child.on('error', reject);
        child.on('close', (code) => resolve(code ?? 1));
      }),
    read: <T>(args: string[]) =>
      new Promise<T>((resolve, reject) => {
        const child = spawn(process.execPath, [program, ...args], {
          ...common,
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        let output = '';
        let complaint = '';
        child.stdout.on('data', (chunk) => (output += chunk));
        child.stderr.on('data', (chunk) => (complaint += chunk));
        child.on('error', reject);
        child.on('close', (code) => {
          if (code === 0) resolve(JSON.parse(output) as T);
          else reject(new Error(`muster ${args.join(' ')}: exit code ${code}: ${complaint.trim()}`));
        });
      }),
    async serve() {
      const child = startServer(place);
      child.on('exit', (code, by) => {
        if (!kept || signal.aborted) return;
        onRestart(by ?? `exit code ${code}`);
        startServer(place);
      });
      await waitUntil('muster serve', async () => {
        if (child.exitCode !== null) {
          throw new Error(
            `muster serve ended: ${fs.readFileSync(path.join(place.home, 'serve.log'), 'utf8')}`,
          );
        }
        return answers(path.join(place.home, 'muster.sock'));
      });
    },
    letGo() {
      kept = false;
    },
  };
}

/** A session of its own: Ctrl-C is for the demo, which then ends the server itself. */
function startServer(place: DemoPlace): ChildProcess {
  const output = fs.openSync(path.join(place.home, 'serve.log'), 'a');
  const child = spawn(process.execPath, [program, 'serve'], {
    cwd: repository,
    env: place.environment,
    detached: true,
    stdio: ['ignore', output, output],
  });
  fs.closeSync(output);
  child.unref();
  return child;
}

function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(socketPath);
    socket.on('error', () => resolve(false));
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}
