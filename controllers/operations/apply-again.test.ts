import { type SimulatedFleet, service, startFleet } from '../testing/simulated-fleet.ts';

let fleet: SimulatedFleet;
beforeEach(async () => {
  fleet = await startFleet(['m1']);
});
afterEach(() => fleet.stop());

test('a unit that is still leaving its machine is as declared only when it runs there again', async () => {
  const web = service('web.service');
  expect((await fleet.apply(web)).outcome).toMatchObject({ total: 1, converged: 1 });
  const first = fleet.running().get('web.service m1');
  // Every call takes so long that the removal is under way when the unit is wanted again.
  const host = fleet.hosts.get('m1');
  if (host !== undefined) host.faults.latencyMs = 200;
  const removed = fleet.remove('web.service');
  await fleet.until(
    'it is leaving',
    () =>
      fleet.unit('web.service')?.metadata.deletionTimestamp !== undefined ||
      fleet.unit('web.service') === undefined,
  );
  const { outcome } = await fleet.apply(web);
  expect(outcome).toMatchObject({ total: 1, converged: 1, failed: [], timedOut: false });
  expect(fleet.running().get('web.service m1')).toBeDefined();
  expect(fleet.running().get('web.service m1')).not.toBe(first);
  await removed;
});
