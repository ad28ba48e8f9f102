/** What a machine can lack for a while: the user reads what and where, nothing is left half done, and it heals by itself. */
import type { Condition } from '../../schemas/types.ts';
import { readOnlyEtc, slowReload } from '../lab/host-faults.ts';
import { waitUntil } from '../lab/wait-until.ts';
import { buildCommand, ended, startCommand } from './built-command.ts';
import { type CommandHome, commandHome, type Server } from './command-cases.ts';
import { labOfTest } from './meddled-host.ts';
import { conditionOf, documents, machineYaml, onHost, sleeper, unitYaml } from './muster.ts';

jest.setTimeout(180_000);
const lab = labOfTest('cli-faults', [{ name: 'm1' }]);
const m1 = onHost(() => lab.host('m1'));
let cli: CommandHome;

beforeAll(async () => {
  await buildCommand();
  cli = commandHome();
}, 120_000);
lab.beforeDown(async () => {
  await cli.ends(0, ['delete', 'units', '--all']);
  await cli.remove();
});

/** Two files, the later one too large for what a full disk has left. */
const manifest = (version: number) =>
  documents(
    machineYaml(lab.host('m1')),
    unitYaml('kept.service', 'm1', {
      sections: sleeper({ ExecStart: `/bin/sleep ${1_000_000 + version}` }),
      files: [{ path: '/srv/kept/data', content: `version ${version}\n`.repeat(20_000) }],
    }),
  );
const applied = (version: number) => ({ input: manifest(version) });

/** Everything of the unit's on the machine, and whatever an act may have left behind. */
const onDisk = () =>
  m1(
    `sha256sum /etc/systemd/system/kept.service /srv/kept/data /var/lib/muster/units/*
     find /etc /srv /run/muster /var/lib/muster -name '.muster-*'
     systemctl show -p InvocationID kept.service`,
  );

async function readyOf(unit: string): Promise<Condition | undefined> {
  const { stdout } = await cli.ends(0, ['get', 'placement', `${unit}.m1`, '-o', 'json']);
  return conditionOf((JSON.parse(stdout) as { status: { conditions: Condition[] } }).status, 'Ready');
}

describe.each<[string, string, RegExp, (on: boolean) => Promise<void>]>([
  [
    'a disk that is full',
    'DiskFull',
    /\/etc\/systemd\/system on m1: .*No space left on device.* Nothing was changed: free some space/,
    (on) => lab.host('m1').fillDisk(on),
  ],
  [
    '/etc mounted read-only',
    'ReadOnlyFileSystem',
    /\/etc\/systemd\/system on m1: .*Read-only file system.* Nothing was changed: remount it read-write/,
    (on) => readOnlyEtc(lab.host('m1'), on),
  ],
])('%s', (_, reason, message, fault) => {
  test('is told; what runs goes on as it was; a server goes on when it is over', async () => {
    await cli.ends(0, ['apply', '-f', '-'], applied(1));
    const before = await onDisk();
    await fault(true);
    let over = false;
    let server: Server | undefined;
    try {
      const refused = await cli.ends(1, ['apply', '-f', '-'], applied(2));
      expect(refused.stderr).toMatch(new RegExp(`^error: kept\\.service on m1: ${reason}: `, 'm'));
      expect(refused.stderr).toMatch(message);
      expect(await onDisk()).toBe(before);

      server = await cli.serve();
      const told = await waitUntil('the condition', async () => {
        const ready = await readyOf('kept.service');
        return ready?.reason === reason && ready;
      });
      expect(told.status).toBe('False');
      expect(told.message).toMatch(message);
      expect(await onDisk()).toBe(before);
      await fault(false);
      over = true;
      await m1.until('grep -q "version 2" /srv/kept/data');
      await waitUntil('it is well', async () => (await readyOf('kept.service'))?.status === 'True');
      expect(
        await m1(
          'tail -n 1 /srv/kept/data; tr "\\0" " " </proc/$(systemctl show -p MainPID --value kept)/cmdline',
        ),
      ).toBe('version 2\n/bin/sleep 1000002 ');
    } finally {
      if (!over) await fault(false);
      await server?.stop();
    }
  });
});

describe('systemd that is busy', () => {
  afterEach(() => slowReload(lab.host('m1'), false));

  test('a long daemon-reload of its own act is waited for', async () => {
    await cli.ends(0, ['apply', '-f', '-'], applied(3));
    await slowReload(lab.host('m1'), true);
    const child = startCommand(['apply', '-f', '-'], { home: cli.home });
    child.stdin?.end(manifest(4));
    const over = ended(child);
    await m1.until('[ -e /run/is-slow ]');
    expect(child.exitCode).toBeNull();
    await slowReload(lab.host('m1'), false);
    const { code, stdout, stderr } = await over;
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^1 placement as declared/m);
  });

  test('one of somebody else: the command says so when its time is over, and the next one ends what it began', async () => {
    await slowReload(lab.host('m1'), true);
    await m1('(systemctl daemon-reload >/dev/null 2>&1 &)');
    await m1.until('[ -e /run/is-slow ]');
    const late = await cli.ends(1, ['apply', '-f', '-', '--timeout=3s'], applied(5));
    expect(late.stderr).toMatch(
      /kept\.service on m1: TimedOut: not done in time: m1 is connected and .* its systemd is busy/,
    );
    await slowReload(lab.host('m1'), false);
    await cli.ends(0, ['apply', '-f', '-'], applied(5));
    expect(await m1('tail -n 1 /srv/kept/data')).toBe('version 5\n');
  });
});
