/** Units that may not run side by side, while some of them are on their way: with all controllers at work. */
import fc from 'fast-check';
import type { Unit, UnitPlacement } from '../../schemas/types.ts';
import type { Edit } from '../../store/object-transaction.ts';
import { type SimulatedFleet, service, startFleet } from '../testing/simulated-fleet.ts';

let fleet: SimulatedFleet;
afterEach(() => fleet.stop());

/** Who conflicts cannot name its machine. */
const labels = { m1: { is: 'm1' }, m2: { is: 'm2' }, m3: { is: 'm3' } };
const only = (machine: string): UnitPlacement => ({ machineSelector: { matchLabels: { is: machine } } });

const active = (machine: string): string[] =>
  [...(fleet.hosts.get(machine)?.systemd.rows() ?? [])].flatMap(([name, row]) =>
    row.active === 'active' ? [name] : [],
  );

const label = (name: string, labels: Record<string, string>): Edit => ({
  do: 'change',
  kind: 'Machine',
  namespace: undefined,
  name,
  change: (stored) => ({ ...stored, metadata: { ...stored.metadata, labels } }),
});

/** Everything that is ever active on a machine together, as systemd there knows it after each start. */
function watch(): Set<string> {
  const seen = new Set<string>();
  for (const [machine, { systemd }] of fleet.hosts) {
    const restart = systemd.restart.bind(systemd);
    jest.spyOn(systemd, 'restart').mockImplementation((name) => {
      restart(name);
      seen.add(`${name} restarted on ${machine}`);
    });
    const start = systemd.start.bind(systemd);
    jest.spyOn(systemd, 'start').mockImplementation((name) => {
      start(name);
      seen.add(active(machine).sort().join(' '));
    });
  }
  return seen;
}

const failing = { text: '[Service]\nExecStart=/bin/false\n' };
const ready = (unit: string, machine: string) =>
  fleet.placement(unit, machine)?.status?.conditions?.find(({ type }) => type === 'Ready');

test('a unit starts when the one that it conflicts with has been handed over, and says until then what it waits for', async () => {
  fleet = await startFleet(['m1', 'm2'], { labels });
  await fleet.apply(service('a.service', { placement: only('m1') }));
  const together = watch();
  const both = (spec: Parameters<typeof service>[1]): Unit[] => [
    service('a.service', { ...spec, placement: only('m2') }),
    service('b.service', { placement: { ...only('m1'), conflicts: ['a.service'] } }),
  ];
  const applied = fleet.apply(...both(failing));
  await fleet.until('it waits', () => ready('b.service', 'm1')?.reason === 'MachineOccupied');
  expect(ready('b.service', 'm1')?.message).toContain(
    'b.service waits until a.service has left m1: they may not run side by side',
  );
  expect(active('m1')).toEqual(['a.service']);
  await fleet.apply(...both({}));
  await fleet.until('it is ready', () => ready('b.service', 'm1')?.status === 'True');
  await applied;
  expect([active('m1'), active('m2')]).toEqual([['b.service'], ['a.service']]);
  expect([...together].filter((names) => names.includes(' '))).toEqual([]);
});

test.each(['changed', 'as it was'])(
  'a unit that is not well at its new place runs on at its old one, %s',
  async (how) => {
    fleet = await startFleet(['m1', 'm2'], { labels });
    await fleet.cordon('m2', true);
    const text = (what: string) => `[Service]\nEnvironment=V=${what}\nExecStart=/bin/sleep infinity\n`;
    await fleet.apply(service('a.service', { text: text('first') }));
    const before = fleet.running();
    const host = fleet.hosts.get('m2');
    if (host === undefined) throw new Error('no host');
    host.faults.writeError = 'No space left on device';
    await fleet.cordon('m2', false);
    const { outcome } = await fleet.apply(
      service('a.service', { text: text(how === 'changed' ? 'second' : 'first'), placement: only('m2') }),
    );
    expect(outcome).toMatchObject({
      timedOut: false,
      failed: [expect.objectContaining({ machine: 'm2', reason: 'ReconciliationFailed' })],
    });
    expect(fleet.running()).toEqual(before);
    host.faults.writeError = null;
    await fleet.until('it has moved', () => active('m2').length === 1 && active('m1').length === 0);
  },
);

test('a unit that replaces another one takes its place when that has gone on elsewhere, and stays', async () => {
  fleet = await startFleet(['m1', 'm2'], { labels });
  await fleet.cordon('m2', true);
  await fleet.apply(service('old.service'));
  await fleet.cordon('m2', false);
  const together = watch();
  const { outcome } = await fleet.apply(service('new.service', { placement: { replaces: ['old.service'] } }));
  expect(outcome).toMatchObject({ failed: [] });
  await fleet.until('both are up', () => active('m2').length === 1 && active('m1').length === 1);
  expect([active('m1'), active('m2')]).toEqual([['new.service'], ['old.service']]);
  expect([...together].filter((names) => names.includes(' '))).toEqual([]);
});

test('what was deleted has gone before one that conflicts with it comes', async () => {
  fleet = await startFleet(['m1'], { labels });
  await fleet.apply(service('a.service'));
  const together = watch();
  const host = fleet.hosts.get('m1');
  if (host === undefined) throw new Error('no host');
  host.faults.latencyMs = 20;
  const removed = fleet.remove('a.service');
  const { outcome } = await fleet.apply(service('b.service', { placement: { conflicts: ['a.service'] } }));
  expect(outcome).toMatchObject({ failed: [] });
  await removed;
  expect([...together]).toEqual(['b.service']);
});

const noRoom = (machine: string, full: boolean) => {
  const host = fleet.hosts.get(machine);
  if (host === undefined) throw new Error('no host');
  host.faults.writeError = full ? 'No space left on device' : null;
};
const version = (value: string) => `[Service]\nEnvironment=V=${value}\nExecStart=/bin/sleep infinity\n`;

test('a move that is taken back with another change ends where it began, with that change', async () => {
  fleet = await startFleet(['m1', 'm2'], { labels });
  await fleet.apply(service('a.service', { text: version('1'), placement: only('m1') }));
  noRoom('m2', true);
  await fleet.apply(service('a.service', { text: version('2'), placement: only('m2') }));
  const { outcome } = await fleet.apply(service('a.service', { text: version('3'), placement: only('m1') }));
  expect(outcome).toMatchObject({ failed: [], timedOut: false });
  await fleet.until('it is off m2', () => fleet.placement('a.service', 'm2') === undefined);
  expect(fleet.hosts.get('m1')?.files.read('/etc/systemd/system/a.service')?.toString()).toContain('V=3');
  expect(active('m1')).toEqual(['a.service']);
});

test('a change that waits while an instance is to move is carried out when it is not to move any more', async () => {
  fleet = await startFleet(['m1', 'm2'], { labels });
  const web = (text: string, machine: string) =>
    service('web@.service', { instances: 3, text, placement: only(machine) });
  await fleet.apply(web(version('1'), 'm1'));
  noRoom('m2', true);
  await fleet.apply(web(version('2'), 'm2'));
  expect(active('m1')).toHaveLength(3);
  const { outcome } = await fleet.apply(web(version('2'), 'm1'));
  expect(outcome).toMatchObject({ failed: [], timedOut: false });
  const text = fleet.hosts.get('m1')?.files.read('/etc/systemd/system/web@.service');
  expect(text?.toString()).toContain('V=2');
});

test.each(['startFirst', 'stopFirst'] as const)(
  'instances that move in turn are all reported as declared (%s)',
  async (handover) => {
    fleet = await startFleet(['m1', 'm2'], { labels });
    const web = (machine: string) =>
      service('web@.service', { instances: 4, placement: { ...only(machine), handover } });
    await fleet.apply(web('m1'));
    const { outcome } = await fleet.apply(web('m2'));
    expect(outcome).toMatchObject({ failed: [], timedOut: false });
    expect([active('m1').length, active('m2').length]).toEqual([0, 4]);
  },
);

test('a copy that is not wanted any more does not start beside one that has stayed', async () => {
  fleet = await startFleet(['m1', 'm2', 'm3', 'm4'], { labels: { ...labels, m4: { is: 'm4' } } });
  const both = (a: string, b: string) => [
    service('a.service', { placement: only(a) }),
    service('b.service', { placement: { ...only(b), conflicts: ['a.service'] } }),
  ];
  await fleet.apply(...both('m1', 'm2'));
  const together = watch();
  noRoom('m3', true);
  void fleet.apply(...both('m3', 'm1'));
  await fleet.until('it waits', () => ready('b.service', 'm1')?.reason === 'MachineOccupied');
  noRoom('m4', true);
  void fleet.apply(...both('m1', 'm4'));
  await fleet.until(
    'it is tried elsewhere',
    () => ready('b.service', 'm4')?.reason === 'ReconciliationFailed',
  );
  noRoom('m4', false);
  await fleet.until('it has arrived', () => active('m4').length === 1 && active('m2').length === 0);
  expect([...together].filter((names) => names.includes(' '))).toEqual([]);
});

test('a unit that waits for one whose move is in vain says so at once', async () => {
  fleet = await startFleet(['m1', 'm2'], { labels });
  await fleet.apply(service('a.service', { placement: only('m1') }));
  noRoom('m2', true);
  await fleet.apply(service('a.service', { placement: only('m2') }));
  const b = service('b.service', { placement: { ...only('m1'), conflicts: ['a.service'] } });
  const { outcome } = await fleet.apply(b);
  expect(outcome).toMatchObject({
    timedOut: false,
    failed: [expect.objectContaining({ unit: 'b.service', reason: 'MachineOccupied' })],
  });
  // By hand neither.
  expect((await fleet.verb('restart', 'b.service')).failed).toHaveLength(1);
  expect(active('m1')).toEqual(['a.service']);
});

test('the old copy is started again when it fails, and whoever waits for it goes on waiting', async () => {
  fleet = await startFleet(['m1', 'm2'], { labels });
  await fleet.apply(service('a.service', { placement: only('m1') }));
  const together = watch();
  noRoom('m2', true);
  const b = service('b.service', { placement: { ...only('m1'), conflicts: ['a.service'] } });
  await fleet.apply(service('a.service', { placement: only('m2') }), b);
  expect(ready('b.service', 'm1')?.reason).toBe('MachineOccupied');
  const host = fleet.hosts.get('m1');
  host?.systemd.kill('a.service');
  expect(active('m1')).toEqual([]);
  await fleet.until('it is back', () => active('m1').join() === 'a.service');
  // After a reboot it is enabled by nobody, and the other one is nearer.
  host?.reboot();
  await fleet.until('it is back', () => active('m1').join() === 'a.service');
  noRoom('m2', false);
  await fleet.until('all have arrived', () => active('m1').join() === 'b.service');
  expect(active('m2')).toEqual(['a.service']);
  expect([...together].filter((names) => names.includes(' '))).toEqual([]);
});

test('an instance that fails elsewhere does not make the move of another one vain', async () => {
  fleet = await startFleet(['m1', 'm2', 'm3'], {
    labels: { m1: { turn: '1' }, m2: {}, m3: { turn: '2' } },
  });
  const placement: UnitPlacement = { machineSelector: { matchLabels: { turn: '%i' } } };
  await fleet.apply(service('web@.service', { instances: 1, placement }));
  noRoom('m3', true);
  await fleet.apply(service('web@.service', { instances: 2, placement }));
  const slow = fleet.hosts.get('m2');
  if (slow === undefined) throw new Error('no host');
  slow.faults.latencyMs = 30;
  await fleet.runtime.core.commit([label('m1', { is: 'm1' }), label('m2', { turn: '1' })]);
  const { outcome } = await fleet.apply(
    service('b.service', { placement: { ...only('m1'), conflicts: ['web@*'] } }),
  );
  expect(outcome).toMatchObject({ failed: [], converged: 1 });
  expect([active('m1'), active('m2')]).toEqual([['b.service'], ['web@1.service']]);
});

test('without a server, too, what is replaced goes on elsewhere, and what replaces it starts', async () => {
  fleet = await startFleet(['m1', 'm2'], { labels });
  await fleet.cordon('m2', true);
  await fleet.apply(service('old.service'));
  await fleet.cordon('m2', false);
  await fleet.restart('command');
  const { outcome } = await fleet.apply(service('new.service', { placement: { replaces: ['old.service'] } }));
  expect(outcome).toMatchObject({ failed: [], timedOut: false });
  expect([active('m1'), active('m2')]).toEqual([['new.service'], ['old.service']]);
});

test('without a server, too, a unit is well at its new place before it leaves the old one', async () => {
  fleet = await startFleet(['m1', 'm2'], { labels });
  await fleet.apply(service('a.service', { placement: only('m1') }));
  // Nothing is known of the machines when the command begins.
  for (const { faults } of fleet.hosts.values()) faults.latencyMs = 30;
  await fleet.restart('command');
  const early: string[] = [];
  const { core } = fleet.runtime;
  core.happenings.listen(() => {
    const leaves = fleet.placement('a.service', 'm1')?.metadata.deletionTimestamp !== undefined;
    const phase = core.stateOf('default/a.service.m2')?.phase ?? 'nowhere';
    if (leaves && phase !== 'synced') early.push(phase);
  });
  const { outcome } = await fleet.apply(service('a.service', { placement: only('m2') }));
  expect(outcome).toMatchObject({ failed: [], timedOut: false });
  expect(early).toEqual([]);
  expect([active('m1'), active('m2')]).toEqual([[], ['a.service']]);
});

test('a oneshot that has run and moves runs anew at its new place only', async () => {
  fleet = await startFleet(['m1', 'm2'], { labels });
  const once = (value: string, machine: string) =>
    service('once.service', {
      text: `[Service]\nType=oneshot\nEnvironment=V=${value}\nExecStart=/bin/true\n`,
      placement: only(machine),
    });
  await fleet.apply(once('1', 'm1'));
  const begun: string[] = [];
  for (const [machine, { systemd }] of fleet.hosts) {
    const start = systemd.start.bind(systemd);
    jest.spyOn(systemd, 'start').mockImplementation((name) => {
      begun.push(`${name} on ${machine}`);
      start(name);
    });
  }
  const { outcome } = await fleet.apply(once('2', 'm2'));
  expect(outcome).toMatchObject({ failed: [] });
  expect(begun).toEqual(['once.service on m2']);
});

describe('circles', () => {
  const swap = (first: string, second: string, handover: 'startFirst' | 'stopFirst', spec = {}): Unit[] => [
    service('a.service', { placement: { ...only(first), handover }, ...spec }),
    service('b.service', { placement: { ...only(second), handover, conflicts: ['a.service', 'web@*'] } }),
  ];

  test.each(['startFirst', 'stopFirst'] as const)(
    'instances that change places, one in its turn after the other (%s)',
    async (handover) => {
      const turns = { m1: { turn: '1' }, m2: { turn: '2' } };
      fleet = await startFleet(['m1', 'm2'], { labels: turns });
      const placement = {
        conflicts: ['web@*.service'],
        machineSelector: { matchLabels: { turn: '%i' } },
        handover,
      };
      await fleet.apply(service('web@.service', { instances: 2, placement }));
      const together = watch();
      await fleet.runtime.core.commit([label('m1', { turn: '2' }), label('m2', { turn: '1' })]);
      await fleet.until(
        'they have changed places',
        () => active('m1').join() === 'web@2.service' && active('m2').join() === 'web@1.service',
      );
      expect([...together].filter((names) => names.includes(' '))).toEqual([]);
    },
  );

  test('over a dependency', async () => {
    fleet = await startFleet(['m1', 'm2', 'm3'], { labels });
    const needs = { dependsOn: ['b.service'] };
    await fleet.apply(...swap('m1', 'm3', 'stopFirst'));
    await fleet.apply(service('a.service', { placement: only('m1'), ...needs }));
    const [, b] = swap('m1', 'm1', 'stopFirst');
    const a = service('a.service', { placement: only('m2'), ...needs });
    if (b === undefined) throw new Error('two units');
    const { outcome } = await fleet.apply(a, b);
    expect(outcome).toMatchObject({ failed: [], timedOut: false });
    expect([active('m1'), active('m2')]).toEqual([['b.service'], ['a.service']]);
  });
});

test('wherever units are sent, none starts beside one that it may not meet, and all arrive', async () => {
  fleet = await startFleet(['m1', 'm2', 'm3'], { labels });
  const together = watch();
  // Any two conflict: one of each pair says so.
  const rules: Record<string, UnitPlacement> = {
    'a.service': { conflicts: ['b.service', 'c.service'] },
    'b.service': {},
    'c.service': {
      antiAffinity: { required: [{ labelSelector: { matchLabels: { app: 'b' } } }] },
    },
  };
  const names = Object.keys(rules);
  let at: string[] = [];
  const versions = names.map(() => 0);
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(['m1', 'm2', 'm3'], { minLength: 3 }),
      fc.constantFrom('startFirst' as const, 'stopFirst' as const),
      async (machines, handover) => {
        const units = names.map((name, index) => {
          const machine = machines[index] ?? 'm1';
          // What moves is changed as well.
          if (machine !== at[index]) versions[index] = (versions[index] ?? 0) + 1;
          const text = `[Service]\nEnvironment=VERSION=${versions[index]}\nExecStart=/bin/sleep infinity\n`;
          const unit = service(name, { text, placement: { ...rules[name], ...only(machine), handover } });
          return { ...unit, metadata: { ...unit.metadata, labels: { app: name.charAt(0) } } };
        });
        at = machines;
        const { outcome } = await fleet.apply(...units);
        expect(outcome).toMatchObject({ failed: [], unplaced: 0 });
        await fleet.until('each is where it is to be', () =>
          names.every((name, index) => active(machines[index] ?? '').join() === name),
        );
        expect([...together].filter((all) => all.includes(' '))).toEqual([]);
      },
    ),
    { numRuns: 15 },
  );
}, 120_000);
