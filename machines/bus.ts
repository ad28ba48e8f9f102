/** D-Bus of a machine's systemd, through `systemd-stdio-bridge` over one channel of the connection. */
import { type BusMessage, marshal, messageReader, messageType } from './bus-message.ts';
import type { SshConnection } from './connect.ts';
import { withDeadline } from './deadline.ts';
import { LinkError } from './link.ts';
import { startProcess } from './remote-process.ts';

export interface BusCall {
  path: string;
  interface: string;
  member: string;
  /** Of systemd unless said. */
  destination?: string;
  signature?: string;
  body?: unknown[];
}

export interface Bus {
  /** False when connected to systemd itself, without a message bus between: then every signal comes, and match rules do not exist. */
  readonly hasMatchRules: boolean;
  /** Rejects with LinkError ProtocolError when the answer is an error, or Timeout. */
  call(call: BusCall, deadlineMs: number): Promise<unknown[]>;
  /** Resolves when the bridge has ended. */
  readonly ended: Promise<LinkError>;
  /** The bridge ends by itself then, and cleans up on the machine. */
  close(): void;
}

export interface BridgeOptions {
  /** Absolute path of systemd-stdio-bridge. */
  bridge: string;
  scope: 'system' | 'user';
  sudo: boolean;
  /** Units (a pattern) that are stopped on the machine when the bridge ends, also when that is because this end died. */
  stopAtEnd: string;
  onSignal: (signal: BusMessage) => void;
  deadlineMs: number;
}

/** sshd closes the bridge's stdin when the connection goes, however it goes; the shell that started it then cleans up. */
const bridgeScript = `
bridge=$1 scope=$2 stop=$3
if [ "$scope" = user ]; then bus=$XDG_RUNTIME_DIR/bus; peer=$XDG_RUNTIME_DIR/systemd/private
else bus=/run/dbus/system_bus_socket; peer=/run/systemd/private; fi
if [ -S "$bus" ]; then echo bus; address=$bus; else echo peer; address=$peer; fi
trap '' HUP TERM
"$bridge" -p "unix:path=$address"
exec systemctl "--$scope" stop "$stop" >/dev/null 2>&1 </dev/null
`;

/** ANONYMOUS, since the bridge is already who it should be; the rest is the D-Bus handshake in one go. */
const handshake = `\0AUTH ANONYMOUS ${Buffer.from('muster').toString('hex')}\r\nBEGIN\r\n`;

export async function openBus(connection: SshConnection, options: BridgeOptions): Promise<Bus> {
  const { machine } = connection.target;
  const process = await startProcess(
    connection,
    ['/bin/sh', '-c', bridgeScript, 'sh', options.bridge, options.scope, options.stopAtEnd],
    { sudo: options.sudo, deadlineMs: options.deadlineMs },
  );
  const stderr: Buffer[] = [];
  process.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  const said = () => Buffer.concat(stderr).toString().trim().split('\n')[0] ?? '';

  const waiting = new Map<number, { resolve: (body: unknown[]) => void; reject: (error: Error) => void }>();
  let serial = 0;
  let gone: LinkError | null = null;
  const fail = (error: LinkError): LinkError => {
    if (gone !== null) return gone;
    gone = error;
    for (const call of waiting.values()) call.reject(error);
    waiting.clear();
    return error;
  };
  const ended = process.exit.then(
    (code) =>
      fail(
        new LinkError(
          'ProtocolError',
          `the D-Bus bridge of ${machine} ended (status ${code}${said() === '' ? '' : `: ${said()}`})`,
        ),
      ),
    (error: LinkError) => fail(error),
  );

  const answer = (message: BusMessage) => {
    if (message.type === messageType.signal) {
      options.onSignal(message);
      return;
    }
    const call = waiting.get(message.replySerial);
    if (call === undefined) return;
    waiting.delete(message.replySerial);
    if (message.type === messageType.reply) call.resolve(message.body());
    else
      call.reject(
        new LinkError(
          'ProtocolError',
          `${machine}: ${message.errorName}: ${String(message.body()[0] ?? '')}`,
        ),
      );
  };
  const read = messageReader(answer);
  const greeting = greetingReader();
  const greeted = new Promise<'bus' | 'peer'>((resolve, reject) => {
    process.stdout.on('data', (chunk: Buffer) => {
      try {
        const rest = greeting.done === null ? greeting.push(chunk) : chunk;
        if (greeting.done !== null) resolve(greeting.done);
        if (rest.length > 0) read(rest);
      } catch (error) {
        const broken = fail(
          new LinkError('ProtocolError', `the D-Bus bridge of ${machine}: ${String(error)}`),
        );
        reject(broken);
        process.stdin.end();
      }
    });
    ended.then(reject);
  });
  process.stdin.on('error', () => undefined);
  process.stdin.write(handshake);
  const kind = await withDeadline(
    greeted,
    options.deadlineMs,
    () => new LinkError('Timeout', `the D-Bus bridge of ${machine} does not answer`),
    () => process.stdin.end(),
  );

  const bus: Bus = {
    hasMatchRules: kind === 'bus',
    ended,
    call(call, deadlineMs) {
      if (gone !== null) return Promise.reject(gone);
      serial += 1;
      const id = serial;
      const reply = new Promise<unknown[]>((resolve, reject) => waiting.set(id, { resolve, reject }));
      process.stdin.write(
        marshal({
          serial: id,
          type: messageType.call,
          destination: call.destination ?? 'org.freedesktop.systemd1',
          path: call.path,
          interface: call.interface,
          member: call.member,
          signature: call.signature,
          body: call.body,
        }),
      );
      return withDeadline(
        reply,
        deadlineMs,
        () =>
          new LinkError(
            'Timeout',
            `systemd of ${machine} did not answer ${call.member} within ${deadlineMs / 1000} s: it is busy`,
          ),
        () => waiting.delete(id),
      );
    },
    close() {
      process.stdin.end();
    },
  };
  if (bus.hasMatchRules) {
    await bus.call({ ...messageBus, member: 'Hello' }, options.deadlineMs);
  }
  return bus;
}

export const messageBus = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
} as const;

export const systemdManager = {
  path: '/org/freedesktop/systemd1',
  interface: 'org.freedesktop.systemd1.Manager',
} as const;

/** The shell's word (`bus` or `peer`) and the bridge's `OK GUID`, each a line; then messages. */
function greetingReader(): { push(chunk: Buffer): Buffer; readonly done: 'bus' | 'peer' | null } {
  let held: Buffer = Buffer.alloc(0);
  let done: 'bus' | 'peer' | null = null;
  return {
    push(chunk) {
      held = Buffer.concat([held, chunk]);
      const first = held.indexOf(0x0a);
      const second = first < 0 ? -1 : held.indexOf(0x0a, first + 1);
      if (second < 0) return Buffer.alloc(0);
      const [word, answer] = held.toString('latin1', 0, second).split('\n');
      if (answer === undefined || !answer.startsWith('OK ') || (word !== 'bus' && word !== 'peer')) {
        throw new Error(`an unexpected greeting: ${JSON.stringify([word, answer])}`);
      }
      done = word;
      return held.subarray(second + 1);
    },
    get done() {
      return done;
    },
  };
}
