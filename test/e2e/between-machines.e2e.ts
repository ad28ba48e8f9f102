/** Units that have to do with units on other machines, on real hosts. */
import { waitUntil } from '../lab/wait-until.ts';
import { labOfTest } from './meddled-host.ts';
import {
  conditionOf,
  documents,
  limit,
  type Muster,
  machineYaml,
  onHost,
  startMuster,
  unitYaml,
} from './muster.ts';

jest.setTimeout(240_000);
const lab = labOfTest('between', [{ name: 'b1' }, { name: 'b2' }]);
const first = onHost(() => lab.host('b1'));
const second = onHost(() => lab.host('b2'));
let muster: Muster;

beforeAll(async () => {
  muster = await startMuster();
  await muster.apply(documents(...['b1', 'b2'].map((name) => machineYaml(lab.host(name)))));
}, 180_000);
lab.beforeDown(async () => {
  await muster.stop();
});

test(
  'a unit starts after what it depends on, and one that is bound stops and starts with it',
  async () => {
    const slow = {
      Service: { Type: 'oneshot', RemainAfterExit: 'yes', ExecStart: '/bin/sleep 1', ExecStop: '/bin/true' },
    };
    const outcome = await muster.apply(
      documents(
        unitYaml('app.service', 'b2', { dependsOn: ['db.service'] }),
        unitYaml('side.service', 'b2', { bindsTo: ['db.service'] }),
        unitYaml('db.service', 'b1', { sections: slow }),
      ),
    );
    expect(outcome).toMatchObject({ converged: 3, failed: [] });
    const starts = muster.steps.filter((step) => step.do === 'start').map(({ unit }) => unit);
    expect(starts[0]).toBe('db.service');
    const app = await second.live('app.service');

    await muster.verb('stop', ['db.service']);
    await second.until('test $(systemctl is-active side.service) = inactive');
    const waiting = await muster.untilPlacement(
      'side.service',
      'b2',
      ({ status }) => conditionOf(status, 'Ready')?.reason === 'DependencyNotReady',
    );
    expect(conditionOf(waiting.status, 'Ready')?.message).toContain(
      'waits for db.service on b1, which is not to run',
    );
    await muster.verb('start', ['db.service']);
    await second.until('systemctl is-active side.service');

    // By hand, with nobody to tell muster but systemd; muster starts it again.
    const side = await muster.untilWell('side.service', 'b2');
    await first('systemctl stop db.service');
    await second.until(
      `test $(systemctl show -P InvocationID side.service) != ${side.status?.invocationID} && systemctl is-active side.service`,
    );
    expect(await second.live('app.service')).toMatchObject({ active: 'active', invocation: app.invocation });
  },
  limit,
);

test('a unit that keeps failing on one machine goes on on another one', async () => {
  // Only b2 has what it runs.
  await second(
    'printf "#!/bin/sh\\nexec sleep infinity\\n" > /usr/local/bin/only-here; chmod +x /usr/local/bin/only-here',
  );
  await muster.apply(
    unitYaml('picky.service', '', {
      placement: { conflicts: ['nothing.service'] },
      failover: { failureThreshold: 2 },
      sections: { Service: { ExecStart: '/usr/local/bin/only-here' } },
    }),
  );
  await muster.untilWell('picky.service', 'b2');
  await waitUntil(
    'b1 is free of it',
    async () => (await muster.placement('picky.service', 'b1')) === undefined,
  );
  expect(await first.live('picky.service')).toMatchObject({ load: 'not-found' });
  const starts = muster.steps.filter((step) => step.unit === 'picky.service' && step.do === 'start');
  expect(starts[0]?.machine).toBe('b1');
});

test('so does one that systemd starts again and again', async () => {
  await first('touch /etc/crashes-here');
  await muster.apply(
    unitYaml('crashing.service', '', {
      placement: { conflicts: ['nothing.service'] },
      failover: { failureThreshold: 3 },
      sections: {
        Unit: { StartLimitIntervalSec: 0 },
        Service: {
          ExecStart: '/bin/sh -c "sleep 0.1; test ! -e /etc/crashes-here || exit 7; exec sleep infinity"',
          Restart: 'always',
          RestartSec: '100ms',
        },
      },
    }),
  );
  await muster.untilWell('crashing.service', 'b2');
  await waitUntil(
    'b1 is free of it',
    async () => (await muster.placement('crashing.service', 'b1')) === undefined,
  );
  // It has failed on both then, and stays: it does not go to and fro.
  await second('touch /etc/crashes-here; systemctl kill -s KILL crashing.service');
  await waitUntil('it is said to fail on both', async () => {
    const { annotations = {} } = (await muster.placement('crashing.service', 'b2'))?.metadata ?? {};
    return annotations['muster.dev/failures']?.includes('"machines":["b1","b2"]') === true;
  });
  const starts = muster.steps.filter(({ unit, do: what }) => unit === 'crashing.service' && what === 'start');
  expect(starts.map(({ machine }) => machine)).toEqual(['b1', 'b2']);
});

test('a rebalance hands units over to the machine that has fewer, within its budget', async () => {
  const template = (placement: Record<string, unknown>) =>
    unitYaml('even@.service', '', { instances: 8, placement });
  const on = async (host: typeof first) =>
    (await host('systemctl list-units --plain --no-legend --state=active "even@*.service"'))
      .split('\n')
      .filter((line) => line !== '').length;
  await muster.apply(template({ machine: 'b1' }));
  await muster.apply(template({ maxMoving: 4 }));
  expect(await muster.rebalance(2)).toMatchObject({ total: 2, converged: 2, failed: [] });
  expect([await on(first), await on(second)]).toEqual([6, 2]);
});
