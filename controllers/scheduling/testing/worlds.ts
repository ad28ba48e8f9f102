/** Units and machines for tests of the scheduler, written out or made up. */
import fc from 'fast-check';
import type { LabelSelector, Machine, Unit, UnitPlacement, UnitSpec } from '../../../schemas/types.ts';
import type { SchedulerMachine } from '../place.ts';
import type { Schedule, SchedulerInput } from '../schedule.ts';
import type { Spot } from '../spot.ts';

export interface MachineFields {
  labels?: Record<string, string>;
  maxUnits?: number;
  unschedulable?: boolean;
  memoryBytes?: number;
  cpus?: number;
}

export function machine(
  name: string,
  { labels = {}, memoryBytes, cpus, ...spec }: MachineFields = {},
  more: Partial<SchedulerMachine> = {},
): SchedulerMachine {
  const object: Machine = {
    apiVersion: 'muster.dev/v1',
    kind: 'Machine',
    metadata: { name, labels },
    spec: { ssh: { host: name }, ...spec },
    status: {
      facts: {
        ...(memoryBytes === undefined ? {} : { memoryBytes }),
        ...(cpus === undefined ? {} : { cpus }),
      },
    },
  };
  return { machine: object, machineId: null, ready: 'yes', ...more };
}

export function unit(
  name: string,
  placement: UnitPlacement = {},
  { labels = {}, namespace = 'default', ...spec }: UnitFields = {},
): Unit {
  return {
    apiVersion: 'muster.dev/v1',
    kind: 'Unit',
    metadata: { name, namespace, labels },
    spec: { placement, text: '', ...spec },
  };
}

export interface UnitFields extends UnitSpec {
  labels?: Record<string, string>;
  namespace?: string;
}

export function spot(name: string, on: string, instance: string | null = null): Spot {
  return { namespace: 'default', unit: name, instance, machine: on };
}

/** Where everything is when the schedule has come true. */
export function after(result: Schedule): Spot[] {
  const spots = result.place.map(({ namespace, unit: name, instance, machine: on }) => ({
    namespace,
    unit: name,
    instance,
    machine: on,
  }));
  return [...result.keep, ...spots];
}

/** `hello@1.service a`, sorted. */
export function shown(spots: readonly Spot[]): string[] {
  return spots
    .map(({ unit: name, instance, machine: on }) => `${name.replace('@.', `@${instance ?? ''}.`)} ${on}`)
    .sort();
}

const names = ['a.service', 'b.service', 'c.service', 'd.service', 'e.service', 't@.service'];
const apps = ['web', 'db'];
const regions = ['eu', 'us'];
const hosts = ['m1', 'm2', 'm3', 'm4'];

const appSelector: fc.Arbitrary<LabelSelector> = fc
  .constantFrom(...apps)
  .map((app) => ({ matchLabels: { app } }));
const topologyKey = fc.constantFrom('muster.dev/machine', 'region');
const term = fc.record({ labelSelector: appSelector, topologyKey });
const weighted = fc.record({
  labelSelector: appSelector,
  topologyKey,
  weight: fc.integer({ min: 1, max: 9 }),
});
const name = fc.constantFrom('a.service', 'b.service', 'c.service', 'd.service', 't@1.service');
const glob = fc.oneof(name, fc.constantFrom('t@*', '[ab].service', '*.timer'));
const few = <T>(each: fc.Arbitrary<T>) => fc.array(each, { minLength: 1, maxLength: 2 });

/** At most two rules at a time, and none that are refused together. */
const rules: fc.Arbitrary<UnitPlacement> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.constantFrom(...hosts).map((on) => ({ machine: on })) },
  {
    weight: 3,
    arbitrary: fc.oneof(
      fc.constantFrom(...regions).map((region) => ({ machineSelector: { matchLabels: { region } } })),
      few(glob).map((conflicts) => ({ conflicts })),
      few(fc.oneof(glob, appSelector)).map((leaders) => ({ with: leaders })),
      few(term).map((required) => ({ affinity: { required } })),
      few(term).map((required) => ({ antiAffinity: { required } })),
      fc.tuple(few(weighted), few(weighted)).map(([preferred, against]) => ({
        affinity: { preferred },
        antiAffinity: { preferred: against },
      })),
      fc
        .record({ topologyKey, maxSkew: fc.integer({ min: 1, max: 2 }), labelSelector: appSelector })
        .map((rule) => ({ spread: [rule] })),
      fc.tuple(fc.constantFrom(...regions), few(term)).map(([region, required]) => ({
        machineSelector: { matchLabels: { region } },
        antiAffinity: { required },
      })),
    ),
  },
);
const special: fc.Arbitrary<UnitPlacement> = fc.oneof(
  { weight: 4, arbitrary: rules },
  { weight: 1, arbitrary: few(name).map((replaces) => ({ replaces })) },
  {
    weight: 1,
    arbitrary: fc
      .oneof(
        fc.constant({}),
        few(glob).map((conflicts) => ({ conflicts })),
        few(term).map((required) => ({ antiAffinity: { required } })),
      )
      .map((more) => ({ global: true, ...more })),
  },
);

function units(placement: fc.Arbitrary<UnitPlacement>, most: number): fc.Arbitrary<Unit[]> {
  const one = (which: string) =>
    fc
      .record({
        placement,
        app: fc.constantFrom(...apps),
        memory: fc.constantFrom(undefined, 1, 2),
        instances: fc.integer({ min: 0, max: 2 }),
      })
      .map(({ placement: where, app, memory, instances }) => {
        // What names itself is refused before it gets here.
        const { with: leaders, replaces, ...rest } = where;
        const others = (leaders ?? []).filter((leader) => leader !== which);
        const replaced = (replaces ?? []).filter((other) => other !== which);
        return unit(
          which,
          {
            ...rest,
            ...(others.length > 0 ? { with: others } : {}),
            ...(replaced.length > 0 ? { replaces: replaced } : {}),
          },
          {
            labels: { app },
            ...(memory === undefined ? {} : { resources: { requests: { memory } } }),
            ...(which === 't@.service' ? { instances } : {}),
          },
        );
      });
  return fc
    .subarray(names, { minLength: 1, maxLength: most })
    .chain((chosen) => fc.tuple(...chosen.map(one)));
}

function machines(most: number): fc.Arbitrary<SchedulerMachine[]> {
  const one = (which: string) =>
    fc
      .record({
        region: fc.constantFrom(undefined, ...regions),
        maxUnits: fc.constantFrom(undefined, undefined, 1, 2),
        memoryBytes: fc.constantFrom(undefined, 2, 3),
        cordoned: fc.integer({ min: 0, max: 7 }).map((number) => number === 0),
      })
      .map(({ region, maxUnits, memoryBytes, cordoned }) =>
        machine(which, {
          labels: region === undefined ? {} : { region },
          ...(maxUnits === undefined ? {} : { maxUnits }),
          ...(memoryBytes === undefined ? {} : { memoryBytes }),
          unschedulable: cordoned,
        }),
      );
  return fc.subarray(hosts.slice(0, most), { minLength: 1 }).chain((chosen) => fc.tuple(...chosen.map(one)));
}

/** Nothing is placed yet; `plain` leaves out globals and replacements. */
export function freshWorld(
  kind: 'all' | 'plain',
  sizes = { units: 6, machines: 4 },
): fc.Arbitrary<SchedulerInput> {
  return fc.record({
    units: units(kind === 'all' ? special : rules, sizes.units),
    machines: machines(sizes.machines),
    current: fc.constant([]),
  });
}

/** Units sit anywhere, allowed or not, and machines are drained, lost or silent. */
export const anyWorld: fc.Arbitrary<SchedulerInput> = freshWorld('all').chain((world) => {
  const seats = world.units.flatMap(({ metadata }) =>
    hosts.map((on) => spot(metadata.name, on, metadata.name.includes('@') ? '1' : null)),
  );
  return fc.record({
    units: fc.constant(world.units),
    current: fc.subarray(seats, { maxLength: Math.min(6, seats.length) }),
    machines: fc.tuple(
      ...world.machines.map((each) =>
        fc
          .record({
            standing: fc.constantFrom('in', 'in', 'in', 'leaving', 'gone'),
            ready: fc.constantFrom('yes', 'yes', 'yes', 'no'),
          })
          .map((more) => ({ ...each, ...more })),
      ),
    ),
    evict: fc.constantFrom(
      () => true,
      () => false,
    ),
    avoid: fc
      .array(fc.tuple(fc.constantFrom(...names), fc.subarray(hosts)), { maxLength: 2 })
      .map((pairs) => {
        const failing = new Map(pairs);
        return ({ unit: of }: { unit: string }) => failing.get(of) ?? [];
      }),
  }) as fc.Arbitrary<SchedulerInput>;
});
