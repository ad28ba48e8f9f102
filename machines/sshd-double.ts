/** An SSH server inside a unit test: real protocol, local shell, and faults that a real sshd does not show on demand. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect as connectTcp, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2, { type Connection, type ServerChannel } from 'ssh2';
import type { ConnectTarget } from './ssh-target.ts';

export interface SshdFaults {
  /** What the account's profile prints before every command. */
  profile?: string;
  /** Accepts the connection, then nothing. */
  silent?: boolean;
  /** Goes silent after its identification. */
  hangsInHandshake?: boolean;
  refusesKeys?: boolean;
  /** As sshd's MaxSessions. */
  maxSessions?: number;
  /** Instead of running the command. */
  onExec?: (channel: ServerChannel, connection: Connection, socket: Socket) => void;
}

export interface SshdDouble {
  target: ConnectTarget;
  hostKey: string;
  /** How many sessions were open at once, at most. */
  readonly mostSessions: number;
  readonly connections: number;
  /** Ends every connection as a broken network does. */
  cut(): void;
  close(): Promise<void>;
}

/** ssh2 1.17 makes one Ed25519 key in 256 that neither it nor OpenSSH can read. */
function generateKeyPair(): { private: string; public: string } {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519');
    if (!(ssh2.utils.parseKey(pair.private) instanceof Error)) return pair;
  }
}

const keys = {
  host: generateKeyPair(),
  client: generateKeyPair(),
};

export async function sshdDouble(faults: SshdFaults = {}): Promise<SshdDouble> {
  const home = mkdtempSync(join(tmpdir(), 'muster-sshd-'));
  const identityFile = join(home, 'key');
  writeFileSync(identityFile, keys.client.private, { mode: 0o600 });
  const sockets = new Set<Socket>();
  const children: (number | undefined)[] = [];
  let mostSessions = 0;
  let connections = 0;
  const server = new ssh2.Server({ hostKeys: [keys.host.private] }, (connection) => {
    let sessions = 0;
    connection.on('error', () => undefined);
    connection.on('authentication', (context) => {
      if (faults.refusesKeys || context.method !== 'publickey') context.reject(['publickey']);
      else context.accept();
    });
    connection.on('session', (accept, reject) => {
      if (sessions >= (faults.maxSessions ?? 10)) {
        reject();
        return;
      }
      sessions += 1;
      mostSessions = Math.max(mostSessions, sessions);
      const session = accept();
      session.on('close', () => {
        sessions -= 1;
      });
      session.on('pty', (acceptPty) => acceptPty());
      session.on('exec', (acceptExec, _rejectExec, { command }) => {
        const channel = acceptExec();
        const [socket] = [...sockets].slice(-1);
        if (faults.onExec !== undefined && socket !== undefined) faults.onExec(channel, connection, socket);
        else children.push(runLocally(channel, (faults.profile ?? '') + command));
      });
    });
    connection.on('tcpip', (accept, _reject, { destIP, destPort }) => {
      const channel = accept();
      const socket = connectTcp(destPort, destIP);
      socket
        .on('error', () => channel.close())
        .pipe(channel)
        .on('error', () => undefined);
      channel.pipe(socket);
    });
  });
  // ssh2 does not show its sockets, and faults are about them.
  const front = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    if (faults.silent) return;
    if (faults.hangsInHandshake) socket.write('SSH-2.0-double\r\n');
    else server.injectSocket(socket);
  });
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  const { port } = front.address() as AddressInfo;
  const hostKey = keys.host.public.split(' ').slice(0, 2).join(' ');
  return {
    hostKey,
    target: {
      machine: 'double',
      host: '127.0.0.1',
      port,
      user: 'tester',
      hostKeyAlias: null,
      identityFiles: [identityFile],
      identitiesNamed: true,
      identitiesOnly: false,
      agentSocket: null,
      pinnedKey: hostKey,
      knownHostsFiles: [join(home, 'known_hosts')],
      ownKnownHostsFile: join(home, 'known_hosts'),
      jumps: [],
      connectTimeoutMs: 5000,
      sudo: false,
      scope: 'system',
    },
    get mostSessions() {
      return mostSessions;
    },
    get connections() {
      return connections;
    },
    cut() {
      for (const socket of sockets) socket.destroy();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      for (const child of children) endGroup(child);
      await new Promise((resolve) => front.close(resolve));
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function runLocally(channel: ServerChannel, command: string): number | undefined {
  const child = spawn('/bin/sh', ['-c', command], { detached: true });
  channel.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  channel.pipe(child.stdin);
  child.stdout.on('data', (chunk) => channel.write(chunk));
  child.stderr.on('data', (chunk) => channel.stderr.write(chunk));
  child.on('close', (code, signal) => {
    if (signal === null) channel.exit(code ?? 0);
    else channel.exit(signal);
    channel.end();
  });
  return child.pid;
}

/** A command that a test let run on has a process group of its own. */
function endGroup(leader: number | undefined): void {
  try {
    if (leader !== undefined) process.kill(-leader, 'SIGKILL');
  } catch {
    // Ended already.
  }
}
