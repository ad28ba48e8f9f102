import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import { cgroup2Root } from './lab-place.ts';

const PROGRAMS: Record<string, string> = {
  ip: 'iproute2',
  unshare: 'util-linux',
  nsenter: 'util-linux',
  mount: 'mount',
  ssh: 'openssh-client',
  'ssh-keygen': 'openssh-client',
  sshd: 'openssh-server',
  'dbus-daemon': 'dbus',
  sudo: 'sudo',
  hostname: 'hostname',
};
const PLACES = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** Why this machine cannot run a lab, as a sentence that says what to do; null when it can. */
export function labProblem(): string | null {
  if (process.platform !== 'linux') {
    return `The lab boots hosts out of Linux namespaces; this is ${os.platform()}. Use a Linux machine or VM.`;
  }
  if (process.getuid?.() !== 0)
    return 'The lab needs root, for namespaces, mounts and a bridge: run it with sudo.';
  if (!fs.existsSync('/lib/systemd/systemd')) {
    return 'The hosts of the lab run this machine’s own systemd, and /lib/systemd/systemd is not there: install systemd.';
  }
  const missing = Object.keys(PROGRAMS).filter(
    (program) => !PLACES.some((place) => fs.existsSync(`${place}/${program}`)),
  );
  if (missing.length > 0) {
    const packages = [...new Set(missing.map((program) => PROGRAMS[program]))].join(' ');
    return `The lab needs ${missing.join(', ')}: apt-get install ${packages} (or what your distribution calls them).`;
  }
  if (
    fs.lstatSync('/usr').dev !== fs.lstatSync('/').dev ||
    fs.lstatSync('/etc').dev !== fs.lstatSync('/').dev
  ) {
    return 'The hosts of the lab see only this machine’s root file system, and here /usr or /etc is one of its own: use a VM.';
  }
  try {
    cgroup2Root();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  try {
    execFileSync('unshare', ['--mount', '--net', '--uts', '--ipc', '--cgroup', '--pid', '--fork', 'true'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  } catch (error) {
    return `This machine does not let root make namespaces (${lastLine(error)}): in a container, start it with --privileged.`;
  }
  return null;
}

function lastLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.trim().split('\n').at(-1) ?? message;
}
