import fc from 'fast-check';
import { itemsOf } from './items.ts';
import { type Schedule, type SchedulerInput, schedule } from './schedule.ts';
import { compare, type Spot } from './spot.ts';
import { broken, brokenOnArrival, type Sitting, sittings } from './testing/oracle.ts';
import { after, anyWorld, freshWorld, shown } from './testing/worlds.ts';

const runs = { numRuns: Number(process.env.MUSTER_PROPERTY_RUNS ?? 400) };

function standingOf(input: SchedulerInput, name: string) {
  return input.machines.find(({ machine }) => machine.metadata.name === name)?.standing ?? 'in';
}

test('no constraint is ever violated', () => {
  fc.assert(
    fc.property(anyWorld, (input) => {
      const result = schedule(input);
      const all = sittings(input, after(result));
      const came = new Set(shown(result.place));
      for (const me of all) {
        // On a machine that is gone nothing can be done.
        if (standingOf(input, me.spot.machine) === 'gone' && !came.has(shown([me.spot])[0] ?? '')) continue;
        const here = all.filter(
          (other) =>
            standingOf(input, other.spot.machine) !== 'gone' || other.spot.machine !== me.spot.machine,
        );
        expect({ me: shown([me.spot]), broken: broken(me, here) }).toEqual({
          me: shown([me.spot]),
          broken: [],
        });
      }
      for (const me of sittings(input, result.place)) {
        const wrong = brokenOnArrival(me, all, input).filter((rule) => rule !== 'spread');
        expect({ me: shown([me.spot]), wrong }).toEqual({ me: shown([me.spot]), wrong: [] });
      }
    }),
    runs,
  );
});

test('units that are spread are, when all of them are new', () => {
  fc.assert(
    fc.property(freshWorld('plain'), (input) => {
      const result = schedule(input);
      const all = sittings(input, after(result));
      // Each rule holds of what it lets in; a unit without the rule may come later and where it likes.
      const spread = all.filter(({ unit }) => (unit.spec.placement?.spread ?? []).length > 0);
      const bound = all.every(
        (each) => spread.includes(each) || !spread.some((other) => counts(other, each)),
      );
      fc.pre(bound && spread.every((a) => spread.every((b) => sameRule(a, b))));
      for (const me of spread) expect(brokenOnArrival(me, all, input)).not.toContain('spread');
    }),
    runs,
  );
});

function counts(rule: Sitting, other: Sitting): boolean {
  const app = rule.unit.spec.placement?.spread?.[0]?.labelSelector?.matchLabels?.app;
  return other.unit.metadata.labels?.app === app;
}

function sameRule(a: Sitting, b: Sitting): boolean {
  return JSON.stringify(a.unit.spec.placement) === JSON.stringify(b.unit.spec.placement);
}

test('what is left without a machine has a reason on every machine', () => {
  fc.assert(
    fc.property(anyWorld, (input) => {
      const result = schedule(input);
      const seated = sittings(input, after(result));
      for (const { unit, instance, machines } of [...result.unplaced, ...result.stuck]) {
        expect(machines.map(({ machine }) => machine).sort()).toEqual(
          input.machines.map(({ machine }) => machine.metadata.name).sort(),
        );
        const global =
          input.units.find(({ metadata }) => metadata.name === unit)?.spec.placement?.global === true;
        for (const { machine, reason } of global ? [] : machines) {
          expect(reason).not.toContain('could take it');
          const [me] = sittings(input, [{ namespace: 'default', unit, instance, machine }]);
          if (me === undefined) continue;
          const all = [...seated.filter((other) => other.runs !== me.runs), me];
          const replaced = all.some((other) => replaces(other, me) && other.spot.machine === machine);
          const wrong = [
            ...broken(me, all),
            ...brokenOnArrival(me, all, input),
            ...(replaced ? ['replaced'] : []),
          ];
          expect({ me: shown([me.spot]), wrong }).not.toEqual({ me: shown([me.spot]), wrong: [] });
        }
      }
    }),
    runs,
  );
});

function replaces(other: Sitting, me: Sitting): boolean {
  return (other.unit.spec.placement?.replaces ?? []).includes(me.runs);
}

test('as many are placed as can be: the same number as trying every way finds', () => {
  fc.assert(
    fc.property(freshWorld('plain', { units: 4, machines: 3 }), (input) => {
      const result = schedule(input);
      const items = input.units.flatMap(itemsOf);
      fc.pre(items.length <= 5);
      expect({ placed: result.place.length, shown: shown(result.place) }).toEqual({
        placed: mostThatFit(input),
        shown: shown(result.place),
      });
    }),
    runs,
  );
});

/** Every assignment of units to machines or to none. */
function mostThatFit(input: SchedulerInput): number {
  const items = input.units.flatMap(itemsOf);
  let most = 0;
  const visit = (depth: number, spots: Spot[]): void => {
    if (spots.length + items.length - depth <= most) return;
    const item = items[depth];
    if (item === undefined) {
      const all = sittings(input, spots);
      const fits = all.every(
        (me) => broken(me, all).length === 0 && brokenOnArrival(me, all, input).length === 0,
      );
      if (fits) most = Math.max(most, spots.length);
      return;
    }
    for (const { machine } of input.machines) {
      const { namespace, unit, instance } = item;
      visit(depth + 1, [
        ...spots,
        { namespace, unit: unit.metadata.name, instance, machine: machine.metadata.name },
      ]);
    }
    visit(depth + 1, spots);
  };
  visit(0, []);
  return most;
}

test('nothing moves without a reason: what a schedule has placed stays, when nothing else changes', () => {
  fc.assert(
    fc.property(freshWorld('all'), (input) => {
      const first = schedule(input);
      const second = schedule({ ...input, current: after(first) });
      // The second may still place what the first one's moves made room for.
      const third = schedule({ ...input, current: after(second) });
      expect(second.remove).toEqual([]);
      expect(shown(third.place)).toEqual([]);
      expect(shown(third.remove)).toEqual([]);
      expect(shown(third.keep)).toEqual(shown(after(second)));
    }),
    runs,
  );
});

test('nothing moves without a reason: every one that leaves says why, and goes where it may', () => {
  fc.assert(
    fc.property(anyWorld, (input) => {
      const result = schedule(input);
      const current = sittings(
        input,
        input.current.filter((each) =>
          input.machines.some(({ machine }) => machine.metadata.name === each.machine),
        ),
      );
      for (const spot of [...result.remove, ...result.abandon]) expect(spot.reason).not.toBe('');
      const settled =
        result.remove.every(
          ({ reason }) => !/^(drained|replaced|runs elsewhere|no longer|its machine)/.test(reason),
        ) && result.abandon.length === 0;
      const peaceful = current.every(
        (me) => broken(me, current).length === 0 && !current.some((other) => replaces(other, me)),
      );
      if (settled && peaceful) expect(shown(result.remove)).toEqual([]);
    }),
    runs,
  );
});

test('equal input in any order gives equal output', () => {
  fc.assert(
    fc.property(
      anyWorld.chain((input) =>
        fc.record({
          input: fc.constant(input),
          units: fc.shuffledSubarray(input.units, { minLength: input.units.length }),
          machines: fc.shuffledSubarray(input.machines, { minLength: input.machines.length }),
          current: fc.shuffledSubarray(input.current, { minLength: input.current.length }),
        }),
      ),
      ({ input, ...shuffled }) => {
        const plain = (result: Schedule) => JSON.parse(JSON.stringify(result)) as unknown;
        expect(plain(schedule({ ...input, ...shuffled }))).toEqual(plain(schedule(input)));
      },
    ),
    runs,
  );
});

test('spots come sorted', () => {
  fc.assert(
    fc.property(anyWorld, (input) => {
      const { keep, place } = schedule(input);
      for (const list of [keep, place]) {
        const keys = list.map(({ unit, instance, machine }) => `${unit}/${instance ?? ''}/${machine}`);
        expect(keys).toEqual([...keys].sort(compare));
      }
    }),
    runs,
  );
});
