/**
 * The same controllers, on many machines, in a thorough run a thousand: simulated ones, which pass the contract of the real link. What reads or
 * acts once too often shows as a count.
 */

import { type SimulatedFleet, service, startFleet } from '../../controllers/testing/simulated-fleet.ts';
import type { SimulatedHost } from '../../machines/simulated/simulated-host.ts';
import { extent } from '../extent.ts';

jest.setTimeout(300_000);

const machineCount = extent('MUSTER_SCALE_MACHINES', { usual: 250, full: 1_000 });
const webCount = machineCount * 2;
const names = Array.from({ length: machineCount }, (_, index) => `m${String(index).padStart(4, '0')}`);
const labels = Object.fromEntries(
  names.map((name, index) => [name, { rack: `r${index % 40}`, disk: index % 2 === 0 ? 'ssd' : 'hdd' }]),
);
let fleet: SimulatedFleet;

beforeAll(async () => {
  fleet = await startFleet(names, { labels, limitMs: 200_000 });
});
afterAll(() => fleet.stop());

function hostOf(name: string): SimulatedHost {
  const host = fleet.hosts.get(name);
  if (host === undefined) throw new Error(`there is no host ${name}`);
  return host;
}

const units = () => [
  service('agent.service', { placement: { global: true } }),
  ...Array.from({ length: webCount }, (_, index) =>
    service(`web-${index}.service`, {
      placement: index % 2 === 0 ? { machineSelector: { matchLabels: { disk: 'ssd' } } } : {},
      failover: { policy: 'reschedule', after: '5s' },
    }),
  ),
];

const placed = () =>
  fleet.runtime.core.cluster
    .all('Placement')
    .map(
      ({ spec, metadata }) => [spec.unit, spec.machine, metadata.deletionTimestamp === undefined] as const,
    );

test('everything runs where it is placed, and nowhere else', async () => {
  const { outcome } = await fleet.apply(...units());
  expect(outcome).toMatchObject({ converged: machineCount + webCount, failed: [], unplaced: 0 });
  const spots = placed().map(([service, name]) => `${service} ${name}`);
  expect([...fleet.running().keys()].sort()).toEqual(spots.sort());
  for (const [service, name] of placed()) {
    const index = /^web-(\d+)/.exec(service)?.[1];
    if (index !== undefined && Number(index) % 2 === 0) expect(Number(name.slice(1)) % 2).toBe(0);
  }
  const loads = [...fleet.hosts.values()].map(({ systemd }) => systemd.rows().size);
  expect(Math.max(...loads)).toBeLessThanOrEqual(Math.ceil((machineCount + webCount) / machineCount) + 1);
});

test('a second apply looks at each machine once, and does nothing', async () => {
  const before = fleet.running();
  fleet.calls.observe = 0;
  fleet.calls.act = 0;
  const { outcome } = await fleet.apply(...units());
  expect(outcome).toMatchObject({ converged: machineCount + webCount, failed: [] });
  expect(fleet.calls).toEqual({ observe: machineCount, act: 0 });
  expect(fleet.running()).toEqual(before);
});

test('what machines that are lost carried runs elsewhere; nothing else is touched', async () => {
  const before = fleet.running();
  const lost = new Set(names.filter((_, index) => index % 20 === 7));
  for (const name of lost) {
    hostOf(name).faults.unreachable = true;
    hostOf(name).cut();
  }
  const orphans = new Set(
    placed().flatMap(([service, name]) => (lost.has(name) && service.startsWith('web-') ? [service] : [])),
  );
  expect(orphans.size).toBeGreaterThan(0);
  const elsewhere = () =>
    new Set(
      [...fleet.running().keys()].flatMap((spot) => {
        const [service = '', name = ''] = spot.split(' ');
        return orphans.has(service) && !lost.has(name) ? [service] : [];
      }),
    );
  await fleet.until('the units of the lost machines elsewhere', () => elsewhere().size === orphans.size);
  for (const [spot, invocation] of before) {
    if (!lost.has(spot.split(' ')[1] ?? '')) expect(fleet.running().get(spot)).toBe(invocation);
  }

  // They come back: what has moved goes from there, and what stayed is not restarted.
  for (const name of lost) hostOf(name).faults.unreachable = false;
  const left = () =>
    [...fleet.running().keys()].filter((spot) => {
      const [service = '', name = ''] = spot.split(' ');
      return orphans.has(service) && lost.has(name);
    });
  await fleet.until('the old copies gone', () => left().length === 0);
  for (const name of lost) {
    const spot = `agent.service ${name}`;
    expect(fleet.running().get(spot)).toBe(before.get(spot));
  }
});
