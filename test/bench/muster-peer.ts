/** The built muster command, with a server on its home folder or without one. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { machineManifests } from '../lab/lab.ts';
import type { LabHost } from '../lab/lab-host.ts';
import { waitUntil } from '../lab/wait-until.ts';
import type { Cost, Meter } from './meter.ts';
import { type BenchUnit, manifests } from './workload.ts';

const program = fileURLToPath(new URL('../../dist/muster.js', import.meta.url));

export interface MusterPeer {
  write(units: readonly BenchUnit[]): void;
  /** Forgets all that was stored; not while a server runs. */
  forget(): void;
  serve(): Promise<{ pid: number; stop(): Promise<void> }>;
  command(words: string[], accept?: number[]): Promise<Cost & { output: string }>;
  apply(): Promise<Cost>;
  /** Makes the machines known, and nothing else. */
  applyMachines(): Promise<Cost>;
  /** Rejects unless nothing differs. */
  diff(): Promise<Cost>;
  /** Takes all units off the hosts. */
  remove(): Promise<Cost>;
}

export function musterPeer(meter: Meter, hosts: readonly LabHost[], directory: string): MusterPeer {
  const home = path.join(directory, 'home');
  const folder = path.join(directory, 'units');
  const machinesFile = path.join(directory, 'machines.yaml');
  const environment = { MUSTER_HOME: home, MUSTER_CONFIG: '' };
  const command: MusterPeer['command'] = (words, accept = [0]) =>
    meter.run([process.execPath, program, ...words], { environment, accept });
  return {
    command,
    write(units) {
      fs.rmSync(folder, { recursive: true, force: true });
      fs.mkdirSync(folder, { recursive: true });
      fs.writeFileSync(machinesFile, machineManifests([...hosts]));
      for (const [name, text] of manifests(hosts, units)) fs.writeFileSync(path.join(folder, name), text);
    },
    forget() {
      fs.rmSync(home, { recursive: true, force: true });
    },
    async serve() {
      const server = meter.start([process.execPath, program, 'serve', '--log-level', 'warn'], {
        environment,
      });
      const said: Buffer[] = [];
      server.stdout?.on('data', (chunk: Buffer) => said.push(chunk));
      server.stderr?.on('data', (chunk: Buffer) => said.push(chunk));
      await waitUntil('muster serve', () => {
        if (server.exitCode !== null) throw new Error(`muster serve ended: ${Buffer.concat(said)}`);
        return fs.existsSync(path.join(home, 'muster.sock'));
      });
      return { pid: server.pid ?? 0, stop: () => stop(server) };
    },
    apply: () => command(['apply', '-f', machinesFile, '-f', folder]),
    applyMachines: () => command(['apply', '-f', machinesFile]),
    diff: () => command(['diff', '-f', machinesFile, '-f', folder]),
    remove: () => command(['delete', '-f', folder]),
  };
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  server.kill('SIGTERM');
  await ended;
}
