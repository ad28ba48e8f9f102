/** How fleet placed units, behaviour by behaviour as its own functional tests had them, with its unit files on real hosts. */
import { parse, stringify } from 'yaml';
import type { ProgressEvent } from '../../controllers/operations.ts';
import { loadManifests } from '../../units/load-manifests.ts';
import { openLab } from '../lab/lab.ts';
import type { LabHost } from '../lab/lab-host.ts';
import { waitUntil } from '../lab/wait-until.ts';
import { conditionOf, documents, limit, type Muster, machineYaml, onHost, startMuster } from './muster.ts';

jest.setTimeout(300_000);
const lab = openLab({ name: 'sched' });
const names = ['s1', 's2', 's3'];
let hosts: LabHost[] = [];
let muster: Muster;
let applied: string[] = [];

beforeAll(async () => {
  hosts = await lab.up(names.map((name) => ({ name })));
  muster = await startMuster();
  await muster.apply(documents(...hosts.map((host) => machine(host))));
}, 180_000);
afterEach(async () => {
  await muster.remove(applied, 2 * limit);
  applied = [];
}, 120_000);
afterAll(async () => {
  await muster.stop();
  await lab.down();
}, 120_000);

function machine(host: LabHost, spec: Record<string, unknown> = {}): string {
  const manifest = parse(machineYaml(host, spec)) as { metadata: object };
  return stringify({ ...manifest, metadata: { ...manifest.metadata, labels: { hostname: host.name } } });
}

/** A unit file as fleet's users wrote them, read as muster reads it. */
function fleetUnit(name: string, fleet = ''): string {
  const text = `[Service]\nExecStart=/bin/sleep infinity\n\n[X-Fleet]\n${fleet}\n`;
  const { objects, problems } = loadManifests([{ name, text }]);
  expect(problems).toEqual([]);
  applied.push(name);
  return stringify(objects[0]?.object);
}

/** Which hosts run which units, asked of systemd there. */
async function running(units: string[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>(units.map((unit) => [unit, []]));
  for (const host of hosts) {
    const live = onHost(() => host);
    const states = (await live(`systemctl is-active ${units.join(' ')} || true`)).trim().split('\n');
    for (const [index, unit] of units.entries())
      if (states[index] === 'active') found.get(unit)?.push(host.name);
  }
  return found;
}

async function onlyHost(unit: string): Promise<string> {
  const [host, ...more] = (await running([unit])).get(unit) ?? [];
  if (host === undefined || more.length > 0) throw new Error(`${unit} runs on ${[host, ...more].join()}`);
  return host;
}

async function whyNot(unit: string): Promise<string> {
  const condition = await waitUntil(
    `why ${unit} has no machine`,
    async () => {
      const ready = conditionOf((await muster.unit(unit)).status, 'Ready');
      return ready?.reason === 'Unschedulable' ? ready : undefined;
    },
    limit,
  );
  return condition.message;
}

test('three MachineOf pairs are co-located, and a pair migrates together', async () => {
  const pairs = [0, 1, 2].map((index) => [`ping.${index}.service`, `pong.${index}.service`] as const);
  const outcome = await muster.apply(
    documents(...pairs.flatMap(([ping, pong]) => [fleetUnit(pong, `MachineOf=${ping}`), fleetUnit(ping)])),
  );
  expect(outcome).toMatchObject({ converged: 6, failed: [], unplaced: 0 });
  const before = await running(pairs.flat());
  for (const [ping, pong] of pairs) {
    expect(before.get(ping)).toHaveLength(1);
    expect(before.get(pong)).toEqual(before.get(ping));
  }
  const home = before.get('ping.1.service')?.[0] ?? '';
  expect(await muster.drain([home])).toMatchObject({ failed: [] });
  const now = await running(pairs.flat());
  expect(now.get('ping.1.service')).toHaveLength(1);
  expect(now.get('ping.1.service')).not.toEqual([home]);
  expect(now.get('pong.1.service')).toEqual(now.get('ping.1.service'));
  // Pairs of other machines have stayed where they were.
  for (const [ping, pong] of pairs) {
    if (before.get(ping)?.[0] === home) continue;
    expect([now.get(ping), now.get(pong)]).toEqual([before.get(ping), before.get(pong)]);
  }
  const host = hosts.find(({ name }) => name === home);
  if (host !== undefined) await muster.apply(machine(host, { drain: false, unschedulable: false }));
});

test('of five mutually conflicting units on three machines exactly three run, on distinct machines', async () => {
  const units = [0, 1, 2, 3, 4].map((index) => `conflict.${index}.service`);
  const events: ProgressEvent[] = [];
  const manifest = documents(...units.map((unit) => fleetUnit(unit, 'Conflicts=conflict.*.service')));
  for await (const event of muster.applying(manifest)) events.push(event);
  const places = [...(await running(units)).values()].flat();
  expect(places.sort()).toEqual(names);
  // The rest say why not, machine by machine, and the three are placed all the same.
  const unplaced = events.flatMap((event) => (event.type === 'unplaced' ? [event] : []));
  expect(unplaced.map(({ machines }) => machines.map((each) => each.machine))).toEqual([names, names]);
  expect(events.at(-1)).toMatchObject({ type: 'done', converged: 3, unplaced: 2 });
  expect(unplaced[0]?.machines[0]?.reason).toMatch(/^runs conflict\.\d\.service, which it conflicts with$/);
});

test("an existing unit's one-way conflict blocks a newcomer, and removing it releases the newcomer", async () => {
  const pin = 'MachineMetadata=hostname=s1';
  await muster.apply(fleetUnit('conflicts-with-hello.service', `Conflicts=hello.service\n${pin}`));
  expect(await muster.apply(fleetUnit('hello.service', pin))).toMatchObject({ converged: 0, unplaced: 1 });
  expect(await whyNot('hello.service')).toContain('s1 runs conflicts-with-hello.service');
  await muster.remove(['conflicts-with-hello.service']);
  await muster.untilWell('hello.service', 's1');
  expect(await onlyHost('hello.service')).toBe('s1');
});

test('several conflict globs in one line', async () => {
  const pin = 'MachineMetadata=hostname=s2';
  await muster.apply(
    documents(fleetUnit('one.service', pin), fleetUnit('two@1.service', 'MachineMetadata=hostname=s3')),
  );
  expect(await muster.apply(fleetUnit('neither.service', 'Conflicts=one* two@*.service'))).toMatchObject({
    converged: 1,
  });
  expect(await onlyHost('neither.service')).toBe('s1');
});

test('Replaces takes the machine, and the replaced unit moves', async () => {
  await muster.apply(fleetUnit('replace.0.service'));
  const before = await onlyHost('replace.0.service');
  expect(await muster.apply(fleetUnit('replace.1.service', 'Replaces=replace.0.service'))).toMatchObject({
    converged: 1,
    unplaced: 0,
  });
  expect(await onlyHost('replace.1.service')).toBe(before);
  await waitUntil(
    'the replaced unit runs elsewhere, once',
    async () => {
      const at = (await running(['replace.0.service'])).get('replace.0.service') ?? [];
      return at.length === 1 && at[0] !== before;
    },
    limit,
  );
});

test('mutual Replaces are ignored: both run, and neither moves again', async () => {
  const pin = 'MachineMetadata=hostname=s1';
  const outcome = await muster.apply(
    documents(
      fleetUnit('mutual.0.service', `Replaces=mutual.1.service\n${pin}`),
      fleetUnit('mutual.1.service', `Replaces=mutual.0.service\n${pin}`),
    ),
  );
  expect(outcome).toMatchObject({ converged: 2, unplaced: 0 });
  const steps = muster.steps.length;
  await muster.apply(fleetUnit('other.service', pin));
  expect(muster.steps.slice(steps).filter(({ unit }) => unit.startsWith('mutual'))).toEqual([]);
  expect(await onlyHost('mutual.0.service')).toBe('s1');
  expect(await onlyHost('mutual.1.service')).toBe('s1');
});

test('pinned by machine id, in full and by its first eight characters', async () => {
  const id = async (name: string) => (await muster.machine(name)).status?.facts?.machineID ?? '';
  await muster.apply(
    documents(
      fleetUnit('full.service', `MachineID=${await id('s2')}`),
      fleetUnit('short.service', `X-ConditionMachineID=${(await id('s3')).slice(0, 8)}`),
    ),
  );
  expect(await onlyHost('full.service')).toBe('s2');
  expect(await onlyHost('short.service')).toBe('s3');
});

test('two normal units and one global on three machines are five running', async () => {
  const units = ['hello.service', 'goodbye.service', 'global.service'];
  const outcome = await muster.apply(
    documents(
      fleetUnit('hello.service'),
      fleetUnit('goodbye.service'),
      fleetUnit('global.service', 'Global=true'),
    ),
  );
  expect(outcome).toMatchObject({ converged: 5, failed: [] });
  const found = await running(units);
  expect(found.get('global.service')).toEqual(names);
  expect([...found.values()].flat()).toHaveLength(5);
});

test('a second conflicting global runs nowhere', async () => {
  await muster.apply(fleetUnit('first.service', 'Global=true'));
  const second = fleetUnit('second.service', 'Global=true\nConflicts=first.service');
  expect(await muster.apply(second)).toMatchObject({ converged: 0, unplaced: 1 });
  const found = await running(['first.service', 'second.service']);
  expect(found.get('first.service')).toEqual(names);
  expect(found.get('second.service')).toEqual([]);
});

test('a template with hostname=%i lands instance by instance, and an unmatched instance says why', async () => {
  expect(await muster.apply(fleetUnit('at@.service', 'MachineMetadata=hostname=%i'))).toMatchObject({
    total: 0,
  });
  // Without instances it waits.
  await waitUntil(
    'the template waits',
    async () => conditionOf((await muster.unit('at@.service')).status, 'Ready')?.reason === 'NoInstances',
    limit,
  );
  expect(await muster.verb('start', ['at@s2.service', 'at@s3.service'])).toMatchObject({ converged: 2 });
  expect(await onlyHost('at@s2.service')).toBe('s2');
  expect(await onlyHost('at@s3.service')).toBe('s3');
  expect(await muster.verb('start', ['at@nowhere.service'])).toMatchObject({ unplaced: 1 });
  expect(await whyNot('at@.service')).toContain('s1 label hostname is s1, wanted nowhere');
});
