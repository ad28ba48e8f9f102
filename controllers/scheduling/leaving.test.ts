/** Copies on their way off, as the scheduler sees them. */
import type { UnitPlacement } from '../../schemas/types.ts';
import { rebalance } from './rebalance.ts';
import { type SchedulerInput, schedule } from './schedule.ts';
import { machine, shown, spot, type UnitFields, unit } from './testing/worlds.ts';

/** `a` has been placed on m2, and its old copy is still on m1, which has fewer units. */
const world = (a: UnitFields, b: UnitPlacement, more: UnitFields = {}): SchedulerInput => ({
  units: [unit('a.service', {}, a), unit('b.service', b, more)],
  machines: [
    machine('m1', { memoryBytes: 3, maxUnits: 9 }),
    machine('m2', { labels: { disk: 'ssd' }, memoryBytes: 9 }),
  ],
  current: [spot('a.service', 'm2')],
  leaving: [spot('a.service', 'm1')],
});
const requests = (memory: number): UnitFields => ({ resources: { requests: { memory } } });
const web: UnitFields = { labels: { app: 'web' } };
const apart = (topologyKey: string): UnitPlacement => ({
  antiAffinity: { required: [{ labelSelector: { matchLabels: { app: 'web' } }, topologyKey }] },
});

test('it comes where nobody is on the way off whom it may not meet, as far as there is such a place', () => {
  const ordinary = schedule(world({}, {}));
  expect(shown(ordinary.place)).toEqual(['b.service m1']);
  const { units, machines, ...rest } = world(web, apart('muster.dev/machine'));
  const third = [...machines, machine('m3')];
  expect(shown(schedule({ units, machines: third, ...rest }).place)).toEqual(['b.service m3']);
  // There is only the one that will be free.
  expect(shown(schedule({ units, machines, ...rest }).place)).toEqual(['b.service m1']);
});

test('what is leaving uses memory and a place, and is nobody to go with', () => {
  const tight = world(requests(2), {}, requests(2));
  expect(shown(schedule(tight).place)).toEqual(['b.service m2']);
  const [first, second] = tight.machines;
  if (first === undefined || second === undefined) throw new Error('two machines');
  const full = { ...first, machine: { ...first.machine, spec: { ...first.machine.spec, maxUnits: 1 } } };
  expect(shown(schedule({ ...world({}, {}), machines: [full, second] }).place)).toEqual(['b.service m2']);
  expect(shown(schedule(world({}, { with: ['a.service'] })).place)).toEqual(['b.service m2']);
});

test('what is leaving moves nobody who is there, and keeps no copy of its own away', () => {
  const there = world({}, { conflicts: ['a.service'] });
  const result = schedule({ ...there, current: [...there.current, spot('b.service', 'm1')] });
  expect([...result.place, ...result.remove]).toEqual([]);
  const back = schedule({ ...world({}, {}), current: [] });
  expect(shown(back.place)).toEqual(['a.service m1', 'b.service m2']);
});

test('what has to go stays until it is known whether a machine that is being connected to can take it', () => {
  const where: UnitPlacement = { machineSelector: { matchLabels: { disk: 'ssd' } } };
  const input = (ready: 'pending' | 'no'): SchedulerInput => ({
    units: [unit('a.service', where)],
    machines: [machine('m1'), machine('m2', { labels: { disk: 'ssd' } }, { ready })],
    current: [spot('a.service', 'm1')],
  });
  const open = schedule(input('pending'));
  expect([shown(open.waiting), shown(open.remove), open.unplaced.length]).toEqual([['a.service m1'], [], 1]);
  const settled = schedule(input('no'));
  expect([shown(settled.waiting), shown(settled.remove)]).toEqual([[], ['a.service m1']]);
});

test('a rebalance sends nobody to where one is on the way off whom it may not meet, by a move before it or already', () => {
  const stay = (name: string, on: string) => ({ unit: unit(name, { machine: on }), spot: spot(name, on) });
  const pinned = [
    ...['p1.service', 'p2.service', 'p3.service', 'p4.service', 'p5.service'].map((name) => stay(name, 'm1')),
    ...['q1.service', 'q2.service'].map((name) => stay(name, 'm2')),
  ];
  const input = (
    conflicts: string[],
    a: string,
    leaving: SchedulerInput['leaving'] = [],
  ): SchedulerInput => ({
    units: [
      ...pinned.map((each) => each.unit),
      unit('a.service'),
      unit('x.service', { conflicts, machineSelector: { matchLabels: { disk: 'ssd' } } }),
    ],
    machines: [
      machine('m1', { labels: { disk: 'ssd' } }),
      machine('m2', { labels: { disk: 'ssd' } }),
      machine('m3'),
    ],
    current: [...pinned.map((each) => each.spot), spot('a.service', a), spot('x.service', 'm1')],
    leaving,
  });
  const moves = (...args: Parameters<typeof input>) =>
    rebalance(input(...args), 9).map(({ unit: name, machine: to }) => `${name} ${to}`);
  expect(moves([], 'm2')).toEqual(['x.service m2', 'a.service m3']);
  expect(moves(['a.service'], 'm2')).toEqual(['a.service m3']);
  expect(moves(['a.service'], 'm3')).toEqual(['x.service m2']);
  expect(moves(['a.service'], 'm3', [spot('a.service', 'm2')])).toEqual([]);
});
