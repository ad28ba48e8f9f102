import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { LabError } from './lab-error.ts';

/** Where everything of one lab is, all derived from its name, so that any process can find and remove all of it. */
export interface LabPlace {
  name: string;
  /** A tmpfs with the keys, the template layer and the records. */
  directory: string;
  /** The lab's branch of the cgroup2 tree; one child per host. */
  cgroup: string;
  /** Network interfaces of the lab begin with one of these; at most 15 characters with what follows. */
  bridge: string;
  linkPrefix: string;
  tapPrefix: string;
}

export const LABS_DIRECTORY = '/run/muster-lab';
const VALID_NAME = /^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/;

/** LabError InvalidName unless `name` can be a host name and a part of paths. */
export function checkName(name: string, what: 'lab' | 'host'): string {
  if (VALID_NAME.test(name)) return name;
  throw new LabError(
    'InvalidName',
    `${JSON.stringify(name)} cannot name a ${what}: use 1 to 32 of a-z, 0-9 and -, no - at either end.`,
  );
}

export function labPlace(name: string): LabPlace {
  checkName(name, 'lab');
  const tag = name.length <= 8 ? name : createHash('sha256').update(name).digest('hex').slice(0, 8);
  return {
    name,
    directory: path.join(LABS_DIRECTORY, name),
    cgroup: path.join(cgroup2Root(), 'muster-lab', name),
    bridge: `mb-${tag}`,
    linkPrefix: `mv-${tag}-`,
    tapPrefix: `mt-${tag}-`,
  };
}

/** cgroup2 alone is at /sys/fs/cgroup; beside the old hierarchies it is at /sys/fs/cgroup/unified. */
export function cgroup2Root(): string {
  for (const line of fs.readFileSync('/proc/self/mounts', 'utf8').split('\n')) {
    const [, mountPoint, type] = line.split(' ');
    if (type === 'cgroup2' && mountPoint !== undefined) return mountPoint;
  }
  throw new LabError('LabUnavailable', 'cgroup2 is mounted nowhere: mount -t cgroup2 cgroup2 /sys/fs/cgroup');
}
