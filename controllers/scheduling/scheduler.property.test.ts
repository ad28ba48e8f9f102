import fc from 'fast-check';
import type { Unit } from '../../schemas/types.ts';
import type { SchedulerMachine } from './place.ts';
import { type Decisions, type Schedule, type SchedulerInput, schedule } from './schedule.ts';
import { Scheduler } from './scheduler.ts';
import { spotKey } from './spot.ts';
import { after, anyWorld } from './testing/worlds.ts';

const { MUSTER_PROPERTY_RUNS: count = '250' } = process.env;

/** What changes from one schedule to the next. `other` is another world of the same names to take things from. */
type Change = (now: SchedulerInput, last: Schedule, other: SchedulerInput, at: number) => SchedulerInput;

const comesTrue: Change = (now, last) => ({ ...now, current: after(last) });
const often = 3;
const changes: [string, Change, weight?: number][] = [
  ['nothing', (now) => now],
  ['the schedule comes true', comesTrue, often],
  [
    'half of it comes true',
    (now, last) => ({ ...now, current: [...last.keep, ...last.remove.slice(1), ...last.place.slice(0, 1)] }),
  ],
  ['a unit comes or is another one', (now, _last, other, at) => withUnit(now, one(other.units, at)), often],
  [
    'a unit of the same name comes',
    (now, _last, other, at) => {
      const unit = one(other.units, at);
      return withUnit(now, { ...unit, metadata: { ...unit.metadata, namespace: 'twins' } });
    },
  ],
  [
    'a unit has other labels',
    (now, _last, other, at) => {
      const unit = one(now.units, at);
      const { labels = {} } = one(other.units, at).metadata;
      return withUnit(now, { ...unit, metadata: { ...unit.metadata, labels } });
    },
  ],
  ['a unit has another status', (now, _l, _o, at) => withUnit(now, { ...one(now.units, at), status: {} })],
  ['a unit is gone', (now, _last, _other, at) => ({ ...now, units: without(now.units, one(now.units, at)) })],
  ['all units come in another order', (now) => ({ ...now, units: [...now.units].reverse() })],
  ['a machine is as elsewhere', (now, _l, other, at) => withMachine(now, one(other.machines, at))],
  ['a machine is lost', (now, _l, _o, at) => changed(now, at, { ready: 'no', standing: 'gone' })],
  ['a machine is back', (now, _l, _o, at) => changed(now, at, { ready: 'yes', standing: 'in' })],
  ['a machine cannot be reached', (now, _l, _o, at) => changed(now, at, { ready: 'no' })],
  ['a machine is drained', (now, _l, _o, at) => changed(now, at, { standing: 'leaving' })],
  ['a machine is being connected to', (now, _l, _o, at) => changed(now, at, { ready: 'pending' })],
  [
    'a machine is cordoned, or no more',
    (now, _l, _o, at) => {
      const { machine, ...rest } = one(now.machines, at);
      const { unschedulable = false, ...spec } = machine.spec;
      return withMachine(now, {
        ...rest,
        machine: { ...machine, spec: { ...spec, unschedulable: !unschedulable } },
      });
    },
  ],
  [
    'a machine is gone',
    (now, _l, _o, at) => ({ ...now, machines: others(now.machines, one(now.machines, at)) }),
  ],
  [
    'somebody puts a unit elsewhere',
    (now, _l, { current }) => ({ ...now, current: [...now.current.slice(1), ...current.slice(0, 1)] }),
  ],
  ['what was there is leaving', (now, last) => ({ ...now, leaving: last.remove })],
  ['others are leaving', (now, _last, other) => ({ ...now, leaving: other.current })],
  ['all that was leaving has gone', (now) => ({ ...now, leaving: [] })],
  ['failures are noted', (now, _l, { avoid }) => ({ ...now, ...(avoid === undefined ? {} : { avoid }) })],
  ['what is lost is waited for', (now) => ({ ...now, evict: () => false })],
  ['what is lost moves', (now) => ({ ...now, evict: () => true })],
];

function one<T>(list: readonly T[], at: number): T {
  return list[at % list.length] as T;
}

function without(units: SchedulerInput['units'], { metadata: { name, namespace } }: Unit) {
  return units.filter(({ metadata }) => metadata.name !== name || metadata.namespace !== namespace);
}

function withUnit(now: SchedulerInput, unit: Unit): SchedulerInput {
  return { ...now, units: [...without(now.units, unit), unit] };
}

function others(machines: readonly SchedulerMachine[], { machine }: SchedulerMachine): SchedulerMachine[] {
  return machines.filter((each) => each.machine.metadata.name !== machine.metadata.name);
}

function withMachine(now: SchedulerInput, machine: SchedulerMachine): SchedulerInput {
  return { ...now, machines: [...others(now.machines, machine), machine] };
}

function changed(now: SchedulerInput, at: number, more: Partial<SchedulerMachine>): SchedulerInput {
  return withMachine(now, { ...one(now.machines, at), ...more });
}

/** No two spots alike, and as plain as those that the store gives; those that are so stay the same objects. */
function stored(input: SchedulerInput): SchedulerInput {
  const spots = input.current.map((spot) => {
    const { namespace, unit, instance, machine } = spot;
    return Object.keys(spot).length === 4 ? spot : { namespace, unit, instance, machine };
  });
  return { ...input, current: [...new Map(spots.map((spot) => [spotKey(spot), spot])).values()] };
}

/** Nobody asks it who stays. */
const plain = ({ keep: _, ...result }: Decisions & { keep?: unknown }) =>
  JSON.parse(JSON.stringify(result)) as unknown;

test('going on from the schedule before gives what looking at everything gives', () => {
  const change = fc.oneof(...changes.map((each) => ({ arbitrary: fc.constant(each), weight: each[2] ?? 1 })));
  const step = fc.record({ change, other: anyWorld, at: fc.nat() });
  fc.assert(
    fc.property(anyWorld, fc.array(step, { minLength: 1, maxLength: 20 }), (world, steps) => {
      const scheduler = new Scheduler({ mostChanged: Number.POSITIVE_INFINITY });
      let now = world;
      let last = schedule(now);
      expect(plain(scheduler.schedule(now))).toEqual(plain(last));
      const told: string[] = [];
      for (const {
        change: [what, change],
        other,
        at,
      } of steps) {
        const next = stored(change(now, last, other, at));
        if (next.units.length === 0 || next.machines.length === 0) continue;
        now = next;
        last = schedule(now);
        told.push(what);
        const gone = plain(scheduler.schedule(now));
        expect({ told, schedule: gone }).toEqual({ told, schedule: plain(last) });
      }
    }),
    { numRuns: Number(count) },
  );
});
