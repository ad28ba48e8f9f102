import type { Machine, Placement, Unit } from '../../schemas/types.ts';
import { FailoverWatch, type Reach } from './watch-over.ts';

const machine = (name: string): Machine => ({
  apiVersion: 'muster.dev/v1',
  kind: 'Machine',
  metadata: { name },
  spec: { ssh: { host: name } },
});
const unit: Unit = {
  apiVersion: 'muster.dev/v1',
  kind: 'Unit',
  metadata: { name: 'a.service', namespace: 'default' },
  spec: { text: '[Service]', failover: { policy: 'reschedule', after: '8s' } },
};
const placement: Placement = {
  apiVersion: 'muster.dev/v1',
  kind: 'Placement',
  metadata: { name: 'a.service.m1', namespace: 'default' },
  spec: { unit: 'a.service', machine: 'm1' },
};

test('when what vanished together comes back one by one, the grace of the others begins anew', () => {
  const watch = new FailoverWatch({ mostPercent: 50, again: () => undefined });
  const away = new Set(['m1', 'm2']);
  const lastContact = performance.now() - 60_000;
  const reachOf = (name: string): Reach => ({
    link: away.has(name) ? null : {},
    lastContact: away.has(name) ? lastContact : performance.now(),
    heardAt: 0,
    fencedAt: null,
    answer: () => Promise.resolve(),
  });
  const judge = () =>
    watch.judge({
      machines: ['m1', 'm2', 'm3'].map(machine),
      placements: [placement],
      unitOf: () => unit,
      reachOf,
    });
  expect(judge().held).toMatch(/2 of 3 machines vanished together/);
  away.delete('m2');
  const back = performance.now();
  // Its own grace has been over for long; twice, for the second judgement has to remember.
  for (const judgement of [judge(), judge()]) {
    expect(judgement.held).toBeNull();
    expect(judgement.mayMove(placement)).toBe(false);
    expect(judgement.standings.get('m1')).toBe('Lost');
    expect(judgement.nextChangeAt).toBeGreaterThanOrEqual(back + 8_000);
  }
  watch.stop();

  // Lost alone, it moves at once.
  const other = new FailoverWatch({ mostPercent: 50, again: () => undefined });
  const alone = {
    machines: ['m1', 'm2', 'm3'].map(machine),
    placements: [placement],
    unitOf: () => unit,
    reachOf,
  };
  expect(other.judge(alone).mayMove(placement)).toBe(true);
  other.stop();
});
