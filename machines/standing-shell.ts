/**
 * One /bin/sh per machine that stays, knows its scripts, and runs them one after the other: a session of its own for each
 * would cost the machine half a dozen processes (sshd's, the login shell, its profile, …) every time it is read.
 */
import type { Session, SshConnection } from './connect.ts';
import { withDeadline } from './deadline.ts';
import {
  didNotBegin,
  mostOutput,
  newMarker,
  prelude,
  type ScriptResult,
  signalProcess,
  sudoPrefix,
  tooMuchOutput,
  unfinished,
} from './exec-script.ts';
import { LinkError } from './link.ts';
import { type MarkerFilter, markerFilter } from './marker-filter.ts';
import { loginShellCommand } from './quote.ts';

export interface StandingShell {
  /** False where the machine is short of sessions: then none is held back for this. */
  readonly stands: boolean;
  /** Runs the script of that name. `stdin` is text whose first line the script reads by itself. Rejects as ExecScript does. */
  run(name: string, stdin: Buffer, deadlineMs: number): Promise<ScriptResult>;
  close(): void;
}

/**
 * $muster_lines: how many lines of stdin are left after the first. `head` may read beyond them, where there is nothing:
 * the next request is sent only after the answer to this one. The token cannot stand in any file: it is made anew each time.
 */
const loop = String.raw`
while IFS=' ' read -r muster_token muster_name muster_lines; do
  ( "$muster_name" )
  muster_status=$?
  printf '\n%s %s\n' "$muster_token" "$muster_status"
  printf '\n%s\n' "$muster_token" >&2
done
`;

interface Shell {
  session: Session;
  out: MarkerFilter;
  request: Request | null;
  over: boolean;
}

interface Request {
  token: string;
  stdout: Buffer[];
  stderr: Buffer[];
  size: number;
  /** The last bytes of both streams, in which the token is looked for. */
  outTail: Buffer;
  errTail: Buffer;
  resolve: (result: ScriptResult) => void;
  reject: (error: LinkError) => void;
}

/** `scripts`: their text by name, which is a word for the shell. */
export function standingShell(
  connection: SshConnection,
  sudo: boolean,
  scripts: ReadonlyMap<string, string>,
): StandingShell {
  const functions = [...scripts].map(([name, text]) => `${name}() {\n${text}\n}\n`).join('');
  let shell: Promise<Shell> | null = null;
  let queue: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let crowded = false;
  const end = () => {
    shell?.then(({ session }) => session.channel.end()).catch(() => undefined);
    shell = null;
  };
  connection.onRefused(() => {
    crowded = true;
    if (waiting === 0) end();
  });

  async function open(deadlineMs: number): Promise<Shell> {
    const marker = newMarker();
    const command = loginShellCommand(prelude + functions + loop, [marker], sudo ? sudoPrefix : []);
    const session = await connection.exec(command, { lane: 'standing', deadlineMs });
    return attend(connection, session, marker, sudo);
  }

  async function perform(name: string, stdin: Buffer, deadlineMs: number): Promise<ScriptResult> {
    const started = Date.now();
    shell ??= open(deadlineMs);
    const opened = shell;
    try {
      const open = await opened;
      return await withDeadline(
        ask(open, name, stdin),
        Math.max(1, deadlineMs - (Date.now() - started)),
        () => unfinished(connection, deadlineMs),
        () => {
          if (open.out.pid > 0) signalProcess(connection, open.out.pid, 'TERM', sudo).catch(() => undefined);
          open.session.channel.close();
        },
      );
    } catch (error) {
      // Whatever state it is in: the next one is new.
      if (shell === opened) shell = null;
      opened.then(({ session }) => session.channel.close()).catch(() => undefined);
      throw error;
    }
  }

  return {
    get stands() {
      return !crowded;
    },
    run(name, stdin, deadlineMs) {
      const asked = Date.now();
      waiting += 1;
      const answer = queue
        .then(async () => {
          const left = deadlineMs - (Date.now() - asked);
          if (left <= 0) throw unfinished(connection, deadlineMs);
          const known = await shell?.catch(() => null);
          // It was ended between two requests, by somebody on the machine.
          if (known?.over === true) shell = null;
          return perform(name, stdin, left);
        })
        .finally(() => {
          waiting -= 1;
          if (waiting === 0 && crowded) end();
        });
      queue = answer.catch(() => undefined);
      return answer;
    },
    close: end,
  };
}

function ask(shell: Shell, name: string, stdin: Buffer): Promise<ScriptResult> {
  return new Promise((resolve, reject) => {
    const token = newMarker();
    const tails = { outTail: Buffer.alloc(0), errTail: Buffer.alloc(0) };
    shell.request = { token, stdout: [], stderr: [], size: 0, ...tails, resolve, reject };
    const lines = stdin.reduce((count, byte) => (byte === 0x0a ? count + 1 : count), 0);
    shell.session.channel.write(Buffer.concat([Buffer.from(`${token} ${name} ${lines - 1}\n`), stdin]));
  });
}

/** Longer than a token, its status and the newlines around them. */
const tailBytes = 64;

function attend(connection: SshConnection, session: Session, marker: string, sudo: boolean): Shell {
  const out = markerFilter(marker);
  const err = markerFilter(marker);
  const shell: Shell = { session, out, request: null, over: false };
  const { channel, ended } = session;
  const answered = () => {
    const { request } = shell;
    if (request === null) return;
    const status = new RegExp(`\\n${request.token} (\\d+)\\n$`).exec(request.outTail.toString('latin1'));
    const saidAll = request.errTail.toString('latin1').endsWith(`\n${request.token}\n`);
    if (status === null || !saidAll) return;
    shell.request = null;
    const stdout = Buffer.concat(request.stdout);
    const stderr = Buffer.concat(request.stderr).toString();
    request.resolve({
      stdout: stdout.subarray(0, stdout.length - status[0].length),
      stderr: stderr.slice(0, -`\n${request.token}\n`.length),
      code: Number(status[1]),
    });
  };
  channel.on('data', (chunk: Buffer) => {
    const text = out.push(chunk);
    const { request } = shell;
    if (request === null) return;
    request.size += text.length;
    if (request.size > mostOutput) {
      request.reject(tooMuchOutput(connection));
      channel.close();
      return;
    }
    request.stdout.push(text);
    request.outTail = Buffer.concat([request.outTail, text.subarray(-tailBytes)]).subarray(-tailBytes);
    answered();
  });
  channel.stderr.on('data', (chunk: Buffer) => {
    const text = err.push(chunk);
    const { request } = shell;
    if (request === null) return;
    request.stderr.push(text);
    request.errTail = Buffer.concat([request.errTail, text.subarray(-tailBytes)]).subarray(-tailBytes);
    answered();
  });
  // EPIPE and the like: the status tells.
  channel.on('error', () => undefined);
  ended.then((code) => {
    shell.over = true;
    const { request } = shell;
    if (request === null) return;
    if (code === null) {
      request.reject(
        connection.lost ??
          new LinkError(
            'ConnectionLost',
            `the connection to ${connection.target.machine} broke off in the middle of a command`,
          ),
      );
    } else if (!out.found) {
      request.reject(
        didNotBegin(connection, sudo, { code, stdout: out.before.toString(), stderr: err.before.toString() }),
      );
    } else {
      request.reject(
        new LinkError(
          'ProtocolError',
          `the shell that reads ${connection.target.machine} was ended there (status ${code}); it is started again`,
        ),
      );
    }
  });
  return shell;
}
