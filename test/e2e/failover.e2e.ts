/** What becomes of units when machines cannot be reached: on real hosts, with cut networks. */
import { openLab } from '../lab/lab.ts';
import type { LabHost } from '../lab/lab-host.ts';
import { waitUntil } from '../lab/wait-until.ts';
import { documents, type Muster, machineYaml, onHost, startMuster, unitYaml } from './muster.ts';

jest.setTimeout(120_000);
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
      unitYaml('mover.service', '', { placement: {}, failover: { policy: 'reschedule', after: '5s' } }),
      unitYaml('waiter.service', '', { placement: {}, failover: { policy: 'wait', after: '5s' } }),
      unitYaml('fenced.service', '', { placement: {}, failover: { policy: 'fence', after: '6s' } }),
    ),
  );
  expect(apply).toMatchObject({ converged: 3, failed: [], unplaced: 0 });
  const home = await onlyPlace('mover.service');
  // All three on one machine, which is then cut off.
  for (const unit of ['waiter.service', 'fenced.service']) {
    const policy = unit === 'waiter.service' ? 'wait' : 'fence';
    const at = (placement: object) => unitYaml(unit, '', { placement, failover: { policy, after: '6s' } });
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
  expect(Date.now() - cutAt).toBeGreaterThan(4_000);
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
