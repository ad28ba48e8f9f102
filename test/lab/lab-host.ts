import fs from 'node:fs';
import path from 'node:path';
import { initOf, launch, ready, runInside } from './host-boot.ts';
import { makeDisk, removeDisk } from './host-disk.ts';
import {
  completeSpec,
  type HostPlace,
  type HostRecord,
  hostPlace,
  readRecord,
  writeRecord,
} from './host-record.ts';
import { emptyCgroup } from './lab-cgroup.ts';
import { LabError } from './lab-error.ts';
import { withLabLock } from './lab-lock.ts';
import { pinNeighbour } from './lab-network.ts';
import type { LabPlace } from './lab-place.ts';
import { slowDown, speedUp } from './link-delay.ts';
import { type ProgramResult, runProgram, tryProgram } from './run-program.ts';

/** The counterpart of `kind: Machine` in a manifest. */
export interface MachineManifest {
  apiVersion: 'muster.dev/v1';
  kind: 'Machine';
  metadata: { name: string; labels: Record<string, string> };
  spec: {
    ssh: { host: string; port: number; user: string; identityFile: string; hostKey: string };
    sudo?: true;
    scope?: 'user';
  };
}

/** One host of a lab. It lives on without this object and this process; another may hold a handle of its own. */
export class LabHost {
  readonly name: string;
  readonly ip: string;
  /** Whom the manifest logs in as. */
  readonly user: 'root' | 'deploy';
  readonly identityFile: string;
  readonly #lab: LabPlace;
  readonly #place: HostPlace;

  /** For lab.ts: hosts come from `Lab.up` and `Lab.hosts`. */
  constructor(lab: LabPlace, record: HostRecord) {
    this.#lab = lab;
    this.#place = hostPlace(lab, record);
    this.name = record.name;
    this.ip = this.#place.ip;
    this.user = record.login;
    this.identityFile = this.#place.identityFile;
  }

  /** `ssh-ed25519 AAAA…`, another one after each rebuild. */
  get hostKey(): string {
    return this.record.hostKey;
  }

  /** LabError NoSuchHost when the lab was taken down meanwhile. */
  get record(): HostRecord {
    const record = readRecord(this.#lab, this.name);
    if (record !== undefined) return record;
    throw new LabError(
      'NoSuchHost',
      `Lab ${this.#lab.name} has no host ${this.name} any more: npm run lab -- list`,
    );
  }

  /** The process id of the host's systemd on this machine; undefined when it is off. */
  get initPid(): number | undefined {
    return initOf(this.#place);
  }

  /** The directory on this machine that holds all that has been written on the host's disk since it was installed, and nothing else. */
  get written(): string {
    return path.join(this.#place.disk, 'upper');
  }

  machineManifest(): MachineManifest {
    const { login, scope, hostKey } = this.record;
    return {
      apiVersion: 'muster.dev/v1',
      kind: 'Machine',
      metadata: { name: this.name, labels: { lab: this.#lab.name } },
      spec: {
        ssh: { host: this.ip, port: 22, user: login, identityFile: this.identityFile, hostKey },
        ...(scope === 'user' ? { scope: 'user' } : login === 'root' ? {} : { sudo: true }),
      },
    };
  }

  /** argv of an ssh client that logs in with the lab's key, strict about the host key; `user` is root unless given. */
  sshArguments(user: string = 'root'): string[] {
    const knownHosts = this.#knownHosts();
    const options = {
      IdentityFile: this.identityFile,
      IdentitiesOnly: 'yes',
      UserKnownHostsFile: knownHosts,
      GlobalKnownHostsFile: '/dev/null',
      StrictHostKeyChecking: 'yes',
      ConnectTimeout: '10',
      // OpenSSH's first choice costs twice the CPU time.
      KexAlgorithms: 'curve25519-sha256',
      LogLevel: 'ERROR',
    };
    const flags = Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
    return ['ssh', '-F', '/dev/null', ...flags, `${user}@${this.ip}`];
  }

  /** A command line for the login shell of `user` (root unless given), through ssh. Never rejects for its exit status. */
  ssh(
    command: string,
    options: { user?: string; input?: string; timeoutMs?: number } = {},
  ): Promise<ProgramResult> {
    const [program = 'ssh', ...rest] = this.sshArguments(options.user);
    return tryProgram([program, '-o', 'BatchMode=yes', ...rest, command], options);
  }

  /**
   * A shell command line as root inside the host, not through the network: ten times faster than ssh, and it works while the
   * host is cut off. Never rejects for its exit status. LabError NotRunning when the host is off.
   */
  run(command: string, options: { input?: string; timeoutMs?: number } = {}): Promise<ProgramResult> {
    return runInside(this.#place, this.name, ['/bin/sh', '-c', command], options);
  }

  /**
   * The network between this machine (and the other hosts) and the host, until `heal`.
   * drop: the cable is out, packets vanish without an answer. reject: this machine's packets to the host are refused at once
   * ("no route to host") and its open connections are reset.
   */
  async cut(mode: 'drop' | 'reject' = 'drop'): Promise<void> {
    if (mode === 'drop') {
      await runProgram(['ip', 'link', 'set', this.#place.link, 'down']);
      return;
    }
    await runProgram(['ip', 'route', 'replace', 'unreachable', this.ip]);
    // Where the kernel cannot close other people's sockets they time out instead.
    await tryProgram(['ss', '--kill', '--tcp', 'dst', this.ip]);
  }

  /** Takes back `cut` and `slow`. */
  async heal(): Promise<void> {
    await speedUp(this.#place);
    await tryProgram(['ip', 'route', 'delete', 'unreachable', this.ip]);
    await runProgram(['ip', 'link', 'set', this.#place.link, 'up']);
  }

  /** Round trips to the host take `milliseconds` longer, until `heal` or slow(0). */
  async slow(milliseconds: number): Promise<void> {
    await speedUp(this.#place);
    if (milliseconds > 0) await slowDown(this.#place, milliseconds);
  }

  /** Stops or continues every process of the host at once; the kernel still accepts connections for it. */
  async freeze(on: boolean): Promise<void> {
    fs.writeFileSync(path.join(this.#place.cgroup, 'payload', 'cgroup.freeze'), on ? '1' : '0');
  }

  /** The power is cut. The disk stays as it is. */
  kill(): Promise<void> {
    return this.#locked(() => this.#off());
  }

  /** Switches a host that is off on; resolves when it is ready. Nothing to do for one that runs. */
  boot(): Promise<void> {
    return this.#locked(() => this.#on());
  }

  /** The reset button: power off and on, the disk stays, the boot id is new; resolves when it is ready. */
  reboot(): Promise<void> {
    return this.#locked(async () => {
      await this.#off();
      await this.#on();
    });
  }

  /** A new machine under the old name and address: empty disk, new host key, new machine id; resolves when it is ready. */
  rebuild(): Promise<void> {
    return this.#locked(async () => {
      await this.#off();
      await removeDisk(this.#place.disk);
      const record = this.record;
      writeRecord(this.#lab, { ...record, hostKey: await makeDisk(this.#place, completeSpec(record)) });
      await this.#on();
    });
  }

  /** Remounts the disk with just the room it uses now (`full`), so that every write fails with ENOSPC, or with its own size. */
  async fillDisk(full: boolean): Promise<void> {
    let size = this.record.diskSize ?? '50%';
    if (full) {
      const { blocks, bfree, bsize } = await fs.promises.statfs(this.#place.disk);
      size = String((blocks - bfree) * bsize);
    }
    await runProgram(['mount', '-o', `remount,size=${size}`, this.#place.disk]);
  }

  /** Replaced whole, and only after a rebuild: another ssh client may be reading it. */
  #knownHosts(): string {
    const file = path.join(this.#place.directory, 'known_hosts');
    const content = `${this.ip} ${this.hostKey}\n`;
    if (!fs.existsSync(file) || fs.readFileSync(file, 'utf8') !== content) {
      fs.writeFileSync(`${file}.${process.pid}`, content);
      fs.renameSync(`${file}.${process.pid}`, file);
    }
    return file;
  }

  async #on(): Promise<void> {
    await pinNeighbour(this.#lab, this.ip, this.#place.mac);
    if (initOf(this.#place) === undefined) {
      // What is left of it is dying, or was left half booted.
      await this.#off();
      launch(this.#place, this.record);
    }
    await ready(this.#place, this.record);
    if (!this.record.booted) writeRecord(this.#lab, { ...this.record, booted: true });
  }

  async #off(): Promise<void> {
    await speedUp(this.#place);
    await emptyCgroup(this.#place.cgroup, true);
    await tryProgram(['ip', 'link', 'delete', this.#place.link]);
    await tryProgram(['ip', 'route', 'delete', 'unreachable', this.ip]);
  }

  #locked<T>(work: () => Promise<T>): Promise<T> {
    return withLabLock(`${this.#lab.name}/${this.name}`, work);
  }
}
