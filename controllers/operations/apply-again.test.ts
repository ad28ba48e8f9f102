import {
  machineObject,
  type SimulatedMuster,
  simulatedMuster,
  unitObject,
} from '../testing/simulated-muster.ts';

let muster: SimulatedMuster;
beforeEach(async () => {
  muster = await simulatedMuster(['m1']);
  await muster.apply([machineObject('m1')]);
});
afterEach(() => muster.stop());

test('a unit that is still leaving its machine is as declared only when it runs there again', async () => {
  expect(await muster.apply([unitObject('web.service')])).toMatchObject({ total: 1, converged: 1 });
  const first = muster.running().get('web.service m1');
  // Every call takes so long that the removal is under way when the unit is wanted again.
  muster.host('m1').faults.latencyMs = 200;
  await muster.delete(['web.service'], 1);
  const outcome = await muster.apply([unitObject('web.service')]);
  expect(outcome).toMatchObject({ total: 1, converged: 1, failed: [], timedOut: false });
  expect(muster.running().get('web.service m1')).toBeDefined();
  expect(muster.running().get('web.service m1')).not.toBe(first);
});
