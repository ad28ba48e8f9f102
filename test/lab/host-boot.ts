import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HostPlace, HostRecord } from './host-record.ts';
import { makeCgroup, processesOf } from './lab-cgroup.ts';
import { LabError } from './lab-error.ts';
import { type ProgramResult, tryProgram } from './run-program.ts';
import { waitUntil } from './wait-until.ts';

const SCRIPT = fileURLToPath(new URL('boot-host.sh', import.meta.url));
const BOOT_LIMIT_MS = 60_000;

/** Switches the host on: it runs by itself from here, whatever becomes of this process. */
export function launch(place: HostPlace, host: HostRecord): void {
  makeCgroup(path.join(place.cgroup, 'payload'));
  // A copy: the host reads it again when it reboots itself, whatever has become of this work tree by then.
  const script = path.join(place.directory, 'boot-host.sh');
  fs.copyFileSync(SCRIPT, script);
  const log = fs.openSync(place.log, 'w');
  const child = spawn('/bin/bash', [script], {
    detached: true,
    stdio: ['ignore', log, log],
    cwd: '/',
    env: {
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      LC_ALL: 'C',
      HOST: host.name,
      ADDRESS: `${place.ip}/24`,
      GATEWAY: place.gateway,
      MAC: place.mac,
      LINK: place.link,
      BRIDGE: place.bridge,
      DISK: place.disk,
      TEMPLATE: place.template,
      CGROUP: place.cgroup,
    },
  });
  // When bash itself cannot be started the wait for the host says so, with the log.
  child.on('error', () => undefined);
  child.unref();
  fs.closeSync(log);
}

/** The process id of the host's systemd as this machine numbers it; undefined while it has none. */
export function initOf(place: HostPlace): number | undefined {
  return processesOf(path.join(place.cgroup, 'payload', 'init.scope')).at(0);
}

/** Any process of the host, its supervisor included. */
function isOn(place: HostPlace): boolean {
  return ['supervisor', 'payload'].some((group) => processesOf(path.join(place.cgroup, group)).length > 0);
}

/** Runs a program inside the host from outside, as root: past the network and sshd. LabError NotRunning when it is off. */
export async function runInside(
  place: HostPlace,
  name: string,
  argv: string[],
  options: { input?: string; timeoutMs?: number } = {},
): Promise<ProgramResult> {
  const init = initOf(place);
  if (init === undefined) throw new LabError('NotRunning', `${name} is off: boot it with npm run lab -- up.`);
  const enter = [
    'nsenter',
    '--target',
    String(init),
    '--mount',
    '--net',
    '--uts',
    '--ipc',
    '--pid',
    '--cgroup',
    '--',
  ];
  const environment = [
    'env',
    '-i',
    'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    'HOME=/root',
    'LC_ALL=C.UTF-8',
  ];
  return tryProgram([...enter, ...environment, ...argv], options);
}

/**
 * Until sshd answers on port 22, systemd has finished booting (running, or degraded: some unit failed) and, on a host for
 * user units, deploy's manager has too. LabError BootFailed carries the end of the host's log.
 */
export async function ready(place: HostPlace, host: HostRecord, limitMs = BOOT_LIMIT_MS): Promise<void> {
  try {
    await waitUntil(
      `${host.name}: systemd`,
      () => booted(place, host, ['systemctl', 'is-system-running', '--wait']),
      limitMs,
    );
    await waitUntil(`${host.name}: sshd on ${place.ip}:22`, () => sshAnswers(place.ip), limitMs);
    if (host.scope === 'user') {
      const uid = fs.readFileSync(path.join(path.dirname(place.template), 'deploy-uid'), 'utf8').trim();
      const asDeploy = [
        'setpriv',
        '--reuid',
        uid,
        '--regid',
        uid,
        '--clear-groups',
        'env',
        `XDG_RUNTIME_DIR=/run/user/${uid}`,
      ];
      const argv = [...asDeploy, 'systemctl', '--user', 'is-system-running', '--wait'];
      await waitUntil(`${host.name}: deploy's systemd`, () => booted(place, host, argv), limitMs);
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new LabError('BootFailed', `${host.name} did not come up: ${message}\n${logEnd(place)}`);
  }
}

async function booted(place: HostPlace, host: HostRecord, argv: string[]): Promise<boolean> {
  if (initOf(place) === undefined) {
    // The launcher may not be in the cgroup yet; once something has been logged and nothing runs, it never will be.
    if (!isOn(place) && fs.statSync(place.log, { throwIfNoEntry: false })?.size) {
      throw new LabError('BootFailed', 'its processes ended.');
    }
    return false;
  }
  const { stdout } = await runInside(place, host.name, argv, { timeoutMs: BOOT_LIMIT_MS });
  return /^(running|degraded)$/.test(stdout.trim());
}

function sshAnswers(ip: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ host: ip, port: 22 });
    const end = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(2000, () => end(false));
    socket.on('error', () => end(false));
    socket.on('data', (data) => end(data.toString('latin1').startsWith('SSH-2.0')));
    socket.on('close', () => resolve(false));
  });
}

function logEnd(place: HostPlace): string {
  try {
    const text = fs.readFileSync(place.log, 'utf8').trim();
    return text === ''
      ? `(nothing in ${place.log})`
      : `${place.log} ends:\n${text.split('\n').slice(-15).join('\n')}`;
  } catch {
    return `(no ${place.log})`;
  }
}
