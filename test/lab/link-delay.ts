import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HostPlace } from './host-record.ts';
import { emptyCgroup, makeCgroup } from './lab-cgroup.ts';
import { LabError } from './lab-error.ts';
import { tryProgram } from './run-program.ts';

const SCRIPT = fileURLToPath(new URL('delay-link.pl', import.meta.url));

/** Round trips to the host take `milliseconds` longer: by netem, and by a program of ours where the kernel has none. */
export async function slowDown(place: HostPlace, milliseconds: number): Promise<void> {
  const netem = ['netem', 'delay', `${milliseconds}ms`, 'limit', '100000'];
  const { code } = await tryProgram(['tc', 'qdisc', 'replace', 'dev', place.link, 'root', ...netem]);
  if (code === 0) return;
  makeCgroup(carrierCgroup(place));
  await carry(place, milliseconds);
}

/** Takes `slowDown` back; nothing to do when it was not in force. */
export async function speedUp(place: HostPlace): Promise<void> {
  await tryProgram(['tc', 'qdisc', 'delete', 'dev', place.link, 'root']);
  if (!fs.existsSync(carrierCgroup(place))) return;
  await emptyCgroup(carrierCgroup(place), true);
  // It fails when the host is off: its next cable is put on the bridge when it boots.
  await tryProgram(['ip', 'link', 'set', place.link, 'master', place.bridge]);
}

/** Beside the host, within the lab's cgroup: it ends with the host, the lab, or the delay. */
function carrierCgroup(place: HostPlace): string {
  return path.join(place.cgroup, 'carrier');
}

/** Starts the detached carrier in its cgroup and waits until it says that it carries. */
function carry(place: HostPlace, milliseconds: number): Promise<void> {
  const procs = path.join(carrierCgroup(place), 'cgroup.procs');
  const run = 'echo 0 >"$1" && shift && exec perl "$@"';
  const argv = [
    '-c',
    run,
    'carrier',
    procs,
    SCRIPT,
    place.link,
    place.tap,
    place.bridge,
    String(milliseconds),
  ];
  const log = fs.openSync(place.log, 'a');
  return new Promise((resolve, reject) => {
    const child = spawn('/bin/sh', argv, { detached: true, stdio: ['ignore', 'pipe', log] });
    fs.closeSync(log);
    const failed = (why: string): void =>
      reject(new LabError('CommandFailed', `${place.link} cannot be slowed down (${why}): see ${place.log}`));
    child.on('error', (error) => failed(error.message));
    child.on('exit', (code) => failed(`exit status ${code}`));
    child.stdout?.once('data', () => {
      child.stdout?.destroy();
      child.unref();
      resolve();
    });
  });
}
