/** When an agent looks at what, with all controllers at work on a host in memory. */
import type { SimulatedHost } from '../../machines/simulated/simulated-host.ts';
import { type FleetOptions, type SimulatedFleet, service, startFleet } from '../testing/simulated-fleet.ts';

let fleet: SimulatedFleet;
let host: SimulatedHost;
async function start(agents: FleetOptions['agents'] = {}): Promise<void> {
  fleet = await startFleet(['m1'], { agents });
  host = fleet.hosts.get('m1') as SimulatedHost;
}
afterEach(async () => {
  jest.restoreAllMocks();
  await fleet.stop();
});

const flag = '/etc/flag';
const conditional = service('a.service', {
  sections: {
    Unit: { ConditionPathExists: flag },
    Service: { ExecStart: '/bin/sleep infinity' },
    // systemd keeps in mind what is enabled, and that its condition was not met.
    Install: { WantedBy: 'multi-user.target' },
  },
});

test('what the boot could not start yet is started, though a unit comes while the machine is connected to', async () => {
  await start();
  host.files.write(flag, '');
  await fleet.apply(conditional);
  host.faults.unreachable = true;
  host.cut();
  await fleet.until('it is away', () => fleet.runtime.core.agent('m1')?.link === null);
  host.files.remove(flag);
  host.systemd.boot();
  host.files.write(flag, '');
  expect(host.systemd.details('a.service')).toMatchObject({ conditionTested: true, conditionResult: false });
  host.faults.latencyMs = 500;
  host.faults.unreachable = false;
  fleet.runtime.core.agent('m1')?.retry();
  await fleet.until('it is being connected to', () => fleet.runtime.core.agent('m1')?.link != null);
  await fleet.apply(service('b.service'));
  await fleet.until('it runs', () => fleet.active('a.service', 'm1') === 'active');
});

test('a condition that was just tried is not tried again before the next look at everything', async () => {
  await start();
  const { outcome } = await fleet.apply(conditional);
  expect(outcome).toMatchObject({ converged: 1, failed: [] });
  fleet.calls.act = 0;
  fleet.calls.observe = 0;
  for (const round of [1, 2, 3]) {
    host.tell({ kind: 'unit-changed', unit: 'a.service', active: 'inactive', sub: 'dead' });
    await fleet.until('it is looked at', () => fleet.calls.observe >= round);
    await fleet.until(
      'it rests',
      () => fleet.runtime.core.stateOf('default/a.service.m1')?.phase === 'synced',
    );
  }
  expect(fleet.calls.act).toBe(0);
});

test('a condition that is not met is no drift where muster does not heal', async () => {
  await start();
  await fleet.apply({ ...conditional, spec: { ...conditional.spec, drift: 'detect' } });
  const state = () => fleet.runtime.core.stateOf('default/a.service.m1');
  await fleet.until('it rests', () => state()?.phase === 'synced');
  const before = state()?.context.reading;
  fleet.runtime.core.agent('m1')?.request();
  await fleet.until('it was looked at', () => state()?.context.reading !== before);
  expect(state()).toMatchObject({ phase: 'synced', context: { reading: { sync: 'Synced' } } });
});

test('what nobody asks for any more is taken away, though another unit is in its back-off all the time', async () => {
  await start({ safetyNetMs: 300 });
  await fleet.apply(service('many@.service', { instances: 2 }));
  const ofSecond = host.files.paths().filter((path) => path.includes('many@2.service'));
  const contents = ofSecond.map((path) => [path, host.files.read(path) ?? ''] as const);
  expect(contents).not.toEqual([]);
  await fleet.apply(service('many@.service', { instances: 1 }));
  await fleet.apply(service('bad.service', { text: '[Service]\nExecStart=/bin/false\n' }));
  await fleet.until(
    'its wait is long',
    () => (fleet.runtime.core.stateOf('default/bad.service.m1')?.context.attempts ?? 0) > 3,
  );
  // As from a backup of the machine.
  for (const [path, content] of contents) host.files.write(path, content);
  await fleet.until('it is gone', () => !ofSecond.some((path) => host.files.has(path)));
});

test('a connection that cannot hear is polled for as long as it stands, and not once more for each before it', async () => {
  const pollMs = 54_321;
  const polls = new Set<unknown>();
  const [start_, clear] = [globalThis.setInterval, globalThis.clearInterval];
  jest.spyOn(globalThis, 'setInterval').mockImplementation(((...[action, ms]: Parameters<typeof start_>) => {
    const timer = start_(action, ms);
    if (ms === pollMs) polls.add(timer);
    return timer;
  }) as typeof start_);
  jest.spyOn(globalThis, 'clearInterval').mockImplementation((timer) => {
    polls.delete(timer);
    clear(timer);
  });
  await start({ pollMs });
  for (const isDeaf of [true, true, true, false]) {
    host.faults.isDeaf = isDeaf;
    const before = fleet.runtime.core.agent('m1')?.link;
    host.cut();
    const agent = () => fleet.runtime.core.agent('m1');
    await fleet.until('it is connected anew', () => agent()?.link != null && agent()?.link !== before);
    await fleet.until('it polls, or not', () => polls.size === (isDeaf ? 1 : 0));
  }
});
