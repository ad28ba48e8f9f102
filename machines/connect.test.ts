import { writeFileSync } from 'node:fs';
import { connect } from './connect.ts';
import { scriptRunner } from './exec-script.ts';
import { LinkError } from './link.ts';
import { startProcess } from './remote-process.ts';
import type { ConnectTarget } from './ssh-target.ts';
import { type SshdDouble, type SshdFaults, sshdDouble } from './sshd-double.ts';
import { fetchHostKey, trust } from './trust.ts';

const opened: SshdDouble[] = [];
async function sshd(faults: SshdFaults = {}): Promise<SshdDouble> {
  const double = await sshdDouble(faults);
  opened.push(double);
  return double;
}
afterEach(async () => {
  await Promise.all(opened.splice(0).map((double) => double.close()));
});

async function refusal(work: Promise<unknown>): Promise<LinkError> {
  const outcome = await work.catch((error: unknown) => error);
  if (outcome instanceof LinkError) return outcome;
  throw new Error(`no LinkError: ${String(outcome)}`);
}
const soon = { handshakeTimeoutMs: 300 };
const aScript = { privileged: true, deadlineMs: 10_000 };

describe('connecting', () => {
  it('a host that accepts and says nothing is a Timeout that names it', async () => {
    const { target } = await sshd({ silent: true });
    const error = await refusal(connect(target, soon));
    expect(error.reason).toBe('Timeout');
    expect(error.message).toContain(`double (127.0.0.1:${target.port})`);
  });

  it('a host that hangs in the handshake is a Timeout', async () => {
    const { target } = await sshd({ hangsInHandshake: true });
    expect((await refusal(connect(target, soon))).reason).toBe('Timeout');
  });

  it('many silent hosts do not keep another one waiting', async () => {
    const silent = await sshd({ silent: true });
    const waiting = Array.from({ length: 40 }, () =>
      refusal(connect(silent.target, { handshakeTimeoutMs: 40_000 })),
    );
    const { target } = await sshd();
    const connection = await connect(target);
    await connection.close();
    silent.cut();
    for (const error of await Promise.all(waiting)) expect(error.reason).toBe('HostUnreachable');
  });

  it('nothing at the port, or no such name', async () => {
    const double = await sshd();
    await double.close();
    expect((await refusal(connect(double.target))).reason).toBe('HostUnreachable');
    const nowhere: ConnectTarget = { ...double.target, host: 'muster-no-such-host.invalid' };
    expect((await refusal(connect(nowhere))).reason).toBe('HostUnreachable');
  });

  it('keys that are not taken', async () => {
    const { target } = await sshd({ refusesKeys: true });
    const error = await refusal(connect(target));
    expect(error.reason).toBe('AuthenticationFailed');
    expect(error.message).toContain(target.identityFiles[0]);
    const missing = await refusal(connect({ ...target, identityFiles: ['/nowhere/key'] }));
    expect(missing.message).toContain('/nowhere/key does not exist');
  });

  it('a key that is pinned, unknown, trusted, changed, revoked', async () => {
    const { target, hostKey } = await sshd();
    const file = target.ownKnownHostsFile;
    const unpinned: ConnectTarget = { ...target, pinnedKey: null };
    const unknown = await refusal(connect(unpinned));
    expect(unknown).toMatchObject({ reason: 'HostKeyUnknown', hostKey: { key: hostKey } });
    trust(unpinned, await fetchHostKey(unpinned));
    await (await connect(unpinned)).close();

    const other = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIN7kvqNXuHGXPLfTHrPohXKcklyJ64+zG6mLOJLBkQin';
    writeFileSync(file, `# a comment\n[127.0.0.1]:${target.port} ${other}\n`);
    const changed = await refusal(connect(unpinned));
    expect(changed.reason).toBe('HostKeyChanged');
    expect(changed.message).toContain(`${file}:2`);
    expect((await refusal(connect({ ...target, pinnedKey: other }))).reason).toBe('HostKeyChanged');
    expect((await refusal(connect({ ...target, pinnedKey: 'no key' }))).reason).toBe('ConfigurationInvalid');

    writeFileSync(file, `@revoked * ${hostKey}\n[127.0.0.1]:${target.port} ${hostKey}\n`);
    expect((await refusal(connect(unpinned))).message).toContain('revoked');
  });

  it('through jump hosts, whose keys are checked as well', async () => {
    const [first, second, last] = [await sshd(), await sshd(), await sshd()];
    const target: ConnectTarget = { ...last.target, jumps: [first.target, second.target] };
    const connection = await connect(target);
    const { stdout } = await scriptRunner(connection, false)('echo there', Buffer.alloc(0), aScript);
    expect(stdout.toString()).toBe('there\n');
    expect([first.connections, second.connections, last.connections]).toEqual([1, 1, 1]);
    expect(connection.traffic().received).toBeGreaterThan(0);
    await connection.close();
    const stranger = { ...second.target, pinnedKey: null };
    expect((await refusal(connect({ ...target, jumps: [first.target, stranger] }))).reason).toBe(
      'HostKeyUnknown',
    );
  });
});

describe('scripts', () => {
  it('drops what the profile prints, and takes data on stdin', async () => {
    const { target } = await sshd({ profile: 'echo rubbish; echo "more muster-" >&2; printf "no newline";' });
    const connection = await connect(target);
    const script = scriptRunner(connection, false);
    const data = Buffer.from("it's \\ ! \u00e4\0\n");
    const result = await script('cat; echo heard >&2; exit 7', data, aScript);
    expect(result).toEqual({ stdout: data, stderr: 'heard\n', code: 7 });
    await connection.close();
  });

  it('a cut in the middle is ConnectionLost for all that runs', async () => {
    const double = await sshd({ onExec: (channel) => channel.write('muster') });
    const connection = await connect(double.target);
    const script = scriptRunner(connection, false);
    const running = [
      refusal(script('a', Buffer.alloc(0), aScript)),
      refusal(script('b', Buffer.alloc(0), aScript)),
    ];
    await new Promise((resolve) => setImmediate(resolve));
    double.cut();
    for (const error of await Promise.all(running)) expect(error.reason).toBe('ConnectionLost');
    expect((await connection.closed).reason).toBe('ConnectionLost');
    expect((await refusal(script('c', Buffer.alloc(0), aScript))).reason).toBe('ConnectionLost');
  });

  it('one that does not end is a Timeout, and is ended there', async () => {
    const double = await sshd();
    const connection = await connect(double.target);
    const script = scriptRunner(connection, false);
    const error = await refusal(
      script('echo begun; sleep 1000', Buffer.alloc(0), { privileged: true, deadlineMs: 500 }),
    );
    expect(error.reason).toBe('Timeout');
    await connection.close();
  });

  it('more at once than there are sessions wait their turn', async () => {
    const double = await sshd({ maxSessions: 8 });
    const connection = await connect(double.target);
    const script = scriptRunner(connection, false);
    const processes = await Promise.all(
      Array.from({ length: 5 }, () => startProcess(connection, ['cat'], { sudo: false, deadlineMs: 5000 })),
    );
    const codes = await Promise.all(
      Array.from({ length: 20 }, async (_, n) => (await script(`exit ${n}`, Buffer.alloc(0), aScript)).code),
    );
    expect(codes).toEqual(Array.from({ length: 20 }, (_, n) => n));
    expect(double.mostSessions).toBeLessThanOrEqual(8);
    for (const process of processes) process.stdin.end();
    expect(await Promise.all(processes.map(({ exit }) => exit))).toEqual([0, 0, 0, 0, 0]);
    await connection.close();
  });

  it('a host that allows a single session is served one by one', async () => {
    const double = await sshd({ maxSessions: 1 });
    const connection = await connect(double.target);
    const script = scriptRunner(connection, false);
    const codes = await Promise.all([1, 2, 3, 4].map((n) => script(`exit ${n}`, Buffer.alloc(0), aScript)));
    expect(codes.map(({ code }) => code)).toEqual([1, 2, 3, 4]);
    await connection.close();
  });
});
