import fc from 'fast-check';
import { rebalance } from './rebalance.ts';
import { type SchedulerInput, schedule } from './schedule.ts';
import type { Spot } from './spot.ts';
import { broken, brokenOnArrival, sittings } from './testing/oracle.ts';
import { after, anyWorld, freshWorld, machine, spot, unit } from './testing/worlds.ts';

const { MUSTER_PROPERTY_RUNS: count = '250' } = process.env;
const runs = { numRuns: Number(count) };
const budget = fc.integer({ min: 0, max: 4 });

/** Everything was placed when there was one machine with room for all, and others have come since. */
const grown: fc.Arbitrary<SchedulerInput> = freshWorld('all').map((world) => {
  const [first, ...others] = world.machines;
  const large = machine(first?.machine.metadata.name ?? 'm1', { labels: { region: 'eu' }, memoryBytes: 100 });
  return {
    ...world,
    machines: [large, ...others],
    current: after(schedule({ ...world, machines: [large] })),
  };
});
const worlds = fc.oneof(anyWorld, grown);

function loads(input: SchedulerInput, spots: readonly Spot[]): number {
  return input.machines
    .map(({ machine: { metadata } }) => spots.filter((each) => each.machine === metadata.name).length)
    .reduce((sum, load) => sum + load * load, 0);
}

/** By spread rule that any unit has: how far the fullest place is ahead of the emptiest. */
function skews(input: SchedulerInput, spots: readonly Spot[]): number[] {
  const all = sittings(input, spots);
  return input.units.flatMap(({ spec, metadata: { name } }) =>
    (spec.placement?.spread ?? []).map(({ topologyKey, labelSelector }) => {
      const value = (labels: Record<string, string> = {}, machineName: string) =>
        topologyKey === 'muster.dev/machine' ? machineName : labels[topologyKey];
      const values = new Set(
        input.machines.flatMap(({ machine: { metadata } }) => value(metadata.labels, metadata.name) ?? []),
      );
      const app = labelSelector?.matchLabels?.app;
      const meant = all.filter((each) =>
        app === undefined ? each.unit.metadata.name === name : each.unit.metadata.labels?.app === app,
      );
      const counts = [...values].map(
        (one) =>
          meant.filter((each) => value(each.machine.metadata.labels, each.machine.metadata.name) === one)
            .length,
      );
      return Math.max(0, ...counts) - Math.min(...counts, Math.max(0, ...counts));
    }),
  );
}

test('no move violates a constraint or makes a spread worse, each makes the machines more even, and at most so many are made', () => {
  let seen = 0;
  fc.assert(
    fc.property(worlds, budget, (input, most) => {
      const moves = rebalance(input, most);
      expect(moves.length).toBeLessThanOrEqual(most);
      let spots = after(schedule(input));
      const wrongBefore = sittings(input, spots).map((me) => broken(me, sittings(input, spots)).length);
      for (const { from, reason, ...spot_ } of moves) {
        seen += 1;
        const rest = spots.filter(
          (each) => JSON.stringify(each) !== JSON.stringify({ ...spot_, machine: from }),
        );
        expect(rest).toHaveLength(spots.length - 1);
        const next = [...rest, spot_];
        expect(reason).toMatch(/has \d+ units, /);
        expect(loads(input, next)).toBeLessThan(loads(input, spots));
        for (const [index, skew] of skews(input, next).entries())
          expect(skew).toBeLessThanOrEqual(skews(input, spots)[index] ?? 0);
        const all = sittings(input, next);
        const me = all.at(-1);
        if (me === undefined) throw new Error('nobody moved');
        expect([...broken(me, all), ...brokenOnArrival(me, all, input)]).toEqual([]);
        spots = next;
      }
      const wrong = sittings(input, spots).map((me) => broken(me, sittings(input, spots)).length);
      const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0);
      expect(sum(wrong)).toBeLessThanOrEqual(sum(wrongBefore));
    }),
    runs,
  );
  // A test of moves that sees none would say nothing.
  expect(seen).toBeGreaterThan(20);
});

test('what has been moved stays: the scheduler agrees, and in the end there is nothing more to even out', () => {
  fc.assert(
    fc.property(grown, (input) => {
      let current = after(schedule(input));
      for (let round = 0; ; round += 1) {
        // Every move makes the machines more even, and there are few units.
        expect(round).toBeLessThan(20);
        const moves = rebalance({ ...input, current }, 100);
        if (moves.length === 0) break;
        const gone = new Set(
          moves.map(({ from, reason: _, ...to }) => JSON.stringify({ ...to, machine: from })),
        );
        current = [
          ...current.filter((each) => !gone.has(JSON.stringify(each))),
          ...moves.map(({ from: _, reason: _reason, ...to }) => to),
        ];
        expect(schedule({ ...input, current }).remove).toEqual([]);
      }
    }),
    runs,
  );
});

test('equal input in any order gives equal moves', () => {
  fc.assert(
    fc.property(
      worlds.chain((input) =>
        fc.record({
          input: fc.constant(input),
          units: fc.shuffledSubarray(input.units, { minLength: input.units.length }),
          machines: fc.shuffledSubarray(input.machines, { minLength: input.machines.length }),
          current: fc.shuffledSubarray(input.current, { minLength: input.current.length }),
        }),
      ),
      ({ input, ...shuffled }) => {
        expect(rebalance({ ...input, ...shuffled }, 5)).toEqual(rebalance(input, 5));
      },
    ),
    runs,
  );
});

const names = ['a', 'b', 'c', 'd'].map((letter) => `${letter}.service`);
const crowded = (more: Partial<SchedulerInput> = {}): SchedulerInput => ({
  units: names.map((name) => unit(name)),
  machines: [machine('m1'), machine('m2')],
  current: names.map((name) => spot(name, 'm1')),
  ...more,
});

test('what crowds on one machine is shared, no further than even', () => {
  expect(rebalance(crowded(), 10)).toEqual([
    { ...spot('a.service', 'm2'), from: 'm1', reason: 'm1 has 4 units, m2 has 0' },
    { ...spot('b.service', 'm2'), from: 'm1', reason: 'm1 has 3 units, m2 has 1' },
  ]);
  expect(rebalance(crowded(), 1)).toHaveLength(1);
  const even = names.map((name, index) => spot(name, index % 2 === 0 ? 'm1' : 'm2'));
  expect(rebalance(crowded({ current: even }), 10)).toEqual([]);
});

test('a cordoned machine neither gives nor takes; what is pinned or keeps failing there does not move', () => {
  const cordoned = { unschedulable: true };
  expect(rebalance(crowded({ machines: [machine('m1'), machine('m2', cordoned)] }), 10)).toEqual([]);
  expect(rebalance(crowded({ machines: [machine('m1', cordoned), machine('m2')] }), 10)).toEqual([]);
  const pinned = names.map((name) => unit(name, { machine: 'm1' }));
  expect(rebalance(crowded({ units: pinned }), 10)).toEqual([]);
  expect(rebalance(crowded({ avoid: () => ['m2'] }), 10)).toEqual([]);
});

test('evenness is not bought with a spread, nor with a preference', () => {
  const web = { labels: { app: 'web' } };
  const selector = { matchLabels: { app: 'web' } };
  const spread = [{ topologyKey: 'region', labelSelector: selector }];
  const input: SchedulerInput = {
    // The rule is another unit's: what would move has none of its own.
    units: [
      unit('a.service', {}, web),
      unit('b.service', { spread }, web),
      ...['p.service', 'q.service'].map((name) => unit(name, { machine: 'm1' })),
    ],
    machines: ['eu', 'us', 'us'].map((region, index) => machine(`m${index + 1}`, { labels: { region } })),
    current: [
      ...['a.service', 'p.service', 'q.service'].map((name) => spot(name, 'm1')),
      spot('b.service', 'm2'),
    ],
  };
  expect(rebalance(input, 10)).toEqual([]);
  const free = {
    ...input,
    units: input.units.map((each) =>
      unit(each.metadata.name, each.spec.placement?.machine === undefined ? {} : { machine: 'm1' }, web),
    ),
  };
  expect(rebalance(free, 10)).toHaveLength(1);
  const preferred = [{ weight: 5, labelSelector: { matchLabels: { app: 'near' } } }];
  const near = { labels: { app: 'near' } };
  const fond = crowded({
    units: [
      unit('a.service', { affinity: { preferred } }),
      ...names.slice(1).map((name) => unit(name, { machine: 'm1' }, near)),
    ],
  });
  expect(rebalance(fond, 10)).toEqual([]);
});
