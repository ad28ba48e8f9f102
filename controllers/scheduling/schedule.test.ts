/** Rules of placement one by one, with the words that people are told. */
import { explain } from './explain.ts';
import { type SchedulerInput, schedule } from './schedule.ts';
import { after, machine, shown, spot, unit } from './testing/worlds.ts';

const three = ['a', 'b', 'c'].map((name) => machine(name));

function run(units: SchedulerInput['units'], machines = three, current: SchedulerInput['current'] = []) {
  return schedule({ units, machines, current });
}

test('the machine with the fewest units, by name among equals; and it stays there', () => {
  const units = ['1', '2', '3', '4'].map((name) => unit(`${name}.service`));
  const first = run(units);
  expect(shown(first.place)).toEqual(['1.service a', '2.service b', '3.service c', '4.service a']);
  // A machine that has become empty draws nobody away.
  const second = run(units, [...three, machine('d')], after(first));
  expect(second.place).toEqual([]);
});

test('specifiers mean the instance, in YAML too', () => {
  const hosts = ['x', 'y'].map((name) => machine(name, { labels: { hostname: name } }));
  const template = unit(
    'web@.service',
    { machineSelector: { matchLabels: { hostname: '%i' } } },
    { instances: ['y', 'x', 'z'] },
  );
  const result = run(
    [template, unit('log@.service', { with: ['web@%i.service'] }, { instances: ['x'] })],
    hosts,
  );
  expect(shown(result.place)).toEqual(['log@x.service x', 'web@x.service x', 'web@y.service y']);
  expect(result.unplaced[0]?.message).toBe(
    'no machine can take web@z.service: x label hostname is x, wanted z; y label hostname is y, wanted z',
  );
});

test('with: by glob and by label, of the same namespace, wherever that moves', () => {
  const units = [
    unit('db.service', { machineSelector: { matchLabels: { disk: 'ssd' } } }, { labels: { app: 'db' } }),
    unit('glob.service', { with: ['d*'] }),
    unit('label.service', { with: [{ matchLabels: { app: 'db' } }] }),
    unit('stranger.service', { with: ['db.service'] }, { namespace: 'other' }),
  ];
  const hosts = [machine('a'), machine('b', { labels: { disk: 'ssd' } })];
  const first = run(units, hosts);
  expect(shown(first.place)).toEqual(['db.service b', 'glob.service b', 'label.service b']);
  expect(first.unplaced.map(({ unit: name }) => name)).toEqual(['stranger.service']);
  const moved = run(units, [machine('a', { labels: { disk: 'ssd' } }), machine('b')], after(first));
  expect(shown(moved.place)).toEqual(['db.service a', 'glob.service a', 'label.service a']);
});

test('anti-affinity over a label of machines, in both directions', () => {
  const hosts = ['a', 'b', 'c'].map((name) =>
    machine(name, { labels: { region: name === 'c' ? 'us' : 'eu' } }),
  );
  const apart = {
    antiAffinity: { required: [{ labelSelector: { matchLabels: { app: 'web' } }, topologyKey: 'region' }] },
  };
  const labels = { app: 'web' };
  const result = run(
    ['1', '2', '3'].map((name) => unit(`${name}.service`, name === '1' ? apart : {}, { labels })),
    hosts,
  );
  const regionOf = (on: string) => (on === 'c' ? 'us' : 'eu');
  const one = result.place.find(({ unit: name }) => name === '1.service');
  for (const other of result.place.filter(({ unit: name }) => name !== '1.service'))
    expect(regionOf(other.machine)).not.toBe(regionOf(one?.machine ?? ''));
  expect(result.place).toHaveLength(3);
});

test('preferences choose among machines, and nothing moves for them', () => {
  const near = { affinity: { preferred: [{ weight: 5, labelSelector: { matchLabels: { app: 'cache' } } }] } };
  const cache = unit(
    'cache.service',
    { machineSelector: { matchLabels: { big: 'yes' } } },
    { labels: { app: 'cache' } },
  );
  const hosts = [machine('a'), machine('b', { labels: { big: 'yes' } })];
  const result = run([cache, unit('web.service', near)], hosts);
  expect(shown(result.place)).toEqual(['cache.service b', 'web.service b']);
  expect(
    run([cache, unit('web.service', near)], hosts, [spot('web.service', 'a'), spot('cache.service', 'b')])
      .place,
  ).toEqual([]);
});

test('spread over regions', () => {
  const hosts = ['a', 'b', 'c', 'd'].map((name) =>
    machine(name, { labels: { region: name === 'd' ? 'us' : 'eu' } }),
  );
  const spread = { spread: [{ topologyKey: 'region' }] };
  const result = run([unit('web@.service', spread, { instances: 4 })], [...hosts, machine('nowhere')]);
  const inUs = result.place.filter(({ machine: on }) => on === 'd');
  expect(inUs).toHaveLength(2);
  expect(result.place.some(({ machine: on }) => on === 'nowhere')).toBe(false);
});

test('memory and processors that are requested, against what the machine has', () => {
  const requests = (memory: string, cpu: string) => ({ resources: { requests: { memory, cpu } } });
  const host = machine('a', { memoryBytes: 2 ** 30, cpus: 2 });
  const result = run(
    [
      unit('1.service', {}, requests('512Mi', '1500m')),
      unit('2.service', {}, requests('768Mi', '100m')),
      unit('3.service', {}, requests('128Mi', '1')),
    ],
    [host, machine('new')],
    [spot('1.service', 'a')],
  );
  expect(shown(result.keep)).toEqual(['1.service a']);
  expect(result.unplaced.map(({ machines }) => machines)).toEqual([
    [
      { machine: 'a', reason: 'has 512Mi of memory that nobody has requested, 768Mi are requested' },
      { machine: 'new', reason: 'has not said yet how much memory it has' },
    ],
    [
      { machine: 'a', reason: 'has 0.5 processors that nobody has requested, 1 are requested' },
      { machine: 'new', reason: 'has not said yet how much memory it has' },
    ],
  ]);
});

test('maxUnits and cordons hold for globals, too, and for nobody who is there already', () => {
  const global = unit('g.service', { global: true });
  const hosts = [machine('a', { maxUnits: 0 }), machine('b', { unschedulable: true }), machine('c')];
  expect(shown(run([global], hosts).place)).toEqual(['g.service c']);
  const current = ['a', 'b', 'c'].map((on) => spot('g.service', on));
  expect(run([global], hosts, current)).toMatchObject({ place: [], remove: [] });
});

describe('replaces', () => {
  const old = unit('old.service');
  const current = [spot('old.service', 'b')];

  test('takes the machine; the replaced unit moves to one that its own constraints allow', () => {
    const bound = unit('old.service', { machineSelector: { matchLabels: { disk: 'ssd' } } });
    const hosts = [
      machine('a'),
      machine('b', { labels: { disk: 'ssd' } }),
      machine('c', { labels: { disk: 'ssd' } }),
    ];
    const result = run([bound, unit('new.service', { replaces: ['old.service'] })], hosts, current);
    expect(shown(result.place)).toEqual(['new.service b', 'old.service c']);
    expect(result.place.find(({ unit: name }) => name === 'old.service')?.from).toBe('b');
    expect(result.remove).toEqual([{ ...spot('old.service', 'b'), reason: 'replaced by new.service' }]);
  });

  test('with nowhere to go for the other one, it comes elsewhere', () => {
    const bound = unit('old.service', { machine: 'b' });
    expect(
      shown(run([bound, unit('new.service', { replaces: ['old.service'] })], three, current).place),
    ).toEqual(['new.service a']);
  });

  test('on a single machine the replaced unit has none', () => {
    const result = run([old, unit('new.service', { replaces: ['old.service'] })], [machine('b')], current);
    expect(shown(result.place)).toEqual(['new.service b']);
    expect(result.unplaced[0]?.machines).toEqual([
      { machine: 'b', reason: 'runs new.service, which replaces it' },
    ]);
  });

  test.each([2, 3, 4])('in a circle of %i is ignored', (count) => {
    const name = (index: number) => `u${index % count}.service`;
    const units = Array.from({ length: count }, (_, index) =>
      unit(name(index), { replaces: [name(index + 1)] }),
    );
    const first = run(units, [machine('b')]);
    expect(first.place).toHaveLength(count);
    expect(run(units, [machine('b')], after(first))).toMatchObject({ place: [], remove: [] });
  });
});

test('units that go with each other are placed together', () => {
  const units = [unit('1.service', { with: ['2.service'] }), unit('2.service', { with: ['1.service'] })];
  const result = run(units);
  expect(new Set(result.place.map(({ machine: on }) => on)).size).toBe(1);
  expect(result.place).toHaveLength(2);
});

test('who leads goes where those can be who go with it', () => {
  const units = [
    unit('a.service'),
    unit('b.service', { with: ['a.service'], machineSelector: { matchLabels: { disk: 'ssd' } } }),
  ];
  const result = run(units, [machine('a'), machine('b', { labels: { disk: 'ssd' } })]);
  expect(shown(result.place)).toEqual(['a.service b', 'b.service b']);
});

test('explained: of every unit what speaks for and against each machine', () => {
  const input = {
    units: [unit('x.service')],
    machines: [machine('a'), machine('b', { unschedulable: true }), machine('c')],
    current: [],
  };
  expect(explain(input, schedule(input))).toEqual([
    {
      namespace: 'default',
      unit: 'x.service',
      instance: null,
      machines: [
        { machine: 'a', reason: 'has it' },
        { machine: 'b', reason: 'is cordoned' },
        { machine: 'c', reason: 'could take it, and has 0 units' },
      ],
    },
  ]);
});
