/** What becomes of units when machines cannot be reached: on real hosts, with cut networks. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLab } from '../lab/lab.ts';
import type { LabHost } from '../lab/lab-host.ts';
import { waitUntil } from '../lab/wait-until.ts';
import { documents, type Muster, machineYaml, onHost, startMuster, unitYaml } from './muster.ts';

jest.setTimeout(300_000);
const lab = openLab({ name: 'failover' });
const names = ['f1', 'f2', 'f3'];
let hosts: LabHost[] = [];
let muster: Muster;

beforeAll(async () => {
  hosts = await lab.up(names.map((name) => ({ name })));
  muster = await startMuster();
  await muster.apply(documents(...hosts.map((host) => machineYaml(host))));
}, 180_000);
afterAll(async () => {
  await muster.stop();
  await lab.down();
}, 120_000);

function hostOf(name: string): LabHost {
  const found = hosts.find((host) => host.name === name);
  if (found === undefined) throw new Error(`no host ${name}`);
  return found;
}

function hand(name: string) {
  return onHost(() => hostOf(name));
}

/** Where the unit is placed and not on its way off. */
async function placesOf(unit: string): Promise<string[]> {
  const places: string[] = [];
  for (const name of names) {
    const placement = await muster.placement(unit, name);
    if (placement !== undefined && placement.metadata.deletionTimestamp === undefined) places.push(name);
  }
  return places;
}

async function onlyPlace(unit: string): Promise<string> {
  const [place, ...more] = await placesOf(unit);
  if (place === undefined || more.length > 0) throw new Error(`${unit} is at ${[place, ...more].join()}`);
  return place;
}

const isActive = async (name: string, unit: string) => (await hand(name).live(unit)).active === 'active';

/** Everywhere on any host, asked from outside of the network. */
async function copiesOf(unit: string): Promise<string[]> {
  const running = await Promise.all(names.map(async (name) => ((await isActive(name, unit)) ? [name] : [])));
  return running.flat();
}

test('units move from a machine that is lost, by their policy, and only after their grace', async () => {
  const apply = await muster.apply(
    documents(
      unitYaml('mover.service', '', { placement: {}, failover: { policy: 'reschedule', after: '8s' } }),
      unitYaml('waiter.service', '', { placement: {}, failover: { policy: 'wait', after: '10s' } }),
      unitYaml('fenced.service', '', { placement: {}, failover: { policy: 'fence', after: '10s' } }),
    ),
  );
  expect(apply).toMatchObject({ converged: 3, failed: [], unplaced: 0 });
  const home = await onlyPlace('mover.service');
  // All three on one machine, which is then cut off.
  for (const unit of ['waiter.service', 'fenced.service']) {
    const policy = unit === 'waiter.service' ? 'wait' : 'fence';
    const at = (placement: object) => unitYaml(unit, '', { placement, failover: { policy, after: '10s' } });
    await muster.apply(
      at({
        machineSelector: { matchExpressions: [{ key: 'kubernetes', operator: 'DoesNotExist' }] },
        with: ['mover.service'],
      }),
    );
    await waitUntil(unit, async () => (await onlyPlace(unit).catch(() => '')) === home, 30_000);
    await muster.untilWell(unit, home);
    // Free again, and it stays: placement is sticky.
    await muster.apply(at({}));
    expect(await onlyPlace(unit)).toBe(home);
  }
  expect(await hand(home)('ls /run/muster/fence')).toBe('fenced.service\n');
  const before = await hand(home).live('fenced.service');

  const cutAt = Date.now();
  await hostOf(home).cut('drop');
  let bothRan = false;
  const watching = (async () => {
    for (;;) {
      const copies = await copiesOf('fenced.service');
      bothRan ||= copies.length > 1;
      const [other] = copies.filter((name) => name !== home);
      if (other !== undefined) return other;
      if (Date.now() - cutAt > 60_000) throw new Error('it never moved');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  await waitUntil(
    'mover to move',
    async () => (await placesOf('mover.service')).some((name) => name !== home),
    60_000,
  );
  expect(Date.now() - cutAt).toBeGreaterThan(7_000);
  const other = await watching;
  expect(bothRan).toBe(false);
  expect(other).not.toBe(home);
  expect(await isActive(home, 'fenced.service')).toBe(false);
  expect(await onlyPlace('waiter.service')).toBe(home);
  expect((await muster.machine(home)).status?.standing).toMatch(/Lost|Fenced/);
  // Nothing starts it there by hand either, as long as muster does not say so.
  await hand(home)('systemctl start fenced.service');
  expect(await isActive(home, 'fenced.service')).toBe(false);

  await hostOf(home).heal();
  await muster.untilMachine(home, ({ status }) => status?.standing === 'Ready', 60_000);
  await waitUntil(
    'the old copy of mover to go',
    async () => !(await isActive(home, 'mover.service')),
    60_000,
  );
  expect(await isActive(home, 'waiter.service')).toBe(true);
  expect(before.active).toBe('active');
  expect(await copiesOf('fenced.service')).toEqual([other]);
});

describe('drain and reboot', () => {
  const unit = (name: string, placement: object) => unitYaml(name, '', { placement });

  test('a drained machine hands its units over, keeps what no other can take, and takes it back when uncordoned', async () => {
    const outcome = await muster.apply(
      documents(
        unit('worker@.service', {}).replace('spec:', 'spec:\n  instances: 4'),
        unit('pinned.service', { machine: 'f1' }),
        unit('everywhere.service', { global: true }),
        unit('only-f1.service', { machineSelector: { matchLabels: { only: 'f1' } } }),
      ),
    );
    expect(outcome.unplaced).toBe(1);
    const labelled = machineYaml(hostOf('f1')).replace(/labels:\n/, 'labels:\n    only: f1\n');
    await muster.apply(labelled);
    await muster.untilWell('only-f1.service', 'f1');
    const before = await hand('f1').live('pinned.service');

    const drained = await muster.drain(['f1']);
    expect(drained.unplaced).toBe(1);
    expect(drained.failed).toEqual([]);
    const left = (await hand('f1')('ls /etc/systemd/system/*.service | xargs -n1 basename | sort')).split(
      '\n',
    );
    expect(left).not.toContain('worker@.service');
    expect(left).toEqual(expect.arrayContaining(['everywhere.service', 'only-f1.service', 'pinned.service']));
    const copies = await Promise.all(['1', '2', '3', '4'].map((i) => copiesOf(`worker@${i}.service`)));
    for (const places of copies) expect(places).toEqual([expect.stringMatching(/^f[23]$/)]);
    expect((await hand('f1').live('pinned.service')).invocation).toBe(before.invocation);
    expect((await muster.machine('f1')).status?.conditions).toContainEqual(
      expect.objectContaining({ type: 'Draining', status: 'True' }),
    );
  });

  test('a reboot drains, boots anew, and the machine is in use again', async () => {
    await muster.uncordon('f1');
    await muster.remove(['only-f1.service']);
    const boot = (await hand('f2')('cat /proc/sys/kernel/random/boot_id')).trim();
    const outcome = await muster.reboot('f2');
    expect(outcome).toMatchObject({ failed: [], machinesFailed: [] });
    expect((await hand('f2')('cat /proc/sys/kernel/random/boot_id')).trim()).not.toBe(boot);
    expect((await muster.machine('f2')).spec).toMatchObject({ unschedulable: false, drain: false });
    await muster.untilWell('everywhere.service', 'f2');
  });
});

test('nothing moves when most machines vanish together, and it says so', async () => {
  await muster.apply(
    unitYaml('stays.service', '', { placement: {}, failover: { policy: 'reschedule', after: '8s' } }),
  );
  const home = await onlyPlace('stays.service');
  const [second = ''] = names.filter((name) => name !== home);
  const cut = [home, second];
  for (const name of cut) await hostOf(name).cut('drop');
  for (const name of cut) {
    await muster.untilMachine(
      name,
      ({ status }) =>
        status?.conditions?.some(({ type, reason }) => type === 'Lost' && reason === 'MassLoss') === true,
      60_000,
    );
  }
  // Past its grace by far.
  await muster.untilMachine(home, ({ status }) => status?.standing === 'Lost', 60_000);
  expect(await placesOf('stays.service')).toEqual([home]);
  // One is back: that is no mass loss any more.
  await hostOf(second).heal();
  await waitUntil(
    'it to move',
    async () => (await onlyPlace('stays.service').catch(() => home)) !== home,
    90_000,
  );
  await hostOf(home).heal();
  await waitUntil('one copy', async () => (await copiesOf('stays.service')).length === 1, 90_000);
});

test('a restart of muster stops nothing under fence, however long it takes', async () => {
  await muster.apply(
    unitYaml('kept.service', '', { placement: {}, failover: { policy: 'fence', after: '5s' } }),
  );
  const home = await onlyPlace('kept.service');
  await muster.untilWell('kept.service', home);
  const before = await hand(home).live('kept.service');
  const keep = mkdtempSync(join(tmpdir(), 'muster-failover-'));
  await muster.stop(keep);
  await hand(home).until('! systemctl list-timers --no-legend "muster-fence-*" | grep -q .');
  // Longer than the timer would have run.
  await hand(home)('sleep 8');
  muster = await startMuster({ home: keep });
  await hand(home).until('systemctl list-timers --no-legend "muster-fence-*" | grep -q .', 60_000);
  expect((await hand(home).live('kept.service')).invocation).toBe(before.invocation);
  await muster.untilMachine(
    home,
    ({ metadata }) => metadata.annotations?.['muster.dev/fence-halted'] === undefined,
    60_000,
  );
});
