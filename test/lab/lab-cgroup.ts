import fs from 'node:fs';
import path from 'node:path';
import { waitUntil } from './wait-until.ts';

/**
 * Makes the directory and those above it, and passes down to it every controller that the root of the tree hands out. What
 * that is stays the business of this machine's own systemd.
 */
export function makeCgroup(directory: string): void {
  if (fs.existsSync(directory)) return;
  const parent = path.dirname(directory);
  makeCgroup(parent);
  // Only the root of the tree has no cgroup.type.
  if (fs.existsSync(path.join(parent, 'cgroup.type'))) passControllers(parent);
  fs.mkdirSync(directory, { recursive: true });
}

function passControllers(group: string): void {
  const controllers = fs.readFileSync(path.join(group, 'cgroup.controllers'), 'utf8').trim().split(' ');
  try {
    for (const controller of controllers.filter(Boolean)) {
      fs.writeFileSync(path.join(group, 'cgroup.subtree_control'), `+${controller}`);
    }
  } catch {
    // Without a controller a host boots all the same; only limits such as MemoryMax= do nothing there.
  }
}

/** The process ids in a cgroup and below, as this machine numbers them. */
export function processesOf(directory: string): number[] {
  const found: number[] = [];
  for (const group of subtree(directory)) {
    try {
      for (const line of fs.readFileSync(path.join(group, 'cgroup.procs'), 'utf8').split('\n')) {
        if (line !== '' && line !== '0') found.push(Number(line));
      }
    } catch {
      // Gone between the listing and the reading.
    }
  }
  return found;
}

/** Kills every process of the cgroup and below until none is left; with `remove`, removes the cgroup too. */
export async function emptyCgroup(directory: string, remove: boolean): Promise<void> {
  await waitUntil(`the end of all processes in ${directory}`, () => {
    if (!fs.existsSync(directory)) return true;
    try {
      fs.writeFileSync(path.join(directory, 'cgroup.kill'), '1');
    } catch {
      // cgroup.kill came with Linux 5.14.
      for (const pid of processesOf(directory)) {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // Ended by itself.
        }
      }
    }
    if (processesOf(directory).length > 0) return false;
    if (!remove) return true;
    try {
      for (const group of subtree(directory).reverse()) fs.rmdirSync(group);
      return true;
    } catch {
      // A zombie, or a launcher that came in at this moment, keeps it busy: once more.
      return !fs.existsSync(directory);
    }
  });
}

/** The directory and all below it, parents first. */
function subtree(directory: string): string[] {
  const found = [directory];
  for (let index = 0; index < found.length; index += 1) {
    const group = found[index] ?? '';
    try {
      for (const entry of fs.readdirSync(group, { withFileTypes: true })) {
        if (entry.isDirectory()) found.push(path.join(group, entry.name));
      }
    } catch {
      // Gone between the two.
    }
  }
  return found;
}
