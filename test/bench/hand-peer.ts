/** The script written by hand (by-hand.sh), over open connections or new ones. */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LabHost } from '../lab/lab-host.ts';
import type { Cost, Meter } from './meter.ts';
import { type BenchUnit, unitFile } from './workload.ts';

const script = fileURLToPath(new URL('by-hand.sh', import.meta.url));

export interface HandPeer {
  /** The ssh client's configuration: with ControlMaster (`warm`) or without. */
  readonly config: Record<'warm' | 'cold', string>;
  /** Opens the connections that `warm` uses. */
  open(): Promise<void>;
  write(units: readonly BenchUnit[]): void;
  apply(connections: 'warm' | 'cold', changed?: string[]): Promise<Cost>;
  read(connections: 'warm' | 'cold'): Promise<Cost>;
}

export function handPeer(meter: Meter, hosts: readonly LabHost[], directory: string): HandPeer {
  const folder = path.join(directory, 'by-hand');
  const config = { warm: path.join(directory, 'ssh_warm'), cold: path.join(directory, 'ssh_cold') };
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(config.cold, sshConfig(hosts, ''));
  fs.writeFileSync(
    config.warm,
    sshConfig(hosts, `  ControlMaster auto\n  ControlPersist yes\n  ControlPath ${directory}/%h\n`),
  );
  const run = (verb: string, connections: 'warm' | 'cold', more: string[] = []) =>
    meter.run([script, verb, config[connections], folder, ...more]);
  return {
    config,
    async open() {
      await run('open', 'warm');
    },
    write(units) {
      fs.rmSync(folder, { recursive: true, force: true });
      for (const host of hosts) fs.mkdirSync(path.join(folder, host.name), { recursive: true });
      for (const unit of units) fs.writeFileSync(path.join(folder, unit.host, unit.name), unitFile(unit));
    },
    apply: (connections, changed = []) => run('apply', connections, changed),
    read: (connections) => run('read', connections),
  };
}

function sshConfig(hosts: readonly LabHost[], more: string): string {
  return hosts
    .map((host) => {
      const words = host.sshArguments();
      const options = words.flatMap((word, index) =>
        words[index - 1] === '-o' ? [word.replace('=', ' ')] : [],
      );
      return `Host ${host.name}\n  HostName ${host.ip}\n  User root\n${options.map((option) => `  ${option}\n`).join('')}${more}`;
    })
    .join('');
}
