import type { Machine, Unit } from '../../schemas/types.ts';
import type { SchedulerMachine } from './place.ts';
import { type SchedulerInput, schedule } from './schedule.ts';
import type { Spot } from './spot.ts';

function machine(name: string, more: Partial<SchedulerMachine> = {}): SchedulerMachine {
  const object: Machine = {
    apiVersion: 'muster.dev/v1',
    kind: 'Machine',
    metadata: { name },
    spec: { ssh: { host: name } },
  };
  return { machine: object, machineId: null, ready: 'yes', ...more };
}

function unit(name: string, placement: Unit['spec']['placement'] = {}): Unit {
  return {
    apiVersion: 'muster.dev/v1',
    kind: 'Unit',
    metadata: { name, namespace: 'default' },
    spec: { placement, text: '' },
  };
}

function spot(name: string, on: string): Spot {
  return { namespace: 'default', unit: name, instance: null, machine: on };
}

function input(units: Unit[], machines: SchedulerMachine[], current: Spot[]): SchedulerInput {
  return { units, machines, current };
}

describe('a machine that is leaving', () => {
  const leaving = machine('a', { standing: 'leaving' });

  test('its units move, each to a place found first', () => {
    const result = schedule(input([unit('x.service')], [leaving, machine('b')], [spot('x.service', 'a')]));
    expect(result.place).toEqual([expect.objectContaining({ machine: 'b', from: 'a' })]);
    expect(result.remove).toEqual([{ ...spot('x.service', 'a'), reason: 'drained' }]);
    expect(result.keep).toEqual([]);
  });

  test('what no other machine can take stays, and is stuck', () => {
    const only = unit('x.service', { conflicts: ['y.service'] });
    const result = schedule(
      input(
        [only, unit('y.service')],
        [leaving, machine('b')],
        [spot('x.service', 'a'), spot('y.service', 'b')],
      ),
    );
    expect(result.keep).toEqual(expect.arrayContaining([spot('x.service', 'a'), spot('y.service', 'b')]));
    expect(result.remove).toEqual([]);
    expect(result.unplaced).toEqual([]);
    expect(result.stuck).toEqual([
      expect.objectContaining({
        unit: 'x.service',
        machine: 'a',
        machines: [
          { machine: 'a', reason: 'is being drained' },
          { machine: 'b', reason: 'runs y.service, which it conflicts with' },
        ],
      }),
    ]);
  });

  test('globals and pinned units stay; nothing new comes', () => {
    const units = [
      unit('g.service', { global: true }),
      unit('p.service', { machine: 'a' }),
      unit('n.service'),
    ];
    const result = schedule(input(units, [leaving], [spot('g.service', 'a'), spot('p.service', 'a')]));
    expect(result.keep).toEqual(expect.arrayContaining([spot('g.service', 'a'), spot('p.service', 'a')]));
    expect(result.place).toEqual([]);
    expect(result.remove).toEqual([]);
    expect(result.unplaced).toEqual([expect.objectContaining({ unit: 'n.service' })]);
  });
});

describe('a machine that is gone', () => {
  const gone = machine('a', { standing: 'gone', ready: 'no' });

  test('what is evicted is given up there and placed elsewhere; the rest is kept', () => {
    const units = [
      unit('moves.service'),
      unit('waits.service', { machineSelector: { matchLabels: { x: 'y' } } }),
    ];
    const current = [spot('moves.service', 'a'), spot('waits.service', 'a')];
    const result = schedule({
      ...input(units, [gone, machine('b')], current),
      evict: (each, where) => where === 'a' && each.metadata.name === 'moves.service',
    });
    expect(result.abandon).toEqual([{ ...spot('moves.service', 'a'), reason: 'its machine is lost' }]);
    expect(result.place).toEqual([
      expect.objectContaining({ unit: 'moves.service', machine: 'b', from: 'a' }),
    ]);
    expect(result.keep).toEqual([spot('waits.service', 'a')]);
    expect(result.remove).toEqual([]);
  });

  test('with nowhere to go it is kept, and is stuck', () => {
    const result = schedule({
      ...input([unit('x.service')], [gone], [spot('x.service', 'a')]),
      evict: () => true,
    });
    expect(result.keep).toEqual([spot('x.service', 'a')]);
    expect(result.abandon).toEqual([]);
    expect(result.stuck).toEqual([expect.objectContaining({ unit: 'x.service', machine: 'a' })]);
  });

  test('what is bound to it by name waits there, and is not stuck: no other machine is meant', () => {
    const full = { ...gone.machine, spec: { ...gone.machine.spec, maxUnits: 1 } };
    const machines = [{ ...gone, machine: full }, machine('b')];
    const result = schedule({
      ...input([unit('x.service', { machine: 'a' })], machines, [spot('x.service', 'a')]),
      evict: () => true,
    });
    expect(result).toMatchObject({ keep: [spot('x.service', 'a')], place: [], abandon: [], stuck: [] });
  });

  test('a spot there of what runs elsewhere already is given up again', () => {
    const result = schedule({
      ...input([unit('x.service')], [gone, machine('b')], [spot('x.service', 'a'), spot('x.service', 'b')]),
      evict: () => true,
    });
    expect(result.keep).toEqual([spot('x.service', 'b')]);
    expect(result.abandon).toEqual([expect.objectContaining(spot('x.service', 'a'))]);
  });
});
