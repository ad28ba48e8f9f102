/**
 * The same controllers, on a thousand machines: simulated ones, which pass the contract of the real link. What reads or
 * acts once too often shows as a count.
 */
import {
  machineObject,
  type SimulatedMuster,
  simulatedMuster,
  unitObject,
} from '../../controllers/testing/simulated-muster.ts';
import { waitUntil } from '../lab/wait-until.ts';

jest.setTimeout(250_000);

const machineCount = Number(process.env.MUSTER_SCALE_MACHINES ?? 1_000);
const webCount = machineCount * 2;
const names = Array.from({ length: machineCount }, (_, index) => `m${String(index).padStart(4, '0')}`);
let muster: SimulatedMuster;

beforeAll(async () => {
  muster = await simulatedMuster(names);
});
afterAll(() => muster.stop());

const manifests = () => [
  ...names.map((name, index) =>
    machineObject(name, { rack: `r${index % 40}`, disk: index % 2 === 0 ? 'ssd' : 'hdd' }),
  ),
  unitObject('agent.service', { placement: { global: true } }),
  ...Array.from({ length: webCount }, (_, index) =>
    unitObject(`web-${index}.service`, {
      placement: index % 2 === 0 ? { machineSelector: { matchLabels: { disk: 'ssd' } } } : {},
      failover: { policy: 'reschedule', after: '5s' },
    }),
  ),
];

const placed = () =>
  muster.runtime.core.cluster
    .all('Placement')
    .map(
      ({ spec, metadata }) => [spec.unit, spec.machine, metadata.deletionTimestamp === undefined] as const,
    );

test('everything runs where it is placed, and nowhere else', async () => {
  const done = await muster.apply(manifests());
  expect(done).toMatchObject({ converged: machineCount + webCount, failed: [], unplaced: 0 });
  const spots = placed().map(([service, name]) => `${service} ${name}`);
  expect([...muster.running().keys()].sort()).toEqual(spots.sort());
  for (const [service, name] of placed()) {
    const index = /^web-(\d+)/.exec(service)?.[1];
    if (index !== undefined && Number(index) % 2 === 0) expect(Number(name.slice(1)) % 2).toBe(0);
  }
  const loads = [...muster.hosts.values()].map(({ systemd }) => systemd.rows().size);
  expect(Math.max(...loads)).toBeLessThanOrEqual(Math.ceil((machineCount + webCount) / machineCount) + 1);
});

test('a second apply looks at each machine once, and does nothing', async () => {
  const before = muster.running();
  muster.calls.observe = 0;
  muster.calls.act = 0;
  const done = await muster.apply(manifests());
  expect(done).toMatchObject({ converged: machineCount + webCount, failed: [] });
  expect(muster.calls).toEqual({ observe: machineCount, act: 0 });
  expect(muster.running()).toEqual(before);
});

test('what machines that are lost carried runs elsewhere; nothing else is touched', async () => {
  const before = muster.running();
  const lost = new Set(names.filter((_, index) => index % 20 === 7));
  for (const name of lost) {
    muster.host(name).faults.unreachable = true;
    muster.host(name).cut();
  }
  const orphans = new Set(
    placed().flatMap(([service, name]) => (lost.has(name) && service.startsWith('web-') ? [service] : [])),
  );
  expect(orphans.size).toBeGreaterThan(0);
  const elsewhere = () =>
    new Set(
      [...muster.running().keys()].flatMap((spot) => {
        const [service = '', name = ''] = spot.split(' ');
        return orphans.has(service) && !lost.has(name) ? [service] : [];
      }),
    );
  await waitUntil(
    'the units of the lost machines elsewhere',
    () => elsewhere().size === orphans.size,
    120_000,
  );
  for (const [spot, invocation] of before) {
    if (!lost.has(spot.split(' ')[1] ?? '')) expect(muster.running().get(spot)).toBe(invocation);
  }

  // They come back: what has moved goes from there, and what stayed is not restarted.
  for (const name of lost) muster.host(name).faults.unreachable = false;
  const left = () =>
    [...muster.running().keys()].filter((spot) => {
      const [service = '', name = ''] = spot.split(' ');
      return orphans.has(service) && lost.has(name);
    });
  await waitUntil('the old copies gone', () => left().length === 0, 120_000);
  for (const name of lost) {
    const spot = `agent.service ${name}`;
    expect(muster.running().get(spot)).toBe(before.get(spot));
  }
});
