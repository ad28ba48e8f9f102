/** Runs programs and tells what they cost: seconds on the clock, and CPU seconds of theirs and of the hosts. */
import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { emptyCgroup, makeCgroup } from '../lab/lab-cgroup.ts';
import { cgroup2Root, labPlace } from '../lab/lab-place.ts';

export interface Cost {
  wallSeconds: number;
  /** Of the programs on this side: commands, servers, ssh clients, whatever they started. */
  clientCpuSeconds: number;
  hostsCpuSeconds: number;
}

export interface Meter {
  /** Runs a program to its end. Rejects, with what it said, when its exit status is none of `accept` (0 unless given). */
  run(argv: string[], options?: RunOptions): Promise<Cost & { output: string }>;
  /** Starts a program that stays; what it costs is counted with what runs meanwhile. */
  start(argv: string[], options?: RunOptions): ChildProcess;
  /** What went on until `work` was done, whoever did it. */
  during(work: () => Promise<void>): Promise<Cost>;
  /** Ends every program that was started, and what they left running. */
  close(): Promise<void>;
}

export interface RunOptions {
  environment?: Record<string, string>;
  directory?: string;
  accept?: number[];
}

export function openMeter(lab: string): Meter {
  const clients = path.join(cgroup2Root(), 'muster-bench', lab);
  const hosts = labPlace(lab).cgroup;
  makeCgroup(clients);
  const cpu = () => ({ client: cpuSeconds(clients), hosts: cpuSeconds(hosts) });

  const start: Meter['start'] = (argv, { environment = {}, directory } = {}) =>
    spawn('/bin/sh', ['-c', 'echo 0 >"$0/cgroup.procs" && exec "$@"', clients, ...argv], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, LC_ALL: 'C', ...environment },
      ...(directory === undefined ? {} : { cwd: directory }),
    });
  const costOf = async (work: () => Promise<void>): Promise<Cost> => {
    const before = cpu();
    const begun = performance.now();
    await work();
    const wallSeconds = (performance.now() - begun) / 1000;
    const after = cpu();
    return {
      wallSeconds,
      clientCpuSeconds: after.client - before.client,
      hostsCpuSeconds: after.hosts - before.hosts,
    };
  };
  return {
    start,
    during: costOf,
    async run(argv, options = {}) {
      let output = '';
      const cost = await costOf(async () => {
        output = await ended(start(argv, options), argv, options.accept ?? [0]);
      });
      return { ...cost, output };
    },
    async close() {
      await emptyCgroup(clients, true);
    },
  };
}

function ended(child: ChildProcess, argv: string[], accept: number[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const said: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => said.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => said.push(chunk));
    child.on('error', reject);
    // Not `close`: an ssh that stays as a master keeps the pipes open.
    child.on('exit', (code, signal) => {
      const output = Buffer.concat(said).toString();
      if (code !== null && accept.includes(code)) resolve(output);
      else
        reject(
          new Error(
            `${argv.join(' ')}: ended with ${code ?? signal}:\n${output.split('\n').slice(-30).join('\n')}`,
          ),
        );
    });
  });
}

function cpuSeconds(cgroup: string): number {
  const text = fs.readFileSync(path.join(cgroup, 'cpu.stat'), 'utf8');
  return Number(/^usage_usec (\d+)$/m.exec(text)?.[1] ?? 0) / 1e6;
}
