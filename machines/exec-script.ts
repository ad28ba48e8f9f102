/**
 * Runs a constant POSIX sh script on a machine: the text goes as one argument, all data goes in on stdin.
 * What a login profile prints before it is dropped; the account's login shell may be any.
 */
import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream';
import type { Session, SshConnection } from './connect.ts';
import { withDeadline } from './deadline.ts';
import { LinkError } from './link.ts';
import { type MarkerFilter, markerFilter } from './marker-filter.ts';
import { loginShellCommand } from './quote.ts';
import type { ConnectTarget } from './ssh-target.ts';

export interface ScriptResult {
  stdout: Buffer;
  stderr: string;
  /** The exit status; 128 + n when signal n ended the script. */
  code: number;
}

export interface ScriptOptions {
  /** As root through `sudo -n` when the manifest says sudo; otherwise as the account itself. */
  privileged: boolean;
  deadlineMs: number;
}

/** Rejects with LinkError Timeout, ConnectionLost, PrivilegeDenied or ProtocolError; any exit status resolves. */
export type ExecScript = (
  script: string,
  stdin: Buffer | Readable,
  options: ScriptOptions,
) => Promise<ScriptResult>;

export const mostOutput = 256 * 1024 * 1024;

/**
 * The script's environment: messages in English, and the user's own systemd reachable although no login session
 * set the variable. $1 is the marker.
 */
export const prelude = [
  'printf "%s %s\\n" "$1" "$$"; printf "%s %s\\n" "$1" "$$" >&2; shift',
  'LC_ALL=C; export LC_ALL',
  'PATH=$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin; export PATH',
  'if [ -z "$XDG_RUNTIME_DIR" ]; then XDG_RUNTIME_DIR=/run/user/$(id -u); export XDG_RUNTIME_DIR; fi',
  '',
].join('\n');

export const sudoPrefix = ['sudo', '-n', '--'] as const;

/** `sudo`: whether privileged scripts need it on this connection. */
export function scriptRunner(connection: SshConnection, sudo: boolean): ExecScript {
  return async (script, stdin, { privileged, deadlineMs }) => {
    const marker = newMarker();
    const elevated = privileged && sudo;
    const command = loginShellCommand(prelude + script, [marker], elevated ? sudoPrefix : []);
    const started = Date.now();
    const session = await connection.exec(command, { lane: 'script', deadlineMs });
    const out = markerFilter(marker);
    const result = await withDeadline(
      collect(session, connection, stdin, { marker, out }),
      Math.max(1, deadlineMs - (Date.now() - started)),
      () => unfinished(connection, deadlineMs),
      () => {
        if (out.pid > 0) signalProcess(connection, out.pid, 'TERM', elevated).catch(() => undefined);
        session.channel.close();
      },
    );
    if (!result.began) {
      throw didNotBegin(connection, elevated, { ...result, stdout: result.stdout.toString() });
    }
    return { stdout: result.stdout, stderr: result.stderr, code: result.code };
  };
}

/** What is wrong when a script never printed its marker. */
export function didNotBegin(
  connection: SshConnection,
  elevated: boolean,
  { code, stdout, stderr }: { code: number; stdout: string; stderr: string },
): LinkError {
  if (elevated) return sudoRefused(connection.target, stderr);
  const { user, machine } = connection.target;
  return new LinkError(
    'ProtocolError',
    `the account ${user} of ${machine} cannot run /bin/sh (exit status ${code}): ${firstLine(stderr) || firstLine(stdout)}`,
  );
}

export function unfinished(connection: SshConnection, deadlineMs: number): LinkError {
  return new LinkError(
    'Timeout',
    `${connection.target.machine} did not finish a command within ${deadlineMs / 1000} s: the host is overloaded or its disk hangs; it is tried again`,
  );
}

export function tooMuchOutput(connection: SshConnection): LinkError {
  return new LinkError(
    'ProtocolError',
    `${connection.target.machine} sent more than 256 MiB in answer to one command`,
  );
}

export function newMarker(): string {
  return `muster-${randomBytes(12).toString('hex')}`;
}

export function sudoRefused({ machine, user }: ConnectTarget, said: string): LinkError {
  return new LinkError(
    'PrivilegeDenied',
    `${user} may not use sudo without a password on ${machine} (${firstLine(said) || 'sudo refused'}). Put this line into /etc/sudoers.d/muster there (visudo -f /etc/sudoers.d/muster): ${user} ALL=(root) NOPASSWD: ALL`,
  );
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}

/**
 * Sends a signal to a process and its group. sshd itself passes signals on only where it separates privileges, and for
 * root it does not, so this is a command of its own. Best effort: the process may have ended.
 */
export async function signalProcess(
  connection: SshConnection,
  pid: number,
  signal: string,
  sudo: boolean,
): Promise<void> {
  const script = 'kill -s "$1" -- "-$2" 2>/dev/null || kill -s "$1" "$2"';
  const command = loginShellCommand(script, [signal, String(pid)], sudo ? sudoPrefix : []);
  const { channel, ended } = await connection.exec(command, { lane: 'script', deadlineMs: signalDeadlineMs });
  channel.resume().on('error', () => undefined);
  channel.stderr.resume();
  await ended;
}

const signalDeadlineMs = 5000;

function collect(
  { channel, ended }: Session,
  connection: SshConnection,
  stdin: Buffer | Readable,
  { marker, out }: { marker: string; out: MarkerFilter },
): Promise<ScriptResult & { began: boolean }> {
  return new Promise((resolve, reject) => {
    const err = markerFilter(marker);
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let size = 0;
    channel.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > mostOutput) {
        reject(tooMuchOutput(connection));
        channel.close();
        return;
      }
      stdout.push(out.push(chunk));
    });
    channel.stderr.on('data', (chunk: Buffer) => stderr.push(err.push(chunk)));
    // EPIPE and the like: the script ended without reading all of its input; its exit status tells why.
    channel.on('error', () => undefined);
    ended.then((code) => {
      if (code === null) {
        reject(
          connection.lost ??
            new LinkError(
              'ConnectionLost',
              `the connection to ${connection.target.machine} broke off in the middle of a command`,
            ),
        );
        return;
      }
      resolve({
        stdout: out.found ? Buffer.concat(stdout) : out.before,
        stderr: (err.found ? Buffer.concat(stderr) : err.before).toString(),
        code,
        began: out.found,
      });
    });
    if (Buffer.isBuffer(stdin)) channel.end(stdin);
    else pipeline(stdin, channel, () => undefined);
  });
}
