import type { Unit } from '../../schemas/types.ts';
import { type SchedulerInput, schedule } from './schedule.ts';
import { Scheduler } from './scheduler.ts';
import { machine, shown, spot, unit } from './testing/worlds.ts';

const web = { labels: { app: 'web' } };
const apart = {
  antiAffinity: { required: [{ labelSelector: { matchLabels: web.labels }, topologyKey: 'region' }] },
};
const eu = { labels: { region: 'eu' } };
const us = { labels: { region: 'us' } };

/** Many others, so that one change is a small one. */
const crowd = Array.from({ length: 20 }, (_, index) => unit(`x${index}.service`, { machine: 'far' }));
const crowded = (units: Unit[]) => [...units, ...crowd];
const far = machine('far');
const seats = crowd.map(({ metadata }) => spot(metadata.name, 'far'));

function follows(inputs: [SchedulerInput, ...SchedulerInput[]]) {
  const scheduler = new Scheduler();
  const results = inputs.map((input) => {
    const result = scheduler.schedule(input);
    const { keep: _, ...whole } = schedule(input);
    expect(JSON.parse(JSON.stringify(result))).toEqual(JSON.parse(JSON.stringify(whole)));
    return result;
  });
  return { scheduler, last: results.at(-1) };
}

test('one change among many is looked at alone', () => {
  const input = {
    units: crowded([unit('a.service')]),
    machines: [far, machine('m1')],
    current: [...seats, spot('a.service', 'm1')],
  };
  const { scheduler, last } = follows([input, { ...input, units: [...input.units, unit('b.service')] }]);
  expect(shown(last?.place ?? [])).toEqual(['b.service m1']);
  expect(scheduler.lookedAt).toBe(1);
});

test('a new status is no change', () => {
  const a = unit('a.service');
  const input = { machines: [far, machine('m1')], current: [...seats, spot('a.service', 'm1')] };
  const { scheduler } = follows([
    { ...input, units: crowded([a]) },
    { ...input, units: crowded([{ ...a, status: { sync: 'Synced' } }]) },
  ]);
  expect(scheduler.lookedAt).toBe(0);
});

test('who is to keep away from a changed one, on another machine, leaves by rank and name, and not the changed one', () => {
  const machines = [far, machine('m1', eu), machine('m2', eu), machine('m3', us)];
  const current = [...seats, spot('a.service', 'm1'), spot('b.service', 'm2')];
  const b = unit('b.service', {}, web);
  const { last } = follows([
    { units: crowded([unit('a.service'), b]), machines, current },
    { units: crowded([unit('a.service', apart), b]), machines, current },
  ]);
  expect(shown(last?.remove ?? [])).toEqual(['b.service m2']);
});

test('reasons name those in the way in the order of their names, however they came', () => {
  const machines = [far, machine('m1')];
  const current = [...seats, spot('a.service', 'm1'), spot('c.service', 'm1')];
  const wants = unit('b.service', { conflicts: ['a.service', 'c.service', 'x*'] });
  const { last } = follows([
    { units: crowded([unit('a.service'), wants, unit('c.service')]), machines, current },
    { units: crowded([unit('a.service', {}, web), wants, unit('c.service')]), machines, current },
  ]);
  expect(last?.unplaced.map(({ message }) => message)).toEqual([
    expect.stringContaining('m1 runs a.service'),
  ]);
});

test('reasons are told in one order, whoever made them first', () => {
  const alone = { antiAffinity: { required: [{ labelSelector: { matchLabels: web.labels } }] } };
  const units = crowded([unit('n.service', alone), unit('w.service', {}, web)]);
  const input = { units, machines: [far, machine('m1', eu)], current: [...seats, spot('n.service', 'm1')] };
  const { last } = follows([
    { ...input, machines: [machine('far', { maxUnits: 1 }), machine('m1', eu)] },
    {
      units: [...units, unit('a.service', apart)],
      machines: [machine('far', { maxUnits: 1 }), machine('m1', eu)],
      current: [...input.current, spot('a.service', 'm1')],
    },
  ]);
  expect(last?.unplaced).toHaveLength(1);
});

test('regions without a machine that takes new units do not count in a spread', () => {
  const spread = { spread: [{ topologyKey: 'region', labelSelector: { matchLabels: web.labels } }] };
  const units = crowded([unit('a.service', spread, web)]);
  const machines = [far, machine('m1', eu), machine('m2', us)];
  const current = [...seats, spot('a.service', 'm1')];
  const away = [far, machine('m1', eu), machine('m2', { ...us, unschedulable: true })];
  const { last } = follows([
    { units, machines, current },
    { units: [...units, unit('b.service', spread, web)], machines, current },
    { units: [...units, unit('b.service', spread, web)], machines: away, current },
  ]);
  expect(shown(last?.place ?? [])).toEqual(['b.service m1']);
});
