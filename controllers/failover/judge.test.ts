import fc from 'fast-check';
import type { Machine, Placement, Unit } from '../../schemas/types.ts';
import type { Contact } from './contact.ts';
import { type JudgedMachine, judge } from './judge.ts';

interface Case {
  connected: boolean;
  /** ms before now. */
  silent: number;
  fencedAgo: number | null;
  policy: 'wait' | 'reschedule' | 'fence';
  afterSeconds: number;
  fenced: boolean;
}

const now = 10_000_000;

function judged(name: string, given: Case): JudgedMachine {
  const machine: Machine = {
    apiVersion: 'muster.dev/v1',
    kind: 'Machine',
    metadata: { name },
    spec: { ssh: { host: name } },
  };
  const unit: Unit = {
    apiVersion: 'muster.dev/v1',
    kind: 'Unit',
    metadata: { name: `${name}.service`, namespace: 'default' },
    spec: { text: '[Service]', failover: { policy: given.policy, after: `${given.afterSeconds}s` } },
  };
  const placement: Placement = {
    apiVersion: 'muster.dev/v1',
    kind: 'Placement',
    metadata: { name: `${name}.service.${name}`, namespace: 'default' },
    spec: { unit: unit.metadata.name, machine: name },
    status: { fenced: given.fenced },
  };
  const contact: Contact = {
    connected: given.connected,
    lastContact: given.connected ? now : now - given.silent,
    fencedAt: given.fencedAgo === null ? null : now - given.fencedAgo,
  };
  return { machine, contact, placed: [{ unit, placement }] };
}

const arbitraryCase: fc.Arbitrary<Case> = fc.record({
  connected: fc.boolean(),
  silent: fc.integer({ min: 0, max: 200_000 }),
  fencedAgo: fc.option(fc.integer({ min: -100_000, max: 100_000 })),
  policy: fc.constantFrom('wait', 'reschedule', 'fence'),
  afterSeconds: fc.integer({ min: 5, max: 120 }),
  fenced: fc.boolean(),
});

const arbitraryCases = fc.array(arbitraryCase, { minLength: 1, maxLength: 12 });

function judgeCases(cases: Case[], percent = 50, at = now) {
  const machines = cases.map((given, index) => judged(`m${index}`, given));
  const judgement = judge(machines, at, percent);
  const moving = machines.map(({ placed }) => placed.some(({ placement }) => judgement.mayMove(placement)));
  return { judgement, moving };
}

test('nothing leaves a machine that answers, nothing before its grace, nothing whose policy is to wait', () => {
  fc.assert(
    fc.property(arbitraryCases, (cases) => {
      const { moving } = judgeCases(cases);
      for (const [index, given] of cases.entries()) {
        if (!moving[index]) continue;
        expect(given.connected).toBe(false);
        expect(given.policy).not.toBe('wait');
        if (given.policy === 'reschedule')
          expect(given.silent).toBeGreaterThanOrEqual(given.afterSeconds * 1000);
      }
    }),
  );
});

test('a unit under fence moves only when its timer has certainly stopped it', () => {
  fc.assert(
    fc.property(arbitraryCases, (cases) => {
      const { moving } = judgeCases(cases, 100);
      for (const [index, given] of cases.entries()) {
        if (given.policy !== 'fence' || given.connected) continue;
        expect(moving[index]).toBe(given.fenced && given.fencedAgo !== null && given.fencedAgo >= 0);
      }
    }),
  );
});

test('nothing moves when more than the set share vanished together', () => {
  fc.assert(
    fc.property(arbitraryCases, fc.integer({ min: 0, max: 100 }), (cases, percent) => {
      const away = cases.filter(({ connected }) => !connected).length;
      const { judgement, moving } = judgeCases(cases, percent);
      expect(judgement.held !== null).toBe(away > 0 && away * 100 > cases.length * percent);
      if (judgement.held !== null) expect(moving).not.toContain(true);
    }),
  );
});

test('until the time it names, the judgement stays what it is', () => {
  fc.assert(
    fc.property(arbitraryCases, (cases) => {
      // Connected machines have their last contact now, whenever that is.
      const away = cases.map((given) => ({ ...given, connected: false }));
      const { judgement, moving } = judgeCases(away, 100);
      const { nextChangeAt } = judgement;
      const later = nextChangeAt === null ? now + 1_000_000_000 : nextChangeAt - 1;
      const again = judgeCases(away, 100, later);
      expect(again.moving).toEqual(moving);
      expect([...again.judgement.standings]).toEqual([...judgement.standings]);
      if (nextChangeAt === null) return;
      expect(nextChangeAt).toBeGreaterThan(now);
      const then = judgeCases(away, 100, nextChangeAt);
      expect([then.moving, [...then.judgement.standings]]).not.toEqual([moving, [...judgement.standings]]);
    }),
  );
});

test('a machine that has been lost for long does not count when others vanish', () => {
  const usual: Case = {
    connected: true,
    silent: 0,
    fencedAgo: null,
    policy: 'reschedule',
    afterSeconds: 30,
    fenced: false,
  };
  const lost = { ...usual, connected: false, silent: 40_000 };
  const longLost = { ...lost, silent: 3_600_000 };
  expect(judgeCases([usual, usual, lost]).moving).toEqual([false, false, true]);
  expect(judgeCases([usual, lost, lost]).judgement.held).toContain('2 of 3 machines vanished together');
  expect(judgeCases([usual, usual, lost, longLost, longLost]).moving).toEqual([
    false,
    false,
    true,
    true,
    true,
  ]);
});
