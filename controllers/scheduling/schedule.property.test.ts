import fc from 'fast-check';
import { itemsOf } from './items.ts';
import { type Schedule, type SchedulerInput, schedule } from './schedule.ts';
import { compare, type Spot } from './spot.ts';
import { broken, brokenOnArrival, firstOfItsKind, type Sitting, sittings } from './testing/oracle.ts';
import { after, anyWorld, freshWorld, shown } from './testing/worlds.ts';

// A failure names its seed and path; MUSTER_PROPERTY_SEED repeats it, MUSTER_PROPERTY_RUNS tries more (3000 in half a minute).
const { MUSTER_PROPERTY_RUNS: count = '250' } = process.env;
const runs = { numRuns: Number(count) };

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
          // That it keeps failing there is no rule, and a reason all the same.
          if (input.avoid?.({ namespace: 'default', unit, instance }).includes(machine)) continue;
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

// A spread is looked at when a unit comes, as Kubernetes does, and may be undone by one without the rule that comes
// later: with spreads there may be more than where they are to hold in the end, and never more than without them.
test('as many are placed as trying every way finds, with each spread holding on arrival', () => {
  fc.assert(
    fc.property(freshWorld('plain', { units: 4, machines: 3 }), (input) => {
      fc.pre(input.units.flatMap(itemsOf).length <= 5);
      const { place } = schedule(input);
      const atLeast = mostThatFit(input);
      const spreads = input.units.some(({ spec }) => spec.placement?.spread !== undefined);
      const atMost = spreads ? mostThatFit(input, 'spread') : atLeast;
      const told = { placed: place.length, shown: shown(place), atLeast, atMost };
      expect(told).toEqual({ ...told, placed: Math.min(Math.max(place.length, atLeast), atMost) });
    }),
    runs,
  );
});

/** Every assignment of units to machines or to none. */
function mostThatFit(input: SchedulerInput, without = ''): number {
  const items = input.units.flatMap(itemsOf);
  let most = 0;
  const visit = (depth: number, spots: Spot[]): void => {
    if (spots.length + items.length - depth <= most) return;
    const item = items[depth];
    if (item === undefined) {
      const all = sittings(input, spots);
      const fits = all.every(
        (me) =>
          broken(me, all).length === 0 && brokenOnArrival(me, all, input).every((rule) => rule === without),
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
    fc.property(fc.oneof(freshWorld('all'), anyWorld), (input) => {
      const first = schedule(input);
      const second = schedule({ ...input, current: after(first) });
      expect(second.remove).toEqual([]);
      expect(shown(second.place)).toEqual([]);
      expect(shown(second.keep)).toEqual(shown(after(first)));
    }),
    runs,
  );
});

test('nothing moves without a reason: every one that leaves says why; only the first of its kind follows those that come', () => {
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
          ({ reason }) =>
            !/^(drained|it keeps failing|replaced|runs elsewhere|no longer|its machine)/.test(reason),
        ) && result.abandon.length === 0;
      const peaceful = current.every(
        (me) =>
          broken(me, current).length === 0 &&
          !firstOfItsKind(me, current) &&
          !current.some((other) => replaces(other, me)),
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
