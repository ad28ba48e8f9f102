/** What keeps failing on a machine, as the scheduler sees it. */
import { type SchedulerInput, schedule } from './schedule.ts';
import { machine, shown, spot, unit } from './testing/worlds.ts';

const world = (input: Partial<SchedulerInput>): SchedulerInput => ({
  units: [unit('a.service')],
  machines: ['m1', 'm2', 'm3'].map((name) => machine(name)),
  current: [spot('a.service', 'm1')],
  avoid: () => ['m1'],
  ...input,
});

test('it moves to another machine, and passes over those where it has failed as well', () => {
  const { place, remove } = schedule(world({ avoid: () => ['m1', 'm2'] }));
  expect(place).toEqual([expect.objectContaining({ machine: 'm3', from: 'm1' })]);
  expect(remove).toEqual([expect.objectContaining({ machine: 'm1', reason: 'it keeps failing there' })]);
});

test('without another machine it stays, and is told why for each', () => {
  const result = schedule(
    world({
      units: [unit('a.service', { machineSelector: { matchLabels: { disk: 'ssd' } } })],
      machines: [
        machine('m1', { labels: { disk: 'ssd' } }),
        machine('m2', { labels: { disk: 'ssd' } }),
        machine('m3'),
      ],
      avoid: () => ['m1', 'm2'],
    }),
  );
  expect([...result.place, ...result.remove]).toEqual([]);
  expect(shown(result.keep)).toEqual(['a.service m1']);
  expect(result.stuck[0]?.machines).toEqual([
    { machine: 'm1', reason: 'is where it keeps failing' },
    { machine: 'm2', reason: 'is where it has failed as well' },
    { machine: 'm3', reason: expect.stringContaining('label disk') as unknown },
  ]);
});

test.each([
  ['pinned', { machine: 'm1' }],
  ['global', { global: true }],
])('what is %s stays', (_, placement) => {
  const current = ['m1', 'm2', 'm3'].map((name) => spot('a.service', name));
  const seats = 'global' in placement ? current : current.slice(0, 1);
  const result = schedule(world({ units: [unit('a.service', placement)], current: seats }));
  expect([...result.place, ...result.remove, ...result.stuck]).toEqual([]);
});

test('what has no machine any more rather goes to where it has failed than nowhere', () => {
  const lost = machine('m2', {}, { standing: 'gone', ready: 'no' });
  const result = schedule(
    world({ machines: [machine('m1'), lost], current: [spot('a.service', 'm2')], evict: () => true }),
  );
  expect(shown(result.place)).toEqual(['a.service m1']);
});
