/** One SSH connection: TCP or through jump hosts, strict host key, keys and agent, keepalive; every stage with a deadline. */

import { EventEmitter, once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { availableParallelism } from 'node:os';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import ssh2, { type Client, type ClientChannel, type ConnectConfig, type PseudoTtyOptions } from 'ssh2';
import { withDeadline } from './deadline.ts';
import { exitStatus } from './exit-status.ts';
import { type HostKeyPolicy, hostKeyPolicy } from './host-keys.ts';
import { LinkError } from './link.ts';
import { semaphore } from './semaphore.ts';
import { type Identities, identities } from './ssh-identities.ts';
import type { ConnectTarget } from './ssh-target.ts';

export interface ConnectOptions {
  /** From the first byte of the host to an open session; 15 s unless said. */
  handshakeTimeoutMs?: number;
  /** A connection that answers nothing for three of these is lost; 5 s unless said. */
  keepaliveIntervalMs?: number;
  signal?: AbortSignal;
  /** In place of what the target says about the host's key; jump hosts keep theirs. */
  policy?: HostKeyPolicy;
}

/**
 * script: short, muster's own, three at once; standing: the one shell that stays (standing-shell.ts); stream: what people
 * and the event bus keep open, five at once. Together they stay below sshd's MaxSessions, 10 unless configured.
 */
export type Lane = 'script' | 'standing' | 'stream';

export interface Session {
  channel: ClientChannel;
  /** Resolves when everything is over; null when the connection went before the host told the status. */
  ended: Promise<number | null>;
}

export interface SshConnection {
  readonly target: ConnectTarget;
  /** Starts `command` in the account's login shell; waits while the lane is full. The channel's closing frees its place. */
  exec(
    command: string,
    options: { lane: Lane; tty?: PseudoTtyOptions; deadlineMs: number },
  ): Promise<Session>;
  /** Called whenever the host refuses to open one more session: whoever can do without its own should end it. */
  onRefused(listener: () => void): void;
  /** A TCP connection from that host to another. */
  forward(host: string, port: number, deadlineMs: number): Promise<Duplex>;
  /** A connection to a unix socket on that host (OpenSSH's direct-streamlocal). */
  forwardSocket(path: string, deadlineMs: number): Promise<Duplex>;
  /** Resolves, never rejects, when the connection is gone: with the reason. */
  readonly closed: Promise<LinkError>;
  /** The reason when it is gone already. */
  readonly lost: LinkError | null;
  traffic(): { sent: number; received: number };
  close(): Promise<void>;
}

const defaultHandshakeTimeoutMs = 15_000;
const defaultKeepaliveMs = 5_000;
const keepaliveMisses = 3;

/** Key exchange is the expensive part of a connection (some 10 ms of CPU): more at once than cores only delays each. */
const handshakes = semaphore(2 * availableParallelism());
/** A host that falls silent in the middle of its key exchange may not keep others waiting longer than this. */
const longestHandshakeTurnMs = 2000;
/** As long as nothing is open here and the host still starts no session: then it never will. */
const closingMs = 1000;

/** Cheapest first, as measured: AES-GCM runs in OpenSSL on the CPU's own instructions and needs no separate MAC. */
const algorithms: ConnectConfig['algorithms'] = {
  kex: [
    'curve25519-sha256',
    'curve25519-sha256@libssh.org',
    'ecdh-sha2-nistp256',
    'ecdh-sha2-nistp384',
    'ecdh-sha2-nistp521',
    'diffie-hellman-group-exchange-sha256',
    'diffie-hellman-group14-sha256',
    'diffie-hellman-group16-sha512',
    'diffie-hellman-group18-sha512',
  ],
  cipher: ['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'aes128-ctr', 'aes192-ctr', 'aes256-ctr'],
  hmac: ['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com', 'hmac-sha2-256', 'hmac-sha2-512'],
  compress: ['none'],
};

/** Rejects with LinkError: HostUnreachable, Timeout, HostKeyUnknown, HostKeyChanged, AuthenticationFailed, ConfigurationInvalid, ConnectionLost. */
export async function connect(target: ConnectTarget, options: ConnectOptions = {}): Promise<SshConnection> {
  const policy = options.policy ?? hostKeyPolicy(target);
  const hops: SshConnection[] = [];
  try {
    for (const jump of target.jumps)
      hops.push(await connectOver(jump, hops.at(-1), hostKeyPolicy(jump), options));
    const connection = await connectOver(target, hops.at(-1), policy, options);
    connection.closed.then(() => closeAll(hops));
    return connection;
  } catch (error) {
    await closeAll(hops);
    throw error;
  }
}

async function closeAll(hops: SshConnection[]): Promise<void> {
  for (const hop of hops.toReversed()) await hop.close();
}

async function connectOver(
  target: ConnectTarget,
  hop: SshConnection | undefined,
  policy: HostKeyPolicy,
  options: ConnectOptions,
): Promise<SshConnection> {
  const stream =
    hop === undefined
      ? await openSocket(target)
      : await hop.forward(target.host, target.port, target.connectTimeoutMs);
  const abort = () => stream.destroy();
  options.signal?.addEventListener('abort', abort, { once: true });
  try {
    await firstBytes(stream, target, options);
    return await handshake(stream, target, policy, options);
  } catch (error) {
    stream.destroy();
    throw error;
  } finally {
    options.signal?.removeEventListener('abort', abort);
  }
}

function placeOf(target: ConnectTarget): string {
  return `${target.machine} (${target.host}:${target.port})`;
}

const reachability: Record<string, string> = {
  ECONNREFUSED: 'refuses the connection: is sshd running, and is the port right (spec.ssh.port)?',
  EHOSTUNREACH: 'cannot be reached: no route to the host, or it is down',
  ENETUNREACH: 'cannot be reached: no route to its network',
  ENOTFOUND: 'cannot be reached: the name does not resolve; correct spec.ssh.host',
  EAI_AGAIN: 'cannot be reached: the name service does not answer',
  ETIMEDOUT: 'does not answer: it is down, or a firewall drops the packets',
  ECONNRESET: 'reset the connection: sshd may be limiting connections (MaxStartups)',
};

function openSocket(target: ConnectTarget): Promise<Socket> {
  const socket = createConnection({ host: target.host, port: target.port, noDelay: true });
  const connected = new Promise<Socket>((resolve, reject) => {
    socket.once('connect', () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      const known = reachability[error.code ?? ''];
      reject(
        new LinkError(
          'HostUnreachable',
          `${placeOf(target)} ${known ?? `cannot be reached: ${error.message}`}`,
        ),
      );
    });
  });
  return withDeadline(
    connected,
    target.connectTimeoutMs,
    () =>
      new LinkError(
        'HostUnreachable',
        `${placeOf(target)} does not answer within ${target.connectTimeoutMs / 1000} s: it is down, or a firewall drops the packets`,
      ),
    () => socket.destroy(),
  );
}

/** sshd speaks first. Waiting for that here keeps a host that hangs from holding one of the handshake turns. */
function firstBytes(stream: Duplex, target: ConnectTarget, options: ConnectOptions): Promise<void> {
  const wait = options.handshakeTimeoutMs ?? defaultHandshakeTimeoutMs;
  const spoken = new Promise<void>((resolve, reject) => {
    const done = (error?: LinkError) => {
      stream.off('readable', readable).off('error', failed).off('close', ended).off('end', ended);
      if (error === undefined) resolve();
      else reject(error);
    };
    const ended = () =>
      done(
        new LinkError(
          'HostUnreachable',
          `${placeOf(target)} closed the connection before it said anything: sshd may be limiting connections (MaxStartups), or the port is not sshd's`,
        ),
      );
    const failed = (error: NodeJS.ErrnoException) =>
      done(
        new LinkError(
          'HostUnreachable',
          `${placeOf(target)} ${reachability[error.code ?? ''] ?? error.message}`,
        ),
      );
    const readable = () => {
      const chunk: unknown = stream.read();
      if (chunk === null) return;
      stream.unshift(chunk);
      done();
    };
    stream.on('readable', readable).on('error', failed).on('close', ended).on('end', ended);
  });
  return withDeadline(
    spoken,
    wait,
    () =>
      new LinkError(
        'Timeout',
        `${placeOf(target)} accepts the connection and then says nothing for ${wait / 1000} s: sshd hangs, the host is overloaded, or the port is not sshd's`,
      ),
  );
}

async function handshake(
  stream: Duplex,
  target: ConnectTarget,
  policy: HostKeyPolicy,
  options: ConnectOptions,
): Promise<SshConnection> {
  const done = await handshakes.acquire(options.signal);
  const turn = setTimeout(done, longestHandshakeTurnMs);
  const giveTurn = () => {
    clearTimeout(turn);
    done();
  };
  const client = new ssh2.Client();
  try {
    const offered = identities(target);
    await established(client, stream, target, policy, offered, options, giveTurn);
    return connectionOf(client, stream, target);
  } catch (error) {
    client.destroy();
    throw error;
  } finally {
    giveTurn();
  }
}

function established(
  client: Client,
  stream: Duplex,
  target: ConnectTarget,
  policy: HostKeyPolicy,
  offered: Identities,
  options: ConnectOptions,
  keysExchanged: () => void,
): Promise<void> {
  let refused: LinkError | null = null;
  const ready = new Promise<void>((resolve, reject) => {
    client.once('handshake', keysExchanged);
    client.once('ready', () => {
      client.removeAllListeners('error').removeAllListeners('close');
      resolve();
    });
    // Later errors of a failed connection have nothing left to tell.
    client.on('error', (error: Error & { level?: string }) =>
      reject(refused ?? handshakeError(target, error, offered)),
    );
    client.once('close', () =>
      reject(
        refused ??
          new LinkError(
            'ConnectionLost',
            `${placeOf(target)} closed the connection during the handshake; try again`,
          ),
      ),
    );
    const offers = [...offered.offers];
    client.connect({
      sock: stream,
      username: target.user,
      readyTimeout: 0,
      keepaliveInterval: options.keepaliveIntervalMs ?? defaultKeepaliveMs,
      keepaliveCountMax: keepaliveMisses,
      algorithms: { ...algorithms, serverHostKey: policy.algorithms as never },
      hostVerifier: (key: Buffer) => {
        refused = policy.check(key);
        return refused === null;
      },
      authHandler: (_methods, _partial, next) => {
        const offer = offers.shift();
        next(offer ?? (false as never));
      },
    });
  });
  const wait = options.handshakeTimeoutMs ?? defaultHandshakeTimeoutMs;
  return withDeadline(
    ready,
    wait,
    () =>
      new LinkError(
        'Timeout',
        `${placeOf(target)} did not finish the SSH handshake within ${wait / 1000} s: the host is overloaded, or its sshd waits for something (DNS, PAM)`,
      ),
  );
}

function handshakeError(
  target: ConnectTarget,
  error: Error & { level?: string },
  offered: Identities,
): LinkError {
  if (error.level === 'client-authentication' || /too many authentication failures/i.test(error.message)) {
    const tried =
      offered.offered.length === 0
        ? 'there was no key to offer'
        : `it took none of: ${offered.offered.join(', ')}`;
    const problems = offered.problems.length === 0 ? '' : `; ${offered.problems.join('; ')}`;
    return new LinkError(
      'AuthenticationFailed',
      `${placeOf(target)} does not let ${target.user} in: ${tried}${problems}. Add the public key to ~${target.user}/.ssh/authorized_keys there, or name another with spec.ssh.identityFile or spec.ssh.user`,
    );
  }
  if (/no matching/i.test(error.message)) {
    return new LinkError(
      'ConnectionLost',
      `${placeOf(target)} and muster share no SSH algorithm (${error.message}): update sshd on the host`,
    );
  }
  return new LinkError(
    'ConnectionLost',
    `${placeOf(target)}: the SSH handshake broke off: ${error.message}; try again`,
  );
}

const scriptsAtOnce = 3;
const streamsAtOnce = 5;

function connectionOf(client: Client, stream: Duplex, target: ConnectTarget): SshConnection {
  const lanes = {
    script: semaphore(scriptsAtOnce),
    standing: semaphore(1),
    stream: semaphore(streamsAtOnce),
  };
  const sessions = new EventEmitter().setMaxListeners(0);
  let openSessions = 0;
  let openings = 0;
  const counted = byteCounter(stream);
  let lost: LinkError | null = null;
  let closing = false;
  let reason = 'the host closed the connection';
  const closed = new Promise<LinkError>((resolve) => {
    client.on('error', (error: Error) => {
      reason = /keepalive/i.test(error.message) ? 'it no longer answers (keepalive)' : error.message;
    });
    client.on('close', () => {
      lost = new LinkError(
        'ConnectionLost',
        closing
          ? `the connection to ${placeOf(target)} was closed by muster`
          : `the connection to ${placeOf(target)} is lost: ${reason}; muster connects again by itself`,
      );
      resolve(lost);
    });
  });
  const gone = () =>
    lost ?? new LinkError('ConnectionLost', `the connection to ${placeOf(target)} is lost: ${reason}`);

  return {
    target,
    closed,
    get lost() {
      return lost;
    },
    traffic: counted,
    async exec(command, { lane, tty, deadlineMs }) {
      if (lost !== null) throw lost;
      const late = () =>
        new LinkError(
          'Timeout',
          `${placeOf(target)} did not start a command within ${deadlineMs / 1000} s: the host is overloaded, or too many sessions are open on this connection`,
        );
      const release = await lanes[lane].acquire(AbortSignal.timeout(deadlineMs)).catch(() => {
        throw lost ?? late();
      });
      const end = Date.now() + deadlineMs;
      let emptySince: number | null = null;
      try {
        for (;;) {
          openings += 1;
          const opening = openChannel(client, command, tty, gone).finally(() => {
            openings -= 1;
            sessions.emit('change');
          });
          const session = await withDeadline(
            Promise.race([opening, closed.then((error) => Promise.reject(error))]),
            Math.max(1, end - Date.now()),
            late,
            () => opening.then((unwanted) => unwanted?.channel.close()).catch(() => undefined),
          );
          if (session !== null) {
            openSessions += 1;
            session.ended.then(() => {
              openSessions -= 1;
              release();
              sessions.emit('change');
            });
            return session;
          }
          // The host allows fewer sessions (MaxSessions) than are open now: wait until that changes.
          sessions.emit('refused');
          if (openSessions + openings === 0) {
            // The host may not have noticed yet that the last one is closed.
            emptySince ??= Date.now();
            if (Date.now() - emptySince >= closingMs) throw tooFewSessions(target);
            await sleep(closingMs / 50);
            continue;
          }
          emptySince = null;
          await withDeadline(once(sessions, 'change'), Math.max(1, end - Date.now()), late);
        }
      } catch (error) {
        release();
        throw error;
      }
    },
    onRefused(listener) {
      sessions.on('refused', listener);
    },
    forward(host, port, deadlineMs) {
      const opened = new Promise<Duplex>((resolve, reject) => {
        client.forwardOut('127.0.0.1', 0, host, port, (error, channel) => {
          if (!error) resolve(channel);
          else
            reject(
              new LinkError(
                'HostUnreachable',
                `${host}:${port} cannot be reached through ${placeOf(target)}: ${error.message}; check the address as seen from there, and AllowTcpForwarding`,
              ),
            );
        });
      });
      return withDeadline(
        opened,
        deadlineMs,
        () =>
          new LinkError(
            'HostUnreachable',
            `${host}:${port} does not answer through ${placeOf(target)} within ${deadlineMs / 1000} s`,
          ),
      );
    },
    forwardSocket(path, deadlineMs) {
      const opened = new Promise<Duplex>((resolve, reject) => {
        if (lost !== null) return reject(lost);
        client.openssh_forwardOutStreamLocal(path, (error, channel) => {
          if (!error) resolve(channel);
          else
            reject(
              new LinkError(
                'HostUnreachable',
                `${path} on ${placeOf(target)} does not answer: ${error.message}; is it served, may ${target.user} use it, and does sshd allow it (AllowStreamLocalForwarding)?`,
              ),
            );
        });
      });
      return withDeadline(
        opened,
        deadlineMs,
        () =>
          new LinkError(
            'Timeout',
            `${path} on ${placeOf(target)} does not answer within ${deadlineMs / 1000} s`,
          ),
      );
    },
    async close() {
      closing = true;
      if (lost !== null) return;
      client.end();
      await withDeadline(
        closed,
        1000,
        () => new Error('late'),
        () => client.destroy(),
      ).catch(() => closed);
    },
  };
}

function tooFewSessions(target: ConnectTarget): LinkError {
  return new LinkError(
    'ProtocolError',
    `${placeOf(target)} starts no session: set MaxSessions to 10, its usual value, in its sshd_config`,
  );
}

/** A short command's status comes in the same packet as the answer to exec: who waits for a promise first would miss it. */
function sessionOf(channel: ClientChannel): Session {
  let status: number | null = null;
  channel.on('exit', (code: number | null, signal?: string) => {
    status = exitStatus(code, signal);
  });
  return { channel, ended: new Promise((resolve) => channel.once('close', () => resolve(status))) };
}

/** null when the host does not open another session. */
function openChannel(
  client: Client,
  command: string,
  tty: PseudoTtyOptions | undefined,
  gone: () => LinkError,
): Promise<Session | null> {
  return new Promise((resolve, reject) => {
    const answer = (error: (Error & { reason?: unknown }) | undefined, channel: ClientChannel) => {
      if (!error) resolve(sessionOf(channel));
      // Only a refused channel carries a reason code (RFC 4254, 5.1).
      else if (error.reason !== undefined && error.reason !== '') resolve(null);
      else if (/no response|not connected/i.test(error.message)) reject(gone());
      else reject(new LinkError('ProtocolError', `the host did not start a command: ${error.message}`));
    };
    try {
      client.exec(command, tty === undefined ? {} : { pty: tty }, answer);
    } catch {
      reject(gone());
    }
  });
}

/** Bytes on the wire; for a connection through a jump host, those inside the tunnel. */
function byteCounter(stream: Duplex): () => { sent: number; received: number } {
  if ('bytesRead' in stream && 'bytesWritten' in stream) {
    const socket = stream as Socket;
    return () => ({ sent: socket.bytesWritten, received: socket.bytesRead });
  }
  let received = 0;
  let sent = 0;
  stream.on('data', (chunk: Buffer) => {
    received += chunk.length;
  });
  const write = stream.write.bind(stream);
  stream.write = ((chunk: Buffer, ...rest: never[]) => {
    sent += chunk.length;
    return write(chunk, ...rest);
  }) as Duplex['write'];
  return () => ({ sent, received });
}
