import fc from 'fast-check';
import { type Hold, withHold } from '../hold.ts';
import { desiredUnit, observedUnit } from '../testing/readings.ts';
import { type DependencyState, holdOf } from './dependency-hold.ts';

const states = fc.array(
  fc.record<DependencyState>({
    name: fc.constantFrom('a.service', 'b.service', 'c.service'),
    binds: fc.boolean(),
    readiness: fc.constantFrom('ready', 'notReady', 'unknown'),
    words: fc.constant(' on m1, which is failed'),
  }),
  { maxLength: 4 },
);

test('everything has to be ready for a start, and only what is known to be down stops what is bound to it', () => {
  fc.assert(
    fc.property(states, (all) => {
      const hold = holdOf(all);
      expect(hold === null).toBe(all.every(({ readiness }) => readiness === 'ready'));
      if (hold === null) return;
      const down = all.some(({ binds, readiness }) => binds && readiness === 'notReady');
      expect(hold.act).toBe(down ? 'stop' : 'wait');
      for (const { name, readiness } of all.filter((each) => each.readiness !== 'ready'))
        expect([name, readiness, hold.held.message.includes(name)]).toEqual([name, readiness, true]);
    }),
  );
});

const active = (state: string) => ({
  ...observedUnit(),
  loaded: { load: 'loaded', active: state, sub: '' } as NonNullable<
    ReturnType<typeof observedUnit>['loaded']
  >,
});
const hold = (act: Hold['act']): Hold => ({
  act,
  held: { reason: 'DependencyNotReady', message: 'waits', until: 'b is healthy' },
});

test('what is held is not started; it is stopped only when it is bound', () => {
  const desired = desiredUnit();
  expect(withHold(desired, null, active('inactive'), false)).toBe(desired);
  expect(withHold(desired, hold('wait'), active('inactive'), false).state).toBe('inactive');
  expect(withHold(desired, hold('wait'), active('failed'), false).state).toBe('inactive');
  for (const state of ['active', 'activating', 'deactivating', 'reloading']) {
    expect(withHold(desired, hold('wait'), active(state), false).state).toBe('active');
    expect(withHold(desired, hold('stop'), active(state), false).state).toBe('inactive');
  }
});

test('left alone is what a trigger starts, what is not to run, and a oneshot that has run', () => {
  const desired = desiredUnit();
  expect(withHold(desired, hold('stop'), active('active'), true)).toBe(desired);
  const stopped = { ...desired, state: 'inactive' as const };
  expect(withHold(stopped, hold('stop'), active('inactive'), false)).toBe(stopped);
  const oneshot = { ...desired, oneshot: true };
  const applied = { ...oneshot.digests, state: 'active' as const, enabled: null, files: {} };
  const record = { name: '', owner: oneshot.owner, paths: [], adopted: [], machineId: '', spec: {}, applied };
  expect(withHold(oneshot, hold('stop'), { ...active('inactive'), record }, false)).toBe(oneshot);
  const older = { ...record, applied: { ...applied, restart: 'other' } };
  expect(withHold(oneshot, hold('wait'), { ...active('inactive'), record: older }, false).state).toBe(
    'inactive',
  );
});
