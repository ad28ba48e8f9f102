import type { Placement, Unit } from '../../schemas/types.ts';
import type { Selection, StateVerb } from '../operations.ts';
import { newPlacement } from '../placement-objects.ts';
import { planStates } from './plan-states.ts';

function unit(name: string, spec: Partial<Unit['spec']> = {}): Unit {
  return {
    apiVersion: 'muster.dev/v1',
    kind: 'Unit',
    metadata: { name, namespace: 'default', uid: `u-${name}`, labels: { app: name.split(/[@.]/)[0] ?? '' } },
    spec: { state: 'active', text: '[Service]\nExecStart=/bin/true\n', ...spec },
  };
}

function placed(
  owner: Unit,
  instance: string | null,
  machine: string,
  state?: 'active' | 'inactive',
): Placement {
  const placement = newPlacement(
    { namespace: 'default', unit: owner.metadata.name, instance, machine },
    owner,
    'test',
  );
  return state === undefined ? placement : { ...placement, spec: { ...placement.spec, state } };
}

/** The spec's words that verbs change, and what is noted on placements, by name. */
function plan(units: Unit[], placements: Placement[], verb: StateVerb, selection: Selection) {
  return planStates(units, placements, verb, selection).map((change) => ({
    unit: change.unit.metadata.name,
    state: change.unit.spec.state,
    instances: change.unit.spec.instances,
    placements: Object.fromEntries(
      change.placements.map(({ placement, state }) => [placement.metadata.name, state ?? 'as the unit']),
    ),
    begin: change.begin,
  }));
}

const hello = unit('hello.service');

test.each([
  ['start', 'active', 'submitted', 'active'],
  ['load', 'inactive', 'active', 'inactive'],
  ['stop', 'inactive', 'active', 'inactive'],
  ['stop', 'submitted', 'submitted', 'submitted'],
  ['unload', 'submitted', 'active', 'submitted'],
] as const)('%s of a unit: %s', (verb, _, from, to) => {
  const [change] = plan([unit('hello.service', { state: from })], [], verb, { units: ['hello'] });
  expect(change?.state).toBe(to);
});

test('what one machine was told is forgotten when the whole unit is told something', () => {
  const placements = [placed(hello, null, 'm1', 'inactive'), placed(hello, null, 'm2')];
  expect(plan([hello], placements, 'start', { units: ['hello'] })).toMatchObject([
    { placements: { 'hello.service.m1': 'as the unit', 'hello.service.m2': 'as the unit' } },
  ]);
});

test('on one machine the unit stays as it is', () => {
  const placements = [placed(hello, null, 'm1'), placed(hello, null, 'm2')];
  expect(plan([hello], placements, 'stop', { units: ['hello'], machine: 'm2' })).toEqual([
    { unit: 'hello.service', state: 'active', placements: { 'hello.service.m2': 'inactive' }, begin: [] },
  ]);
  expect(() => plan([hello], placements, 'stop', { units: ['hello'], machine: 'm3' })).toThrow(/not on m3/);
  expect(() => plan([hello], placements, 'unload', { units: ['hello'], machine: 'm1' })).toThrow(
    /without -m/,
  );
});

describe('a template', () => {
  const template = unit('web@.service', { instances: ['1', '2'] });
  const both = [placed(template, '1', 'm1'), placed(template, '2', 'm2')];

  test('one of its instances stops, the other does not', () => {
    expect(plan([template], both, 'stop', { units: ['web@1'] })).toEqual([
      {
        unit: 'web@.service',
        state: 'active',
        instances: ['1', '2'],
        placements: { 'web@1.service.m1': 'inactive' },
        begin: [],
      },
    ]);
  });
  test.each([[['web@*']], [['web@.service']], [['web@1', 'web@2']]])('%j are all of it', (units) => {
    expect(plan([template], both, 'stop', { units })).toMatchObject([{ state: 'inactive' }]);
  });
  test('a new instance is made by its name', () => {
    expect(plan([template], both, 'start', { units: ['web@3'] })).toMatchObject([
      { state: 'active', instances: ['1', '2', '3'], begin: [] },
    ]);
    expect(plan([template], both, 'load', { units: ['web@3'] })).toMatchObject([
      { state: 'active', instances: ['1', '2', '3'], begin: [{ instance: '3', state: 'inactive' }] },
    ]);
    expect(plan([unit('web@.service', { instances: 2 })], both, 'start', { units: ['web@3'] })).toMatchObject(
      [{ instances: ['1', '2', '3'] }],
    );
  });
  test('the first instance of a submitted one is the only one that is placed', () => {
    const bare = unit('web@.service', { state: 'submitted' });
    expect(plan([bare], [], 'start', { units: ['web@1'] })).toMatchObject([
      { state: 'active', instances: ['1'] },
    ]);
    const unloaded = unit('web@.service', { state: 'submitted', instances: ['1', '2'] });
    expect(plan([unloaded], [], 'load', { units: ['web@1'] })).toMatchObject([
      { state: 'inactive', instances: ['1'] },
    ]);
  });
  test('unload takes an instance away, and all of them leave the template stored', () => {
    expect(plan([template], both, 'unload', { units: ['web@1'] })).toMatchObject([
      { state: 'active', instances: ['2'] },
    ]);
    expect(plan([template], both, 'unload', { units: ['web@*'] })).toMatchObject([
      { state: 'submitted', instances: ['1', '2'] },
    ]);
  });
  test('without instances there is nothing to start', () => {
    const bare = unit('web@.service');
    expect(() => plan([bare], [], 'start', { units: ['web@.service'] })).toThrow(
      /muster start web@1.service/,
    );
    expect(plan([bare], [], 'start', { units: ['web@*'] })).toEqual([]);
  });
});

test('one misspelt name changes nothing', () => {
  expect(() => plan([hello], [], 'start', { units: ['hello', 'helo'] })).toThrow(/"helo.service" not found/);
});

test('globs and labels', () => {
  const units = [hello, unit('help.service'), unit('other.service')];
  const named = (selection: Selection) => plan(units, [], 'stop', selection).map((change) => change.unit);
  expect(named({ units: ['hel*'] })).toEqual(['hello.service', 'help.service']);
  expect(named({ selector: 'app=other' })).toEqual(['other.service']);
  expect(named({})).toHaveLength(3);
});
