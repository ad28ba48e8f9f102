/** Things that go wrong on real hosts, each to be had and taken back. Network faults are methods of LabHost. */
import { LabError } from './lab-error.ts';
import type { LabHost } from './lab-host.ts';

/** /etc mounted read-only (EROFS), or as it was. */
export function readOnlyEtc(host: LabHost, on: boolean): Promise<void> {
  return change(host, on ? 'mount --bind /etc /etc && mount -o remount,bind,ro /etc' : 'umount /etc');
}

/** A shell profile that prints rubbish on both outputs of every command that comes through ssh. */
export function noisyProfile(host: LabHost, on: boolean): Promise<void> {
  const noise = `echo 'Welcome! *** 99 updates ***'; echo 'stty: standard input: Inappropriate ioctl' >&2`;
  const files = '/root/.bashrc /home/deploy/.bashrc';
  return change(host, on ? 'for file in $0; do printf "%s\\n" "$1" >$file; done' : 'rm -f $0', files, noise);
}

/** No sudo on the host. */
export function removeSudo(host: LabHost, on: boolean): Promise<void> {
  return moveAway(host, '/usr/bin/sudo', on);
}

/** No systemd-stdio-bridge on the host: nothing of D-Bus can be heard through ssh. */
export function removeStdioBridge(host: LabHost, on: boolean): Promise<void> {
  return moveAway(host, '/usr/bin/systemd-stdio-bridge', on);
}

/** New connections to port 22 are accepted and then hear nothing; those that are logged in already go on. */
export function hangSshd(host: LabHost, on: boolean): Promise<void> {
  const unit =
    '$(systemctl list-units --no-legend --plain "ssh.service" "sshd.service" | cut -d" " -f1 | head -n1)';
  return change(host, `systemctl kill --kill-who=main --signal=${on ? 'STOP' : 'CONT'} "${unit}"`);
}

/**
 * Every daemon-reload takes until this is taken back, and systemd answers nobody meanwhile: it waits for its generators by
 * itself. `/run/is-slow` is there while one is under way.
 */
export function slowReload(host: LabHost, on: boolean): Promise<void> {
  const script =
    '#!/bin/sh\n[ -e /run/be-slow ] || exit 0\n: >/run/is-slow\nwhile [ -e /run/be-slow ]; do sleep 0.05; done\nrm -f /run/is-slow\n';
  const make =
    'mkdir -p /etc/systemd/system-generators && printf "%s" "$1" >"$0" && chmod 755 "$0" && touch /run/be-slow';
  return change(host, on ? make : 'rm -f /run/be-slow', '/etc/systemd/system-generators/slow', script);
}

function moveAway(host: LabHost, file: string, on: boolean): Promise<void> {
  return change(host, on ? 'mv "$0" "$0.away"' : 'mv "$0.away" "$0"', file);
}

/** `$0`, `$1` … of the script are the arguments. */
async function change(host: LabHost, script: string, ...args: string[]): Promise<void> {
  const quoted = [script, ...args].map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  const { code, stderr } = await host.run(`exec sh -c ${quoted}`);
  if (code !== 0)
    throw new LabError('CommandFailed', `${host.name}: ${script}: ${stderr.trim() || `exit status ${code}`}`);
}
