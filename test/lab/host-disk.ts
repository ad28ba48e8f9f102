import fs from 'node:fs';
import path from 'node:path';
import type { HostPlace, HostRecord } from './host-record.ts';
import { runProgram, tryProgram } from './run-program.ts';

/**
 * A new, empty disk for the host: a tmpfs with what makes it this host and no other. Returns its new host key.
 * What is put here is what an installer would have written; everything after is the host's own doing.
 */
export async function makeDisk(
  place: HostPlace,
  host: Omit<HostRecord, 'index' | 'subnet' | 'hostKey' | 'booted'>,
): Promise<string> {
  fs.mkdirSync(place.disk, { recursive: true });
  const options = ['mode=755', ...(host.diskSize === undefined ? [] : [`size=${host.diskSize}`])].join(',');
  await runProgram(['mount', '-t', 'tmpfs', 'muster-lab', place.disk, '-o', options]);
  const upper = path.join(place.disk, 'upper');
  for (const directory of ['upper/etc/ssh', 'work', 'root']) {
    fs.mkdirSync(path.join(place.disk, directory), { recursive: true, mode: 0o755 });
  }
  const write = (file: string, content: string, mode = 0o644): void => {
    const target = path.join(upper, file);
    fs.mkdirSync(path.dirname(target), { recursive: true, mode: 0o755 });
    fs.writeFileSync(target, content, { mode });
  };
  write('etc/hostname', `${host.name}\n`);
  write('etc/hosts', `127.0.0.1 localhost\n127.0.1.1 ${host.name}\n`);
  write('etc/machine-id', `${(await runProgram(['systemd-id128', 'new'])).trim()}\n`, 0o444);
  if (host.sudoPassword) write('etc/sudoers.d/deploy', 'deploy ALL=(ALL:ALL) ALL\n', 0o440);
  // Whoever runs user units usually may not become root.
  if (host.scope === 'user') write('etc/sudoers.d/deploy', '# nothing\n', 0o440);
  if (host.scope === 'user') {
    write('var/lib/systemd/linger/deploy', '');
    const pam = fs.readFileSync(path.join(place.template, 'etc/pam.d/sshd'), 'utf8');
    write('etc/pam.d/sshd', `${pam}session  optional pam_systemd.so\n`);
  }
  const key = path.join(upper, 'etc/ssh/ssh_host_ed25519_key');
  await runProgram(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', `root@${host.name}`, '-f', key]);
  return fs.readFileSync(`${key}.pub`, 'utf8').trim().split(' ').slice(0, 2).join(' ');
}

/** Unmounts and removes everything of the host's directory. The host must be dead. */
export async function removeDisk(directory: string): Promise<void> {
  await unmountBelow(directory);
  fs.rmSync(directory, { recursive: true, force: true });
}

/** Unmounts whatever is mounted at `directory` or below, the deepest first. */
export async function unmountBelow(directory: string): Promise<void> {
  for (const mountPoint of mountsBelow(directory)) {
    const { code } = await tryProgram(['umount', mountPoint]);
    // Somebody stands in it: take it out of the tree now, it goes when they go.
    if (code !== 0) await tryProgram(['umount', '--lazy', mountPoint]);
  }
}

export function mountsBelow(directory: string): string[] {
  return fs
    .readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((mountPoint) => mountPoint === directory || mountPoint.startsWith(`${directory}/`))
    .reverse();
}
