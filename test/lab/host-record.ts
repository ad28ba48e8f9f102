import fs from 'node:fs';
import path from 'node:path';
import { hostAddress, hostMac } from './lab-network.ts';
import type { LabPlace } from './lab-place.ts';

/** How a host is to be; what is left out is the default. */
export interface HostSpec {
  name: string;
  /** Whom the manifest logs in as: `root` (default), or `deploy`, who may do everything by `sudo -n`. */
  login?: 'root' | 'deploy';
  /** deploy's sudo asks for a password (it is `deploy`), so `sudo -n` fails. Implies login deploy. */
  sudoPassword?: boolean;
  /** `user`: units of deploy's own `systemctl --user`, with linger, no sudo. Implies login deploy. */
  scope?: 'system' | 'user';
  /** The most the disk holds, as mount's size= has it: `64m`. Without it, half of this machine's memory. */
  diskSize?: string;
}

/** What the lab remembers of a host in HOST/host.json: enough for any process to carry on. */
export interface HostRecord {
  name: string;
  login: 'root' | 'deploy';
  sudoPassword: boolean;
  scope: 'system' | 'user';
  diskSize: string | undefined;
  index: number;
  subnet: number;
  /** `ssh-ed25519 AAAA…` */
  hostKey: string;
  /** It has been ready once. Without this, whoever made it died on the way. */
  booted: boolean;
}

/** Where the parts of one host are; every name is derived from the record. */
export interface HostPlace {
  directory: string;
  /** Its own tmpfs: upper/, work/ and root/. */
  disk: string;
  log: string;
  template: string;
  identityFile: string;
  cgroup: string;
  bridge: string;
  link: string;
  tap: string;
  ip: string;
  gateway: string;
  mac: string;
}

export function hostPlace(lab: LabPlace, record: { name: string; index: number; subnet: number }): HostPlace {
  const directory = path.join(lab.directory, 'hosts', record.name);
  return {
    directory,
    disk: path.join(directory, 'disk'),
    log: path.join(directory, 'log'),
    template: path.join(lab.directory, 'template'),
    identityFile: path.join(lab.directory, 'id_ed25519'),
    cgroup: path.join(lab.cgroup, record.name),
    bridge: lab.bridge,
    link: `${lab.linkPrefix}${record.index}`,
    tap: `${lab.tapPrefix}${record.index}`,
    ip: hostAddress(record.subnet, record.index),
    gateway: `10.213.${record.subnet}.1`,
    mac: hostMac(record.subnet, record.index),
  };
}

export function completeSpec(spec: HostSpec): Omit<HostRecord, 'index' | 'subnet' | 'hostKey' | 'booted'> {
  const scope = spec.scope ?? 'system';
  const sudoPassword = spec.sudoPassword ?? false;
  const login = scope === 'user' || sudoPassword ? 'deploy' : (spec.login ?? 'root');
  return { name: spec.name, login, sudoPassword, scope, diskSize: spec.diskSize };
}

export function readRecord(lab: LabPlace, name: string): HostRecord | undefined {
  try {
    return JSON.parse(
      fs.readFileSync(path.join(lab.directory, 'hosts', name, 'host.json'), 'utf8'),
    ) as HostRecord;
  } catch {
    return undefined;
  }
}

/** Written whole or not at all: the file is renamed into its place. */
export function writeRecord(lab: LabPlace, record: HostRecord): void {
  const file = path.join(lab.directory, 'hosts', record.name, 'host.json');
  fs.writeFileSync(`${file}.new`, `${JSON.stringify(record, null, 2)}\n`);
  fs.renameSync(`${file}.new`, file);
}

/** The hosts of a lab in the order in which they were made; of a lab that is down, none. */
export function readRecords(lab: LabPlace): HostRecord[] {
  let names: string[];
  try {
    names = fs.readdirSync(path.join(lab.directory, 'hosts'));
  } catch {
    return [];
  }
  return names
    .map((name) => readRecord(lab, name))
    .filter((record) => record !== undefined)
    .sort((a, b) => a.index - b.index);
}
