/** Units that wait for one another across machines, with all controllers at work on hosts in memory. */
import type { Unit, UnitSpec } from '../../schemas/types.ts';
import { type FleetOptions, type SimulatedFleet, service, startFleet } from '../testing/simulated-fleet.ts';

let fleet: SimulatedFleet;

async function start(options: FleetOptions = {}): Promise<void> {
  fleet = await startFleet(['m1', 'm2'], options);
}
afterEach(() => fleet.stop());

const on = (machine: string, name: string, spec: UnitSpec = {}): Unit =>
  service(name, { ...spec, placement: { machine } });
const db = (spec: UnitSpec = {}) => on('m1', 'db.service', spec);
const broken: UnitSpec = { text: '[Service]\nExecStart=/bin/false\n' };
const readyOf = (unit: string, machine: string) =>
  fleet.placement(unit, machine)?.status?.conditions?.find(({ type }) => type === 'Ready');

describe('with a server', () => {
  test('a unit is started when what it depends on is healthy, and says until then what it waits for', async () => {
    await start();
    const app = on('m2', 'app.service', { dependsOn: ['db.service'] });
    const { outcome } = await fleet.apply(app);
    expect(outcome.failed).toEqual([expect.objectContaining({ reason: 'DependencyNotReady' })]);
    expect(outcome.failed[0]?.message).toContain(
      'app.service waits for db.service, which does not exist in namespace default: apply it',
    );
    await fleet.apply(db(broken));
    await fleet.until('it names the unit and the machine', () =>
      /db.service on m1, which is failed/.test(readyOf('app.service', 'm2')?.message ?? ''),
    );
    expect(readyOf('app.service', 'm2')).toMatchObject({ status: 'False', reason: 'DependencyNotReady' });
    expect(fleet.active('app.service', 'm2')).toBe('inactive');
    await fleet.apply(db());
    await fleet.until('it is started', () => fleet.active('app.service', 'm2') === 'active');
    await fleet.until('it is ready', () => readyOf('app.service', 'm2')?.status === 'True');
  });

  test('what only depends runs on when the other stops; what is bound stops with it and comes back with it', async () => {
    await start();
    await fleet.apply(
      db(),
      on('m2', 'app.service', { dependsOn: ['db.service'] }),
      on('m2', 'side.service', { bindsTo: ['db.service'] }),
      on('m1', 'second.service', { bindsTo: ['side.service'] }),
    );
    await fleet.verb('stop', 'db.service');
    await fleet.until('the bound ones stop', () => fleet.active('second.service', 'm1') === 'inactive');
    expect(fleet.active('side.service', 'm2')).toBe('inactive');
    expect(fleet.active('app.service', 'm2')).toBe('active');
    await fleet.verb('start', 'db.service');
    await fleet.until('they are back', () => fleet.active('second.service', 'm1') === 'active');
    expect(fleet.active('side.service', 'm2')).toBe('active');
    await fleet.remove('db.service');
    await fleet.until('gone is no longer healthy', () => fleet.active('side.service', 'm2') === 'inactive');
    expect(fleet.active('app.service', 'm2')).toBe('active');
  });

  test('a machine out of reach neither starts nor stops anything elsewhere', async () => {
    await start();
    await fleet.apply(
      db({ failover: { policy: 'wait' } }),
      on('m2', 'side.service', { bindsTo: ['db.service'] }),
    );
    const host = fleet.hosts.get('m1');
    if (host === undefined) throw new Error('no host');
    host.faults.unreachable = true;
    host.cut();
    await fleet.until('it is not known any more', () => readyOf('db.service', 'm1')?.status === 'Unknown');
    await fleet.verb('reconcile', 'side.service');
    expect(fleet.active('side.service', 'm2')).toBe('active');
    const { outcome } = await fleet.apply(on('m2', 'app.service', { dependsOn: ['db.service'] }));
    expect(outcome.failed[0]?.message).toContain('db.service on m1, which');
    expect(fleet.active('app.service', 'm2')).toBe('inactive');
    host.faults.unreachable = false;
    fleet.runtime.core.agent('m1')?.retry();
    await fleet.until('it is started now', () => fleet.active('app.service', 'm2') === 'active');
  });

  test('a restart of muster stops nothing, though it knows nothing yet', async () => {
    await start();
    await fleet.apply(db(), on('m2', 'side.service', { bindsTo: ['db.service'] }));
    const before = fleet.hosts.get('m2')?.systemd.invocations().get('side.service')?.id;
    const host = fleet.hosts.get('m1');
    if (host === undefined) throw new Error('no host');
    // The machine that could tell comes late.
    host.faults.unreachable = true;
    await fleet.restart();
    await fleet.verb('reconcile', 'side.service');
    host.faults.unreachable = false;
    fleet.runtime.core.agent('m1')?.retry();
    await fleet.until('both are ready', () =>
      [readyOf('db.service', 'm1'), readyOf('side.service', 'm2')].every((ready) => ready?.status === 'True'),
    );
    expect(fleet.hosts.get('m2')?.systemd.invocations().get('side.service')?.id).toBe(before);
  });

  test('a change of both is carried out in order, each restarted once', async () => {
    await start();
    const version = (value: string): UnitSpec => ({
      text: `[Service]\nEnvironment=V=${value}\nExecStart=/bin/sleep infinity\n`,
    });
    const both = (value: string) => [
      db(version(value)),
      on('m2', 'app.service', { ...version(value), dependsOn: ['db.service'] }),
    ];
    await fleet.apply(...both('1'));
    const { outcome, events } = await fleet.apply(...both('2'));
    expect(outcome).toMatchObject({ converged: 2, failed: [] });
    const restarts = events.flatMap((event) =>
      event.type === 'step' && event.step === 'restart' ? [event.unit] : [],
    );
    expect(restarts).toEqual(['db.service', 'app.service']);
  });

  test('a oneshot is healthy when it has run to its end; a template when all its instances are', async () => {
    await start();
    const migrate = on('m1', 'migrate.service', { text: '[Service]\nType=oneshot\nExecStart=/bin/true\n' });
    await fleet.apply(
      migrate,
      on('m1', 'db@.service', { instances: 2, text: '[Service]\nExecStart=/bin/sleep %i\n' }),
      on('m2', 'app.service', { dependsOn: ['migrate.service', 'db@.service'] }),
      on('m2', 'web@.service', {
        instances: ['2', '3'],
        dependsOn: ['db@%i.service'],
        text: '[Service]\nExecStart=/bin/sleep %i\n',
      }),
    );
    await fleet.until('it is started', () => fleet.active('app.service', 'm2') === 'active');
    expect(fleet.active('web@2.service', 'm2')).toBe('active');
    expect(fleet.active('web@3.service', 'm2')).toBe('inactive');
    await fleet.verb('start', 'db@3.service');
    await fleet.until('its instance has come', () => fleet.active('web@3.service', 'm2') === 'active');
  });

  test('what is not to run, or is stored only, is not healthy', async () => {
    await start();
    await fleet.apply(db({ state: 'inactive' }));
    const { outcome } = await fleet.apply(on('m2', 'app.service', { dependsOn: ['db.service'] }));
    expect(outcome.failed[0]?.message).toContain('db.service on m1, which is not to run (state: inactive)');
    await fleet.verb('unload', 'db.service');
    await fleet.until('it says so', () =>
      /db.service, which is stored only: muster start db.service/.test(
        readyOf('app.service', 'm2')?.message ?? '',
      ),
    );
    expect(fleet.active('app.service', 'm2')).toBe('inactive');
  });
});

describe('without a server', () => {
  test('apply waits in order of dependencies, and says what it waits for', async () => {
    await start({ mode: 'command' });
    const { outcome, events } = await fleet.apply(
      on('m2', 'web.service', { dependsOn: ['app.service'] }),
      on('m2', 'app.service', { dependsOn: ['db.service'] }),
      db(),
    );
    expect(outcome).toMatchObject({ total: 3, converged: 3, failed: [] });
    const started = events.flatMap((event) =>
      event.type === 'step' && event.step === 'start' ? [event.unit] : [],
    );
    expect(started).toEqual(['db.service', 'app.service', 'web.service']);
    const waits = events.filter(
      (event) =>
        event.type === 'placement' && event.reason === 'DependencyNotReady' && event.phase === 'drifted',
    );
    expect(waits).not.toEqual([]);
  });

  test('a command works on what it is asked for, on what that waits for, and on what waits for it', async () => {
    await start({ mode: 'command' });
    await fleet.apply(db(), on('m2', 'side.service', { bindsTo: ['db.service'] }));
    await fleet.restart();
    expect(await fleet.verb('stop', 'db.service')).toMatchObject({ failed: [] });
    expect(fleet.active('side.service', 'm2')).toBe('inactive');
    await fleet.restart();
    expect(await fleet.verb('start', 'db.service')).toMatchObject({ failed: [] });
    expect(fleet.active('side.service', 'm2')).toBe('active');
    fleet.hosts.get('m1')?.systemd.stop('db.service');
    fleet.hosts.get('m2')?.systemd.stop('side.service');
    await fleet.restart();
    expect(await fleet.verb('start', 'side.service')).toMatchObject({ failed: [] });
    expect([fleet.active('db.service', 'm1'), fleet.active('side.service', 'm2')]).toEqual([
      'active',
      'active',
    ]);
    await fleet.restart();
    await fleet.remove('db.service');
    expect(fleet.active('side.service', 'm2')).toBe('inactive');
  });

  test('it does not wait for what will not come', async () => {
    await start({ mode: 'command' });
    const app = on('m2', 'app.service', { dependsOn: ['db.service'] });
    const { outcome } = await fleet.apply(app, db(broken));
    expect(outcome.timedOut).toBe(false);
    expect(outcome.failed.map(({ unit }) => unit).sort()).toEqual(['app.service', 'db.service']);
  });

  test('diff says what is done when the other is healthy', async () => {
    await start({ mode: 'command' });
    const app = on('m2', 'app.service', { dependsOn: ['db.service'] });
    const [entry] = await fleet.diff({ objects: [app] });
    expect(entry).toMatchObject({ unit: 'app.service', change: 'create' });
    expect(entry?.acts.at(-1)).toEqual({
      do: 'start',
      subject: 'app.service',
      reason: 'when db.service is healthy',
    });
    expect(entry?.drift[0]).toMatchObject({
      kind: 'DependencyNotReady',
      message: expect.stringContaining('db.service, which does not exist') as unknown,
    });
  });
});

test('a circle is refused, with every unit in it', async () => {
  await start();
  await fleet.apply(db());
  await fleet.apply(on('m2', 'app.service', { dependsOn: ['db.service'] }));
  await expect(
    fleet.apply(db({ bindsTo: ['web.service'] }), on('m2', 'web.service', { dependsOn: ['app.service'] })),
  ).rejects.toThrow('app.service → db.service → web.service → app.service');
  expect(fleet.unit('web.service')).toBeUndefined();
});
