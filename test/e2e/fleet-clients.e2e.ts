/** Who talks to fleet's successor, and how: host keys, endpoints and the tunnel; and what they see of machines. */
import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitUntil } from '../lab/wait-until.ts';
import { type Ran, runCommand } from './built-command.ts';
import { fleetLab, sleeps } from './fleet-lab.ts';
import { limit, onHost } from './muster.ts';

jest.setTimeout(180_000);
const fleet = fleetLab('fleet-clients', ['c1', 'c2']);
const { fleetctl, muster, write } = fleet;
/** Where somebody works who has no server of their own: an ssh key, and what muster keeps. */
let workstation: string;
let relay: ChildProcess | undefined;

beforeAll(async () => {
  workstation = mkdtempSync(join(tmpdir(), 'muster-workstation-'));
  mkdirSync(join(workstation, '.ssh'), { mode: 0o700 });
  copyFileSync(fleet.host('c2').identityFile, join(workstation, '.ssh/id_ed25519'));
  await relaySocket();
}, 120_000);
afterAll(() => {
  relay?.kill();
  rmSync(workstation, { recursive: true, force: true });
});

const gate = () => `root@${fleet.host('c2').ip}`;
const socketThere = '/root/.local/state/muster/muster.sock';

/** The server's socket on a host, as if the server ran there: what connects to it comes out here. */
async function relaySocket(): Promise<void> {
  relay?.kill();
  const host = fleet.host('c2');
  await onHost(() => host)(`mkdir -p $(dirname ${socketThere}); rm -f ${socketThere}`);
  const [ssh = 'ssh', ...words] = host.sshArguments();
  const forward = `${socketThere}:${join(fleet.cli().home, 'muster.sock')}`;
  relay = spawn(ssh, [...words.slice(0, -1), '-N', '-R', forward, ...words.slice(-1)], { stdio: 'ignore' });
  await waitUntil(
    'the socket there',
    async () => (await host.run(`test -S ${socketThere}`)).code === 0,
    limit,
    100,
  );
}

/** A command on the workstation; nothing of the server's own home is there. */
async function away(code: number, words: string[], environment: Record<string, string> = {}): Promise<Ran> {
  const fleetName = join(fleet.cli().home, 'fleetctl');
  const named = words[0] === 'muster' ? {} : { program: fleetName };
  const ran = await runCommand(words.slice(1), { home: workstation, ...named, environment });
  if (ran.code !== code)
    throw new Error(`${words.join(' ')} ended with ${ran.code}, not ${code}:\n${ran.output}`);
  return ran;
}

const knownHosts = () => join(workstation, 'known_hosts');
const throughGate = ['fleetctl', '--tunnel'];

async function trust(...more: string[]): Promise<void> {
  await away(0, ['muster', 'trust', '--host', gate(), '--yes', ...more]);
}

describe('through the tunnel', () => {
  test('host key trust on first use', async () => {
    rmSync(knownHosts(), { force: true });
    const unknown = await away(1, [...throughGate, gate(), 'list-machines']);
    expect(unknown.stderr).toMatch(/HostKeyUnknown: [\s\S]*SHA256:[\s\S]*muster trust --host root@/);
    const fingerprint = /SHA256:[\w+/]+/.exec(unknown.stderr)?.[0] ?? '';
    await away(0, ['muster', 'trust', '--host', gate(), '--fingerprint', fingerprint]);
    expect((await away(0, [...throughGate, gate(), 'list-machines', '--no-legend'])).stdout).toMatch(/^c1 /m);
  });

  test('1, then 10 units in one batch through the tunnel', async () => {
    await trust();
    for (const count of [1, 10]) {
      const units = Array.from({ length: count }, (_, index) => `tunnel.${index}.service`);
      for (const unit of units) writeFileSync(join(workstation, unit), sleeps);
      await away(0, [...throughGate, gate(), 'start', ...units]);
      const live = await fleet.live(units);
      const active = units.filter((unit) =>
        [...(live.get(unit)?.values() ?? [])].some((one) => one.active === 'active'),
      );
      expect(active).toEqual(units);
    }
    await away(0, [...throughGate, gate(), 'destroy', 'tunnel.*']);
  });

  test('endpoint by environment variable', async () => {
    await trust();
    const tunnel = { FLEETCTL_TUNNEL: fleet.host('c2').ip, FLEETCTL_SSH_USERNAME: 'root' };
    const machines = (await away(0, ['fleetctl', 'list-machines'], tunnel)).stdout;
    expect(machines).toMatch(/^c1 /m);
    expect((await away(0, ['muster', 'list-machines'], { MUSTER_TUNNEL: gate() })).stdout).toBe(machines);
    const socket = `unix://${join(fleet.cli().home, 'muster.sock')}`;
    expect((await away(0, ['fleetctl', 'list-machines'], { FLEETCTL_ENDPOINT: socket })).stdout).toBe(
      machines,
    );
  });

  test('refusal after the host was rebuilt', async () => {
    rmSync(knownHosts(), { force: true });
    await trust();
    await fleet.host('c2').rebuild();
    await relaySocket();
    const refused = await away(1, [...throughGate, gate(), 'list-machines']);
    expect(refused.stderr).toMatch(/HostKeyChanged: [\s\S]*muster trust --host root@\S+ --replace/);
    expect(refused.stdout).toBe('');
    // Not by a trust that only knows of new hosts.
    await away(1, ['muster', 'trust', '--host', gate(), '--yes']);
  });

  test('works after the record is cleared', async () => {
    const other = fleet.host('c1').hostKey;
    writeFileSync(knownHosts(), `${fleet.host('c2').ip} ${other}\n`);
    expect((await away(1, [...throughGate, gate(), 'list-machines'])).stderr).toMatch(/HostKeyChanged/);
    await trust('--replace');
    expect((await away(0, [...throughGate, gate(), 'list-machines', '--no-legend'])).stdout).toMatch(/^c1 /m);
  });
});

test('version and help forms exit 0', async () => {
  const forms = [
    ['version'],
    ['--version'],
    ['-version'],
    ['help'],
    ['--help'],
    ['-h'],
    ['help', 'journal'],
    [],
  ];
  const said = await Promise.all(forms.map((words) => fleetctl(0, words)));
  for (const [index, { stdout }] of said.entries()) {
    expect(stdout).toMatch(index < 3 ? /^muster \d+\.\d+/ : /Usage: /);
  }
  for (const words of [['version'], ['--version'], ['help'], ['--help']])
    expect((await muster(0, words)).stdout).toMatch(/muster/);
});

test('only the account of the server is answered on its socket', async () => {
  const socket = join(fleet.cli().home, 'muster.sock');
  expect(statSync(socket).mode & 0o077).toBe(0);
  const stranger = await fleet.cli().muster(['get', 'units'], {
    within: ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'],
    workingDirectory: '/',
  });
  expect(stranger.code).not.toBe(0);
  expect(stranger.stdout).toBe('');
});

describe('machines', () => {
  const machine = '/apis/muster.dev/v1/machines/c1';
  const patch = (operations: object[]) =>
    fleet.request('PATCH', machine, JSON.stringify(operations), 'application/json-patch+json');
  const labels = async () =>
    (
      JSON.parse((await fleet.request('GET', machine)).text) as {
        metadata: { labels: Record<string, string> };
      }
    ).metadata.labels;

  test('machines are listed with their address and metadata', async () => {
    const { stdout } = await fleetctl(0, ['list-machines', '--no-legend', '--full']);
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.trim().split(/\s+/));
    expect(rows).toEqual(fleet.names.map((name) => [name, fleet.host(name).ip, `hostname=${name}`]));
  });

  test('patch, add and remove metadata, at run time', async () => {
    await muster(0, ['label', 'machine', 'c1', 'region=eu']);
    expect(await labels()).toEqual({ hostname: 'c1', region: 'eu' });
    await muster(1, ['label', 'machine', 'c1', 'region=us']);
    await muster(0, ['label', 'machine', 'c1', 'region=us', 'disk=ssd', '--overwrite']);
    expect(await labels()).toEqual({ hostname: 'c1', region: 'us', disk: 'ssd' });
    expect((await patch([{ op: 'replace', path: '/metadata/labels/disk', value: 'hdd' }])).status).toBe(200);
    // Whoever asks for it is placed from now on, and leaves when it is gone.
    write('wants.service', `${sleeps}[X-Fleet]\nMachineMetadata=disk=hdd\n`);
    await fleetctl(0, ['start', 'wants.service']);
    expect(await fleet.place('wants.service')).toBe('c1');
    await muster(0, ['label', 'machine', 'c1', 'region-', 'disk-']);
    expect(await labels()).toEqual({ hostname: 'c1' });
    await fleet.destroyAll();
  });

  test('bad operations, bad paths and empty values are refused', async () => {
    const before = await labels();
    const refused = [
      [{ op: 'noop', path: '/metadata/labels/a', value: 'b' }],
      [{ op: 'add', path: 'metadata/labels/a', value: 'b' }],
      [{ op: 'remove', path: '/metadata/labels/none' }],
      [{ op: 'add', path: '/metadata/labels/a' }],
      [{ op: 'add', path: '/metadata/labels/', value: 'b' }],
      [{ op: 'add', path: '/metadata/labels/a', value: null }],
      [{ op: 'add', path: '/metadata/labels/a', value: 'no word' }],
    ];
    for (const operations of refused) {
      const { status, text } = await patch(operations);
      expect({ operations, status: [400, 422].includes(status), text }).toMatchObject({
        operations,
        status: true,
      });
      expect(JSON.parse(text)).toMatchObject({
        kind: 'Status',
        status: 'Failure',
        message: expect.any(String),
      });
    }
    await muster(2, ['label', 'machine', 'c1', '=b']);
    await muster(1, ['label', 'machine', 'c1', 'a=no word']);
    expect(await labels()).toEqual(before);
  });
});
