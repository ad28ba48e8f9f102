import type { Machine, UnitPlacement } from '../../schemas/types.ts';
import { handedOverTo } from '../scheduling/handed-over.ts';
import { type SimulatedFleet, service, startFleet } from '../testing/simulated-fleet.ts';

let fleet: SimulatedFleet;
afterEach(() => fleet.stop());

/** Four instances on m1, as m2 was not there yet, nor are those that stay cordoned. */
async function crowd(placement: UnitPlacement = {}, cordoned: string[] = []): Promise<void> {
  fleet = await startFleet(['m1', 'm2', ...cordoned]);
  for (const name of ['m2', ...cordoned]) await fleet.cordon(name, true);
  const text = '[Service]\nExecStart=/bin/sleep %i\n';
  await fleet.apply(service('t@.service', { instances: 4, text, placement }));
  await fleet.cordon('m2', false);
}

const instances = ['1', '2', '3', '4'].map((instance) => `t@${instance}.service`);
const on = (machine: string) => instances.filter((name) => fleet.active(name, machine) === 'active');

test.each(['startFirst', 'stopFirst'] as const)(
  'units are handed over, one of a template at a time (%s)',
  async (handover) => {
    await crowd({ handover });
    let most = 0;
    let copies = 0;
    fleet.runtime.core.happenings.listen(() => {
      most = Math.max(
        most,
        new Set([...on('m1'), ...on('m2')]).size < 4 ? 4 - on('m1').length - on('m2').length : 0,
      );
      copies = Math.max(copies, on('m1').filter((name) => on('m2').includes(name)).length);
    });
    const events = await fleet.rebalance();
    expect(events.filter(({ type }) => type === 'move')).toEqual([
      expect.objectContaining({
        unit: 't@1.service',
        from: 'm1',
        machine: 'm2',
        reason: 'm1 has 4 units, m2 has 0',
      }),
      expect.objectContaining({
        unit: 't@2.service',
        from: 'm1',
        machine: 'm2',
        reason: 'm1 has 3 units, m2 has 1',
      }),
    ]);
    expect(events.at(-1)).toMatchObject({ type: 'done', total: 2, converged: 2, failed: [] });
    expect([on('m1'), on('m2')]).toEqual([instances.slice(2), instances.slice(0, 2)]);
    // Never more than one is away, or in two places.
    expect(most).toBeLessThanOrEqual(handover === 'stopFirst' ? 1 : 0);
    expect(copies).toBeLessThanOrEqual(handover === 'startFirst' ? 1 : 0);
    expect(await fleet.rebalance()).toEqual([expect.objectContaining({ type: 'done', total: 0 })]);
  },
);

test('a dry run only says what would move; a budget is kept', async () => {
  await crowd();
  const events = await fleet.rebalance({ dryRun: 'server', maxMoves: 1 });
  expect(events).toEqual([expect.objectContaining({ type: 'move', from: 'm1', machine: 'm2' })]);
  expect(on('m2')).toEqual([]);
  expect((await fleet.rebalance({ maxMoves: 1 })).at(-1)).toMatchObject({ total: 1, converged: 1 });
  expect(on('m2')).toEqual(instances.slice(0, 1));
  await expect(fleet.rebalance({ maxMoves: 0 })).rejects.toThrow('maxMoves must be a whole number from 1');
});

test('what is not well at its new place stays at its old one', async () => {
  await crowd();
  const host = fleet.hosts.get('m2');
  if (host === undefined) throw new Error('no host');
  host.faults.writeError = 'No space left on device';
  const outcome = (await fleet.rebalance({ maxMoves: 1, timeoutMs: 1500 })).at(-1);
  expect(outcome).toMatchObject({ converged: 0, timedOut: true });
  expect(outcome?.type === 'done' && outcome.failed[0]?.message).toContain('stays on m1');
  expect(on('m1')).toEqual(instances);
});

test('a move that does not come off is taken back when its new machine is drained; nothing is restarted', async () => {
  await crowd();
  const before = fleet.running();
  const host = fleet.hosts.get('m2');
  if (host === undefined) throw new Error('no host');
  host.faults.writeError = 'No space left on device';
  await fleet.rebalance({ maxMoves: 1, timeoutMs: 500 });
  expect(fleet.placement('t@1.service', 'm2')).toBeDefined();
  await drain('m2');
  await fleet.until('it is off m2', () => fleet.placement('t@1.service', 'm2') === undefined);
  expect(fleet.placement('t@1.service', 'm1')?.metadata.annotations?.[handedOverTo]).toBeUndefined();
  expect(fleet.running()).toEqual(before);
});

test('what is on its way already arrives before another rebalance takes it further', async () => {
  await crowd({ maxMoving: 4 }, ['m3']);
  const host = fleet.hosts.get('m2');
  if (host === undefined) throw new Error('no host');
  host.faults.writeError = 'No space left on device';
  await fleet.rebalance({ maxMoves: 2, timeoutMs: 500 });
  await fleet.cordon('m1', true);
  await fleet.cordon('m3', false);
  const events = await fleet.rebalance({ timeoutMs: 500 });
  expect(events[0]).toMatchObject({ type: 'move', from: 'm2', machine: 'm3' });
  expect(events.at(-1)).toMatchObject({ type: 'done', total: 1, converged: 0 });
  expect([on('m1'), on('m3')]).toEqual([instances, []]);
});

const drain = (name: string) =>
  fleet.runtime.core.objects.change(
    { kind: 'Machine' as const, namespace: null, name },
    (stored: Machine) => ({
      ...stored,
      spec: { ...stored.spec, unschedulable: true, drain: true },
    }),
  );

test('a drain under stopFirst stops the next instance when the one before runs again', async () => {
  await crowd({ handover: 'stopFirst' });
  const host = fleet.hosts.get('m2');
  if (host === undefined) throw new Error('no host');
  host.faults.writeError = 'No space left on device';
  await drain('m1');
  const attempts = (name: string) => fleet.runtime.core.stateOf(`default/${name}.m2`)?.context.attempts ?? 0;
  await fleet.until('one cannot start', () => instances.some((name) => attempts(name) > 2));
  expect(on('m1')).toHaveLength(3);
  let most = 0;
  fleet.runtime.core.happenings.listen(() => {
    most = Math.max(most, instances.length - new Set([...on('m1'), ...on('m2')]).size);
  });
  host.faults.writeError = null;
  await fleet.until('all have moved', () => on('m2').length === instances.length);
  expect(most).toBe(1);
});

test('a drain waits until what has left is well elsewhere, and says what is not and what waits for it', async () => {
  await crowd({ handover: 'stopFirst' });
  const host = fleet.hosts.get('m2');
  if (host === undefined) throw new Error('no host');
  host.faults.writeError = 'No space left on device';
  const failed = await fleet.drain('m1', { timeoutMs: 1000 });
  expect(failed).toMatchObject({ total: 4, converged: 0, timedOut: true });
  const messages = new Map(
    failed.failed.map(({ unit, machine, message }) => [`${unit} ${machine}`, message]),
  );
  const [first] = [...messages.keys()].filter((key) => key.endsWith('m2'));
  expect(messages.get(first ?? '')).toMatch(/^it has left m1: .*No space left on device/);
  const others = [...messages].filter(([key]) => key !== first);
  expect(others.map(([key]) => key.slice(-2))).toEqual(['m1', 'm1', 'm1']);
  for (const [, message] of others)
    expect(message).toContain(`it moves when ${first?.split(' ')[0]} on m2 is well: `);
  host.faults.writeError = null;
  expect(await fleet.drain('m1')).toMatchObject({ failed: [], timedOut: false });
  expect([on('m1'), on('m2')]).toEqual([[], instances]);
});

test.each(['startFirst', 'stopFirst'] as const)(
  'an instance that was stopped is stopped at its new place, too (%s)',
  async (handover) => {
    await crowd({ handover });
    await fleet.verb('stop', 't@1.service');
    await fleet.until('it is stopped', () => !on('m1').includes('t@1.service'));
    expect(await fleet.drain('m1')).toMatchObject({ total: 4, converged: 4, failed: [] });
    expect(on('m2')).toEqual(instances.slice(1));
  },
);

test('nobody waits for the copy that was given up on a lost machine', async () => {
  fleet = await startFleet(['m1', 'm2', 'm3']);
  await fleet.cordon('m2', true);
  await fleet.cordon('m3', true);
  await fleet.apply(service('a.service', { failover: { policy: 'reschedule', after: '5s' } }));
  await fleet.cordon('m2', false);
  await fleet.apply(service('pinned.service', { placement: { machine: 'm2' } }));
  const lost = fleet.hosts.get('m1');
  if (lost === undefined) throw new Error('no host');
  lost.faults.unreachable = true;
  lost.cut();
  await fleet.until('it runs on m2', () => fleet.active('a.service', 'm2') === 'active');
  await fleet.cordon('m3', false);
  const events = await fleet.rebalance();
  expect(events[0]).toMatchObject({ type: 'move', unit: 'a.service', from: 'm2', machine: 'm3' });
  expect(events.at(-1)).toMatchObject({ type: 'done', total: 1, converged: 1, failed: [] });
  expect(fleet.placement('a.service', 'm1')?.metadata.deletionTimestamp).toBeDefined();
});
