import fc from 'fast-check';
import type { Placement, Unit } from '../../schemas/types.ts';
import { isLeaving, newPlacement, spotOfPlacement } from '../placement-objects.ts';
import { handedOverTo } from './handed-over.ts';
import { planMoves } from './handover.ts';
import type { Spot } from './spot.ts';
import { seated } from './successor.ts';

type Handover = 'startFirst' | 'stopFirst';

function unitOf(handover: Handover, more: Partial<Unit['spec']> = {}): Unit {
  return {
    apiVersion: 'muster.dev/v1',
    kind: 'Unit',
    metadata: { name: 'a@.service', namespace: 'default' },
    spec: { text: '[Service]', placement: { handover }, ...more },
  };
}

const spot = (instance: string, machine: string): Spot => ({
  namespace: 'default',
  unit: 'a@.service',
  instance,
  machine,
});

/**
 * A small world in which every instance is to be on `to`, after it was to be on `detours`, one for each turn: plans are
 * carried out at once, copies become healthy and leave in any order that `turns` says. Returns how many healthy copies
 * there were of each instance, at every moment.
 */
function simulate(unit: Unit, instances: string[], turns: number[], detours: string[] = []) {
  let placements: Placement[] = instances.map((instance) => newPlacement(spot(instance, 'from'), unit, ''));
  const healthy = new Set(placements.map(({ metadata }) => metadata.name));
  const history: { [instance: string]: number }[] = [];
  let movingAtOnce = 0;
  const step = (to: string): boolean => {
    const at = new Map(seated(placements).map((placement) => [placement.spec.instance ?? '', placement]));
    const astray = instances.filter((instance) => at.get(instance)?.spec.machine !== to);
    const moves = planMoves({
      wanted: {
        place: astray.map((instance) => ({ ...spot(instance, to), reason: '' })),
        remove: astray.flatMap((instance) => {
          const there = at.get(instance);
          return there === undefined ? [] : [{ ...spotOfPlacement(there), reason: 'drained' }];
        }),
        abandon: [],
      },
      placements,
      unit: () => unit,
      isConnected: () => true,
      mayRun: () => true,
      isHealthy: ({ metadata }) => healthy.has(metadata.name),
      isUp: ({ metadata }) => healthy.has(metadata.name),
      waits: { held: [], inTheWayOf: () => [], unready: () => [] },
    });
    for (const { placement, successor } of moves.mark) {
      const { [handedOverTo]: _, ...others } = placement.metadata.annotations ?? {};
      placement.metadata.annotations = successor === null ? others : { ...others, [handedOverTo]: successor };
    }
    for (const gone of moves.remove) {
      const there = placements.find(
        ({ spec }) => spec.machine === gone.machine && spec.instance === gone.instance,
      );
      if (there !== undefined) there.metadata.deletionTimestamp = 'now';
    }
    for (const made of moves.create) {
      const fresh = newPlacement(made, unit, '');
      if (!placements.some(({ metadata }) => metadata.name === fresh.metadata.name)) placements.push(fresh);
    }
    return moves.create.length + moves.remove.length + moves.mark.length > 0;
  };
  for (let round = 0; round < 200; round++) {
    const changed = step(detours[round] ?? 'to');
    const moving = new Set(
      placements
        .filter(
          (placement) => isLeaving(placement) || placement.metadata.annotations?.[handedOverTo] !== undefined,
        )
        .map(({ spec }) => spec.instance),
    );
    movingAtOnce = Math.max(movingAtOnce, moving.size);
    const pending = placements.filter(({ metadata }) => !healthy.has(metadata.name));
    const leaving = placements.filter(isLeaving);
    const events = [...pending, ...leaving];
    if (!changed && events.length === 0 && round >= detours.length) break;
    const next = events[(turns[round % turns.length] ?? 0) % Math.max(1, events.length)];
    if (next !== undefined && isLeaving(next)) {
      placements = placements.filter((placement) => placement !== next);
      healthy.delete(next.metadata.name);
    } else if (next !== undefined) healthy.add(next.metadata.name);
    const count = (instance: string) =>
      placements.filter(({ metadata, spec }) => spec.instance === instance && healthy.has(metadata.name))
        .length;
    history.push(Object.fromEntries(instances.map((instance) => [instance, count(instance)])));
  }
  return { placements, history, movingAtOnce };
}

const instances = fc
  .integer({ min: 1, max: 5 })
  .map((count) => Array.from({ length: count }, (_, i) => `${i}`));
const turns = fc.array(fc.nat(10), { minLength: 1, maxLength: 20 });

test('startFirst: all arrive, and none is ever without a healthy copy', () => {
  fc.assert(
    fc.property(instances, turns, (names, order) => {
      const { placements, history, movingAtOnce } = simulate(unitOf('startFirst'), names, order);
      expect(placements.map(({ spec }) => spec.machine)).toEqual(names.map(() => 'to'));
      for (const moment of history)
        for (const count of Object.values(moment)) expect(count).toBeGreaterThan(0);
      expect(movingAtOnce).toBe(1);
    }),
  );
});

test('startFirst: so it is when a move is followed by another, or taken back, before it is done', () => {
  const detours = fc.array(fc.constantFrom('from', 'to', 'elsewhere'), { maxLength: 12 });
  fc.assert(
    fc.property(instances, turns, detours, (names, order, ways) => {
      const { placements, history } = simulate(unitOf('startFirst'), names, order, ways);
      expect(placements.map(({ spec }) => spec.machine)).toEqual(names.map(() => 'to'));
      for (const moment of history)
        for (const count of Object.values(moment)) expect(count).toBeGreaterThan(0);
    }),
  );
});

test('stopFirst, and always under fence: all arrive, never in two copies, and one at a time', () => {
  const units = fc.constantFrom(unitOf('stopFirst'), unitOf('startFirst', { failover: { policy: 'fence' } }));
  fc.assert(
    fc.property(units, instances, turns, (unit, names, order) => {
      const { placements, history } = simulate(unit, names, order);
      expect(placements.map(({ spec }) => spec.machine)).toEqual(names.map(() => 'to'));
      for (const moment of history) {
        for (const count of Object.values(moment)) expect(count).toBeLessThan(2);
        expect(Object.values(moment).filter((count) => count === 0).length).toBeLessThan(2);
      }
    }),
  );
});

test('maxMoving instances move at a time', () => {
  const unit = unitOf('startFirst', { placement: { handover: 'startFirst', maxMoving: 3 } });
  expect(simulate(unit, ['1', '2', '3', '4', '5'], [0]).movingAtOnce).toBe(3);
});

test('what is abandoned goes, and its new place is taken at once', () => {
  const unit = unitOf('stopFirst');
  const old = newPlacement(spot('1', 'lost'), unit, '');
  const moves = planMoves({
    wanted: {
      place: [{ ...spot('1', 'to'), reason: '' }],
      remove: [],
      abandon: [{ ...spot('1', 'lost'), reason: 'its machine is lost' }],
    },
    placements: [old],
    unit: () => unit,
    isConnected: (machine) => machine !== 'lost',
    mayRun: ({ spec }) => spec.machine !== 'lost',
    isHealthy: () => false,
    isUp: () => false,
    waits: { held: [], inTheWayOf: () => [], unready: () => [] },
  });
  expect(moves).toMatchObject({ create: [spot('1', 'to')], remove: [spot('1', 'lost')], mark: [] });
});

test('under fence nothing starts while a copy that is on its way off a machine out of reach may still run there', () => {
  const unit = unitOf('startFirst', { failover: { policy: 'fence' } });
  const old = newPlacement(spot('1', 'from'), unit, '');
  const place = [{ ...spot('1', 'to'), reason: '' }];
  const plan = (placement: Placement, remove: Spot[], runs: boolean) =>
    planMoves({
      wanted: { place, remove: remove.map((each) => ({ ...each, reason: 'drained' })), abandon: [] },
      placements: [placement],
      unit: () => unit,
      isConnected: () => false,
      mayRun: () => runs,
      isHealthy: () => false,
      isUp: () => false,
      waits: { held: [], inTheWayOf: () => [], unready: () => [] },
    });
  expect(plan(old, [spot('1', 'from')], true)).toMatchObject({ create: [], remove: [spot('1', 'from')] });
  const leaving = { ...old, metadata: { ...old.metadata, deletionTimestamp: 'now' } };
  expect(plan(leaving, [], true)).toMatchObject({ create: [], remove: [] });
  expect(plan(leaving, [], false)).toMatchObject({ create: place, remove: [] });
});

test('what is on its way already goes elsewhere whoever else is on the way', () => {
  const unit = unitOf('startFirst');
  const pairs = ['1', '2'].map((instance) => {
    const from = newPlacement(spot(instance, 'from'), unit, '');
    const by = newPlacement(spot(instance, 'by'), unit, '');
    from.metadata.annotations = { [handedOverTo]: by.metadata.name };
    return [from, by];
  });
  const moves = planMoves({
    wanted: {
      place: ['1', '2'].map((instance) => ({ ...spot(instance, 'to'), reason: '' })),
      remove: ['1', '2'].map((instance) => ({ ...spot(instance, 'by'), reason: 'drained' })),
      abandon: [],
    },
    placements: pairs.flat(),
    unit: () => unit,
    isConnected: () => true,
    mayRun: () => true,
    isHealthy: ({ spec }) => spec.machine === 'from',
    isUp: ({ spec }) => spec.machine === 'from',
    waits: { held: [], inTheWayOf: () => [], unready: () => [] },
  });
  expect(moves.create.map(({ instance }) => instance)).toEqual(['1', '2']);
  expect(moves.remove).toEqual([]);
});
