/**
 * The same controllers, on a thousand machines: simulated ones, which pass the contract of the real link. What reads or
 * acts once too often shows as a count.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { type Runtime, startRuntime } from '../../controllers/runtime.ts';
import type { MachineLink } from '../../machines/link.ts';
import { SimulatedHost } from '../../machines/simulated/simulated-host.ts';
import { openSimulatedLink } from '../../machines/simulated/simulated-link.ts';
import { openEmbeddedStore } from '../../store/embedded.ts';
import { openObjects } from '../../store/objects.ts';
import type { Store } from '../../store/store.ts';
import { waitUntil } from '../lab/wait-until.ts';

jest.setTimeout(250_000);

const machineCount = Number(process.env.MUSTER_SCALE_MACHINES ?? 1_000);
const webCount = machineCount * 2;
const forever = new AbortController().signal;

const hosts = new Map<string, SimulatedHost>();
const calls = { observe: 0, act: 0 };
let directory: string;
let store: Store;
let muster: Runtime;

beforeAll(async () => {
  for (let index = 0; index < machineCount; index += 1) {
    const name = `m${String(index).padStart(4, '0')}`;
    hosts.set(name, new SimulatedHost(name));
  }
  directory = mkdtempSync(join(tmpdir(), 'muster-scale-'));
  store = await openEmbeddedStore(join(directory, 'muster.db'));
  muster = await startRuntime({
    store,
    objects: openObjects(store, { check: async () => [] }),
    log: pino({ level: 'silent' }),
    connect: async (machine) => counted(await openSimulatedLink(hostOf(machine.metadata.name))),
    mode: 'serve',
  });
});
afterAll(async () => {
  await muster.stop();
  await store.close();
  rmSync(directory, { recursive: true, force: true });
});

function hostOf(name: string): SimulatedHost {
  const host = hosts.get(name);
  if (host === undefined) throw new Error(`there is no host ${name}`);
  return host;
}

function counted(link: MachineLink): MachineLink {
  return {
    ...link,
    observe: (...request) => {
      calls.observe += 1;
      return link.observe(...request);
    },
    act: (...request) => {
      calls.act += 1;
      return link.act(...request);
    },
  };
}

const service = { Service: { ExecStart: '/bin/sleep infinity' } };

function machine(name: string, index: number) {
  const labels = { rack: `r${index % 40}`, disk: index % 2 === 0 ? 'ssd' : 'hdd' };
  return {
    apiVersion: 'muster.dev/v1',
    kind: 'Machine',
    metadata: { name, labels },
    spec: { ssh: { host: '192.0.2.1' } },
  };
}

function unit(name: string, placement: object, more: object = {}) {
  return {
    apiVersion: 'muster.dev/v1',
    kind: 'Unit',
    metadata: { name, labels: { app: name.split('-')[0] } },
    spec: { sections: service, placement, ...more },
  };
}

const manifests = () => [
  ...[...hosts.keys()].map(machine),
  unit('agent.service', { global: true }),
  ...Array.from({ length: webCount }, (_, index) =>
    unit(
      `web-${index}.service`,
      index % 2 === 0 ? { machineSelector: { matchLabels: { disk: 'ssd' } } } : {},
      { failover: { policy: 'reschedule', after: '5s' } },
    ),
  ),
];

async function apply(objects: unknown[]) {
  for await (const event of muster.apply({ objects, dryRun: 'none', timeoutMs: 200_000 }, forever)) {
    if (event.type === 'done') return event;
  }
  throw new Error('apply said nothing at the end');
}

/** `UNIT MACHINE` of all that runs, with its InvocationID. */
function running(): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, { systemd }] of hosts) {
    const invocations = systemd.invocations();
    for (const [service, { active }] of systemd.rows())
      if (active === 'active') found.set(`${service} ${name}`, invocations.get(service)?.id ?? '');
  }
  return found;
}

const placed = () =>
  muster.core.cluster
    .all('Placement')
    .map(
      ({ spec, metadata }) => [spec.unit, spec.machine, metadata.deletionTimestamp === undefined] as const,
    );

test('everything runs where it is placed, and nowhere else', async () => {
  const done = await apply(manifests());
  expect(done).toMatchObject({ converged: machineCount + webCount, failed: [], unplaced: 0 });
  const spots = placed().map(([service, name]) => `${service} ${name}`);
  expect([...running().keys()].sort()).toEqual(spots.sort());
  for (const [service, name] of placed()) {
    const index = /^web-(\d+)/.exec(service)?.[1];
    if (index !== undefined && Number(index) % 2 === 0) expect(Number(name.slice(1)) % 2).toBe(0);
  }
  const loads = [...hosts.values()].map(({ systemd }) => systemd.rows().size);
  expect(Math.max(...loads)).toBeLessThanOrEqual(Math.ceil((machineCount + webCount) / machineCount) + 1);
});

test('a second apply looks at each machine once, and does nothing', async () => {
  const before = running();
  calls.observe = 0;
  calls.act = 0;
  const done = await apply(manifests());
  expect(done).toMatchObject({ converged: machineCount + webCount, failed: [] });
  expect(calls).toEqual({ observe: machineCount, act: 0 });
  expect(running()).toEqual(before);
});

test('what machines that are lost carried runs elsewhere; nothing else is touched', async () => {
  const before = running();
  const lost = new Set([...hosts.keys()].filter((_, index) => index % 20 === 7));
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
      [...running().keys()].flatMap((spot) => {
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
    if (!lost.has(spot.split(' ')[1] ?? '')) expect(running().get(spot)).toBe(invocation);
  }

  // They come back: what has moved goes from there, and what stayed is not restarted.
  for (const name of lost) hostOf(name).faults.unreachable = false;
  const left = () =>
    [...running().keys()].filter((spot) => {
      const [service = '', name = ''] = spot.split(' ');
      return orphans.has(service) && lost.has(name);
    });
  await waitUntil('the old copies gone', () => left().length === 0, 120_000);
  for (const name of lost) {
    const spot = `agent.service ${name}`;
    expect(running().get(spot)).toBe(before.get(spot));
  }
});
