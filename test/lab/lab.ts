import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { makeDisk, removeDisk, unmountBelow } from './host-disk.ts';
import {
  completeSpec,
  type HostRecord,
  type HostSpec,
  hostPlace,
  readRecord,
  readRecords,
  writeRecord,
} from './host-record.ts';
import { emptyCgroup, makeCgroup } from './lab-cgroup.ts';
import { LabError } from './lab-error.ts';
import { LabHost } from './lab-host.ts';
import { withLabLock } from './lab-lock.ts';
import { MAXIMUM_HOSTS, makeBridge, removeInterfaces } from './lab-network.ts';
import { checkName, LABS_DIRECTORY, type LabPlace, labPlace } from './lab-place.ts';
import { labProblem } from './lab-problem.ts';
import { runProgram, tryProgram } from './run-program.ts';
import { waitUntil } from './wait-until.ts';

const TEMPLATE_SCRIPT = fileURLToPath(new URL('prepare-template.sh', import.meta.url));
/** More at once do not boot sooner on a few cores, and each gets slower. */
const BOOTS_AT_ONCE = 6;
/** The cgroup of whoever makes the template, so that it does not go on after a crash; no host can be called that. */
const MAKING_TEMPLATE = '_template';

export interface Lab {
  readonly name: string;
  /** What is up now, in the order in which it was made, whoever made it. */
  readonly hosts: LabHost[];
  /** LabError NoSuchHost when there is none of that name. */
  host(name: string): LabHost;
  /**
   * Makes the hosts and boots them; resolves with exactly those asked for, ready. A number means m1, m2, …
   * Hosts of those names that run are left as they are, those that are off are booted, leavings of a crash are replaced.
   * LabError HostExists when one is up with other options.
   */
  up(hosts: number | HostSpec[]): Promise<LabHost[]>;
  /** Ends every host and removes every trace of the lab; nothing to do when there is none. */
  down(): Promise<void>;
}

/** A lab of that name ($MUSTER_LAB, else `lab`), whether up or not. LabError LabUnavailable says why none can run here. */
export function openLab(options: { name?: string } = {}): Lab {
  const problem = labProblem();
  if (problem !== null) throw new LabError('LabUnavailable', problem);
  const place = labPlace(options.name ?? process.env.MUSTER_LAB ?? 'lab');
  const hosts = (): LabHost[] => readRecords(place).map((record) => new LabHost(place, record));
  return {
    name: place.name,
    get hosts() {
      return hosts();
    },
    host(name) {
      const found = hosts().find((host) => host.name === name);
      if (found) return found;
      const names = hosts().map((host) => host.name);
      throw new LabError(
        'NoSuchHost',
        `Lab ${place.name} has no host ${name}${names.length > 0 ? `, it has ${names.join(', ')}` : ''}: npm run lab -- list`,
      );
    },
    up: (wanted) => withLabLock(place.name, () => bringUp(place, wanted)),
    down: () => withLabLock(place.name, () => takeDown(place)),
  };
}

/** The YAML of the hosts' Machines, for `muster apply -f -`. */
export function machineManifests(hosts: LabHost[]): string {
  return hosts.map((host) => stringify(host.machineManifest(), { lineWidth: 0 })).join('---\n');
}

async function bringUp(place: LabPlace, wanted: number | HostSpec[]): Promise<LabHost[]> {
  const specs =
    typeof wanted === 'number' ? Array.from({ length: wanted }, (_, i) => ({ name: `m${i + 1}` })) : wanted;
  for (const spec of specs) checkName(spec.name, 'host');
  const repeated = specs.find(
    (spec, index) => specs.findIndex((other) => other.name === spec.name) !== index,
  );
  if (repeated) throw new LabError('InvalidName', `Two hosts cannot both be called ${repeated.name}.`);
  const subnet = await prepare(place);
  await removeLeavings(place);
  const taken = new Set(readRecords(place).map((record) => record.index));
  const planned = specs.map((spec) => {
    const present = readRecord(place, spec.name);
    if (present) return checkSame(spec, present);
    const index = Array.from({ length: MAXIMUM_HOSTS }, (_, i) => i).find((i) => !taken.has(i));
    if (index === undefined)
      throw new LabError('NoFreeSubnet', `A lab has room for ${MAXIMUM_HOSTS} hosts: open another.`);
    taken.add(index);
    return { ...completeSpec(spec), index, subnet, hostKey: '', booted: false };
  });
  await inTurns(planned, BOOTS_AT_ONCE, async (record) => {
    if (record.hostKey === '') {
      const hostKey = await makeDisk(hostPlace(place, record), record);
      writeRecord(place, { ...record, hostKey });
    }
    await new LabHost(place, record).boot();
  });
  return planned.map((record) => new LabHost(place, record));
}

/** The directory, the keys, the bridge and the template: all that hosts share. Returns the lab's subnet. */
async function prepare(place: LabPlace): Promise<number> {
  raise('/proc/sys/fs/inotify/max_user_instances', 8192);
  raise('/proc/sys/fs/inotify/max_user_watches', 524288);
  const subnet = await withLabLock('all labs/', async () => {
    fs.mkdirSync(place.directory, { recursive: true });
    makeCgroup(place.cgroup);
    return makeBridge(place);
  });
  const complete = path.join(place.directory, 'complete');
  if (fs.existsSync(complete)) return subnet;
  const making = path.join(place.cgroup, MAKING_TEMPLATE);
  await emptyCgroup(making, true);
  await unmountBelow(place.directory);
  await runProgram(['mount', '-t', 'tmpfs', 'muster-lab', place.directory, '-o', 'mode=755']);
  fs.mkdirSync(path.join(place.directory, 'hosts'));
  const key = path.join(place.directory, 'id_ed25519');
  await runProgram(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', `lab ${place.name}`, '-f', key]);
  makeCgroup(making);
  const enter = ['/bin/sh', '-c', 'echo 0 >"$0/cgroup.procs" && exec "$@"', making];
  await runProgram([...enter, 'unshare', '--mount', '/bin/bash', TEMPLATE_SCRIPT, place.directory]);
  await emptyCgroup(making, true);
  fs.writeFileSync(complete, '');
  return subnet;
}

/** Hosts that never got ready, because whoever booted them died: nothing of theirs is worth keeping. */
async function removeLeavings(place: LabPlace): Promise<void> {
  for (const name of fs.readdirSync(path.join(place.directory, 'hosts'))) {
    if (readRecord(place, name)?.booted) continue;
    await emptyCgroup(path.join(place.cgroup, name), true);
    await removeDisk(path.join(place.directory, 'hosts', name));
  }
}

async function takeDown(place: LabPlace): Promise<void> {
  await emptyCgroup(place.cgroup, true);
  for (const host of readRecords(place)) {
    await tryProgram(['ip', 'route', 'delete', 'unreachable', hostPlace(place, host).ip]);
  }
  await removeInterfaces(place);
  await waitUntil(`the end of ${place.directory}`, async () => {
    await unmountBelow(place.directory);
    try {
      fs.rmSync(place.directory, { recursive: true, force: true });
      return true;
    } catch {
      // A program that a killed command left behind mounted something in this very moment.
      return false;
    }
  });
  await withLabLock('all labs/', async () => {
    for (const shared of [LABS_DIRECTORY, path.dirname(place.cgroup)]) {
      try {
        fs.rmdirSync(shared);
      } catch {
        // Other labs are up.
      }
    }
  });
}

function checkSame(spec: HostSpec, present: HostRecord): HostRecord {
  const { name, login, sudoPassword, scope, diskSize } = present;
  if (JSON.stringify(completeSpec(spec)) === JSON.stringify({ name, login, sudoPassword, scope, diskSize }))
    return present;
  throw new LabError('HostExists', `${name} is up already with other options: npm run lab -- down, then up.`);
}

/** A systemd needs about ten inotify instances; the kernel's limit of 128 for root ends at ten hosts. */
function raise(file: string, least: number): void {
  if (Number(fs.readFileSync(file, 'utf8')) < least) fs.writeFileSync(file, String(least));
}

/** Does `work` for all, at most `width` at a time; rejects with the first failure when those begun have ended. */
async function inTurns<T>(items: T[], width: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const failures: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined && failures.length === 0; item = queue.shift()) {
      await work(item).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  if (failures.length > 0) throw failures[0];
}
