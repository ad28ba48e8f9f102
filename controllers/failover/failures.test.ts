import type { Placement, Unit } from '../../schemas/types.ts';
import { type SimulatedFleet, service, startFleet } from '../testing/simulated-fleet.ts';
import { FailedPlaces, failuresAnnotation, failuresOf, noteFailures } from './failures.ts';

const failing = (spec: Unit['spec'] = {}): Unit => {
  const unit = service('a.service', { failover: { failureThreshold: 3 }, ...spec });
  return { ...unit, metadata: { ...unit.metadata, generation: 2 } };
};
const on = (machine: string, note?: string): Placement => ({
  apiVersion: 'muster.dev/v1',
  kind: 'Placement',
  metadata: {
    name: `a.service.${machine}`,
    namespace: 'default',
    ...(note === undefined ? {} : { annotations: { [failuresAnnotation]: note } }),
  },
  spec: { unit: 'a.service', machine },
});

test('it is noted when the threshold is reached, once, and with where it has failed before', () => {
  expect(noteFailures(on('m1'), failing(), { attempts: 2, failures: 2 })).toBeNull();
  const note = noteFailures(on('m1'), failing(), { attempts: 3, failures: 3 });
  expect(JSON.parse(note ?? '')).toEqual({ generation: 2, attempts: 3, machines: ['m1'] });
  expect(noteFailures(on('m1', note ?? ''), failing(), { attempts: 4, failures: 4 })).toBeNull();
  const next = noteFailures(on('m2', note ?? ''), failing(), { attempts: 6, failures: 3 });
  expect(JSON.parse(next ?? '')).toEqual({ generation: 2, attempts: 6, machines: ['m1', 'm2'] });
});

test('never without a threshold, nor of what cannot move', () => {
  const counted = { attempts: 9, failures: 9 };
  expect(noteFailures(on('m1'), failing({ failover: {} }), counted)).toBeNull();
  expect(noteFailures(on('m1'), failing({ placement: { machine: 'm1' } }), counted)).toBeNull();
  expect(noteFailures(on('m1'), failing({ placement: { global: true } }), counted)).toBeNull();
});

test('a note about an earlier version, or one that somebody broke, means nothing', () => {
  const note = JSON.stringify({ generation: 1, attempts: 3, machines: ['m1'] });
  for (const text of [note, 'x', '{}', 'null', '[]'])
    expect(failuresOf(on('m1', text), failing())).toBeNull();
});

test('what is noted at the old and the new place counts together', () => {
  const note = (attempts: number, ...machines: string[]) =>
    JSON.stringify({ generation: 2, attempts, machines });
  const places = new FailedPlaces([on('m1', note(3, 'm1')), on('m2', note(6, 'm2'))], () => failing());
  const item = { namespace: 'default', unit: 'a.service', instance: null };
  expect(places.machinesOf(item)).toEqual(['m1', 'm2']);
  expect(places.annotationsFor(item)).toEqual({ [failuresAnnotation]: note(6, 'm1', 'm2') });
  expect(places.machinesOf({ ...item, unit: 'b.service' })).toEqual([]);
});

describe('on hosts in memory', () => {
  let fleet: SimulatedFleet;
  afterEach(() => fleet.stop());

  test.each(['startFirst', 'stopFirst'] as const)(
    'a unit that keeps failing on one machine goes on on another; its wait goes on, too (%s)',
    async (handover) => {
      fleet = await startFleet(['m1', 'm2']);
      const host = fleet.hosts.get('m1');
      if (host === undefined) throw new Error('no host');
      host.faults.writeError = 'No space left on device';
      await fleet.apply(service('a.service', { failover: { failureThreshold: 2 }, placement: { handover } }));
      await fleet.until('it runs on the other', () => fleet.active('a.service', 'm2') === 'active');
      await fleet.until('the first is given up', () => fleet.placement('a.service', 'm1') === undefined);
      const note = fleet.placement('a.service', 'm2')?.metadata.annotations?.[failuresAnnotation] ?? '{}';
      expect(JSON.parse(note)).toMatchObject({ attempts: 2, machines: ['m1'] });
      expect(fleet.runtime.core.stateOf('default/a.service.m2')?.context.attempts).toBe(2);
    },
  );

  test('without another machine it stays, and says so', async () => {
    fleet = await startFleet(['m1']);
    await fleet.apply(
      service('a.service', {
        text: '[Service]\nExecStart=/bin/false\n',
        failover: { failureThreshold: 1 },
      }),
    );
    await fleet.until('it says so', () =>
      /it stays there: no machine can take a.service: m1 is where it keeps failing/.test(
        fleet.unit('a.service')?.status?.conditions?.[0]?.message ?? '',
      ),
    );
  });
});
