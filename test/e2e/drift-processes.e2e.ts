/**
 * What can become of a process on a real host while its definition is as desired (reference: drift, rows 8, 9, 13 to 15,
 * 22 and 26): it is seen, it is healed where that is for muster to do, and nothing is tried without end.
 */
import { waitUntil } from '../lab/wait-until.ts';
import { bystanders } from './bystanders.ts';
import { labOfTest } from './meddled-host.ts';
import {
  conditionOf,
  documents,
  limit,
  type Muster,
  machineYaml,
  names,
  onHost,
  sleeper,
  startMuster,
  type UnitSpecText,
  unitYaml,
} from './muster.ts';

jest.setTimeout(200_000);
const lab = labOfTest('drift-proc', [{ name: 'p1' }]);
const hand = onHost(() => lab.host('p1'));
let muster: Muster;
const others = bystanders(() => muster, hand, 'p1');

beforeAll(async () => {
  // What sends no signal is seen at the next full read.
  muster = await startMuster({ agents: { safetyNetMs: 2_000 } });
  await muster.apply(machineYaml(lab.host('p1')));
  await others.start();
}, 200_000);
lab.beforeDown(async () => {
  await others.check();
  await muster?.stop();
});

const apply = (...units: [name: string, spec?: UnitSpecText][]) =>
  muster.apply(documents(...units.map(([name, spec]) => unitYaml(name, 'p1', spec))));
const actsFor = (unit: string) =>
  muster.steps.filter((step) => step.unit === unit && step.do !== 'write' && step.do !== 'link');
const startsOf = (unit: string) =>
  actsFor(unit).filter((step) => step.do === 'start' || step.do === 'restart');

/** Runs again, in another process than before. */
async function isReplaced(unit: string, before: string): Promise<void> {
  let now = await hand.live(unit);
  const isBack = async () => {
    now = await hand.live(unit);
    return now.active === 'active' && now.invocation !== before;
  };
  await waitUntil(unit, isBack, limit, 100).catch(async () => {
    const { status } = (await muster.placement(unit, 'p1')) ?? {};
    throw new Error(`${unit} does not run again: ${JSON.stringify({ now, status, acts: actsFor(unit) })}`);
  });
  await muster.untilWell(unit, 'p1');
}

test('13, 14: what was stopped, killed, or has used up its restarts runs again', async () => {
  const restless = { Restart: 'always', RestartSec: '0' };
  const limited = { StartLimitBurst: 2, StartLimitIntervalSec: '1h' };
  const outcome = await apply(
    ['stopped.service'],
    ['killed.service'],
    ['limited.service', { sections: sleeper(restless, limited) }],
    ['refused.service', { sections: sleeper({}, limited) }],
    ['restarting.service', { sections: sleeper(restless) }],
  );
  expect(outcome).toMatchObject({ converged: 5, failed: [] });
  const before = new Map<string, string>();
  for (const unit of ['stopped', 'killed', 'limited', 'refused', 'restarting'])
    before.set(unit, (await hand.live(`${unit}.service`)).invocation);
  const begun = muster.steps.length;

  await hand('systemctl stop stopped');
  await hand('systemctl kill -s KILL killed');
  // Beyond Restart=: systemd itself starts it once more, and then gives up.
  await hand(`for i in 1 2 3; do
      pid=$(systemctl show -p MainPID --value limited); test "$pid" = 0 || kill -9 $pid
      while test "$pid" != 0 -a "$(systemctl show -p MainPID --value limited)" = "$pid"; do sleep 0.05; done; sleep 0.2
    done`);
  // Started by hand until systemd refuses, and then stopped by a failure.
  await hand(`for i in 1 2 3 4; do systemctl restart refused || break; done; :`);
  await hand('systemctl kill -s KILL restarting');
  for (const [unit, invocation] of before) await isReplaced(`${unit}.service`, invocation);

  const done = muster.steps.slice(begun);
  const doneFor = (unit: string) => done.filter((step) => step.unit === unit).map((step) => step.do);
  expect(doneFor('stopped.service')).toEqual(['start']);
  expect(doneFor('killed.service')).toEqual(['start']);
  expect(doneFor('limited.service')).toContain('reset-failed');
  expect(doneFor('refused.service')).toContain('reset-failed');
  // Its own Restart= brought it back.
  expect(doneFor('restarting.service')).toEqual([]);
  expect(done.filter(({ ok }) => !ok)).toEqual([]);
  const reasons = (await muster.events()).map(({ about, reason }) => `${about} ${reason}`);
  expect(reasons).toContain('Placement stopped.service.p1 NotRunning');
  expect(reasons).toContain('Placement killed.service.p1 Failed');
  expect(reasons).toContain('Placement refused.service.p1 StartLimitHit');
});

test('13: what fails at once is tried at growing intervals, and says why; a better manifest is taken up at once', async () => {
  const failing = (command: string) => ({ sections: sleeper({ ExecStart: command }) });
  const looping = {
    sections: sleeper(
      { ExecStart: '/bin/sh -c "exit 3"', Restart: 'always', RestartSec: '0.3' },
      { StartLimitIntervalSec: 0 },
    ),
  };
  const outcome = await apply(
    ['failing.service', failing('/bin/false')],
    ['missing.service', failing('/usr/bin/no-such-program')],
    ['looping.service', looping],
  );
  // A program that ends a moment after its start may have been seen running.
  expect(outcome.total).toBe(3);
  const stalls = (unit: string) =>
    muster.untilPlacement(
      unit,
      'p1',
      ({ status }) => status?.phase === 'backoff' && status.health === 'Degraded',
    );
  const missing = await stalls('missing.service');
  expect(conditionOf(missing.status, 'Stalled')).toMatchObject({ status: 'True', reason: 'Failed' });
  const stalled = await stalls('failing.service');
  expect(conditionOf(stalled.status, 'Ready')?.message).toMatch(/^failing.service failed \(exit-code\)/);
  expect(conditionOf(stalled.status, 'Stalled')).toMatchObject({ status: 'True', reason: 'Failed' });
  expect(conditionOf(stalled.status, 'Ready')).toMatchObject({ status: 'False' });

  // systemd starts it again by itself; muster watches.
  await hand.until('test "$(systemctl show -p NRestarts --value looping)" -ge 4');
  const crash = await muster.untilPlacement('looping.service', 'p1', (placement) =>
    names(placement, 'CrashLoop', 'looping.service'),
  );
  expect(conditionOf(crash.status, 'Ready')).toMatchObject({ status: 'False', reason: 'CrashLoop' });
  expect(startsOf('looping.service')).toHaveLength(1);

  await muster.untilPlacement('failing.service', 'p1', () => startsOf('failing.service').length >= 3);
  const times = startsOf('failing.service').map(({ at }) => at);
  const waits = times.slice(1).map((at, index) => at - (times[index] ?? 0));
  // Half a second, then a whole one, each less a fifth at the most; the act itself comes on top of that.
  expect(waits[0]).toBeGreaterThan(400);
  expect(waits[1]).toBeGreaterThan(800);

  const better = await apply(['failing.service'], ['missing.service'], ['looping.service']);
  expect(better).toMatchObject({ converged: 3, failed: [] });
});

test('15: a condition that is not met is no failure, and is tried again at the slow full read', async () => {
  const spec = { sections: sleeper({}, { ConditionPathExists: '/run/may-run' }) };
  expect(await apply(['conditional.service', spec])).toMatchObject({ converged: 1, failed: [] });
  const waiting = await muster.untilPlacement('conditional.service', 'p1', (placement) =>
    names(placement, 'ConditionNotMet', 'conditional.service'),
  );
  expect(waiting.status).toMatchObject({ sync: 'Synced', health: 'Suspended' });
  expect(conditionOf(waiting.status, 'Ready')).toMatchObject({ status: 'True', reason: 'ConditionNotMet' });
  await hand('touch /run/may-run');
  await hand.until('systemctl is-active -q conditional');
  await muster.untilPlacement('conditional.service', 'p1', ({ status }) => status?.health === 'Healthy');
});

test('9, 22, 26: what others restarted, replaced, froze or queued is told, and not fought', async () => {
  await hand('cp /bin/sleep /usr/local/bin/nap');
  const outcome = await apply(
    ['restarted.service'],
    ['crashed.service', { sections: sleeper({ Restart: 'always', RestartSec: 0 }) }],
    ['replaced.service', { sections: sleeper({ ExecStart: '/usr/local/bin/nap infinity' }) }],
    ['frozen.service'],
    ['queued.service', { sections: sleeper({}, { After: 'endless.service' }) }],
  );
  expect(outcome).toMatchObject({ converged: 5, failed: [] });
  const begun = muster.steps.length;
  const replaced = await hand.live('replaced.service');

  await hand('systemctl restart restarted; systemctl kill -s KILL crashed');
  await hand('cp /bin/sleep /usr/local/bin/nap.new && mv /usr/local/bin/nap.new /usr/local/bin/nap');
  await hand('systemctl freeze frozen');
  await hand(`printf '[Service]\\nType=oneshot\\nExecStart=/bin/sleep infinity\\n' >/run/systemd/system/endless.service
    systemctl start --no-block endless && systemctl stop queued`);

  await muster.untilPlacement('replaced.service', 'p1', (placement) =>
    names(placement, 'BinaryReplaced', 'replaced.service'),
  );
  await muster.untilPlacement('frozen.service', 'p1', (placement) =>
    names(placement, 'Frozen', 'frozen.service'),
  );
  const queued = await muster.untilPlacement('queued.service', 'p1', (placement) =>
    names(placement, 'JobStuck', 'queued.service'),
  );
  expect(conditionOf(queued.status, 'Ready')).toMatchObject({ status: 'False', reason: 'JobWaiting' });
  const restarted = ['crashed.service', 'restarted.service'];
  const told = async () =>
    (await muster.events())
      .filter(
        ({ reason, about }) =>
          reason === 'Restarted' && restarted.some((unit) => about === `Placement ${unit}.p1`),
      )
      .map(({ message }) => message)
      .sort();
  await waitUntil('the restarts to be told', async () => (await told()).length === 2, limit);
  // A reading of many units may not tell who it was.
  expect(await told()).toEqual([
    expect.stringMatching(
      /^crashed.service (ended, and systemd has started it again: see muster logs crashed.service|was restarted, and not by muster)$/,
    ),
    expect.stringMatching(/^restarted.service was restarted(, and not by muster| by someone else)$/),
  ]);
  expect((await hand.live('replaced.service')).invocation).toBe(replaced.invocation);
  const these = [
    'restarted.service',
    'crashed.service',
    'replaced.service',
    'frozen.service',
    'queued.service',
  ];
  const done = muster.steps.slice(begun).filter(({ unit }) => these.includes(unit));
  expect(done.map((step) => `${step.unit} ${step.do}`)).toEqual(['queued.service start']);

  await hand('systemctl stop endless');
  await muster.untilWell('queued.service', 'p1');
  await hand('systemctl thaw frozen');
  await muster.untilPlacement('frozen.service', 'p1', ({ status }) => status?.drift?.length === 0);
});

test('policy: what is to be inactive is stopped; suspended, detected and ignored is left alone, until it is not', async () => {
  const units = ['inactive', 'suspended', 'detected', 'ignored'];
  const first = await apply(
    ['inactive.service', { state: 'inactive', enabled: false }],
    ['suspended.service'],
    ['detected.service', { drift: 'detect' }],
    ['ignored.service', { drift: 'ignore' }],
  );
  expect(first).toMatchObject({ converged: 4, failed: [] });
  expect(await hand.live('inactive.service')).toMatchObject({ active: 'inactive', load: 'loaded' });
  expect(await apply(['suspended.service', { suspend: true }])).toMatchObject({ failed: [] });
  const begun = muster.steps.length;

  await hand('systemctl start inactive');
  await hand('systemctl stop suspended detected ignored');
  await hand.until('! systemctl is-active -q inactive');
  const detected = await muster.untilPlacement('detected.service', 'p1', (placement) =>
    names(placement, 'NotRunning', 'detected.service'),
  );
  expect(detected.status).toMatchObject({ sync: 'OutOfSync' });
  const ignored = await muster.untilPlacement('ignored.service', 'p1', (placement) =>
    names(placement, 'NotRunning', 'ignored.service'),
  );
  expect(ignored.status).toMatchObject({ sync: 'Synced' });
  const suspended = await muster.untilPlacement('suspended.service', 'p1', (placement) =>
    names(placement, 'NotRunning', 'suspended.service'),
  );
  expect(suspended.status).toMatchObject({ health: 'Suspended' });
  const done = muster.steps.slice(begun).filter(({ unit }) => units.includes(unit.replace('.service', '')));
  expect(done.map((step) => `${step.unit} ${step.do}`)).toEqual(['inactive.service stop']);
  const changes = (await muster.diff(units)).map(({ unit, change }) => `${unit} ${change}`);
  expect(changes).toEqual([
    'detected.service update',
    'ignored.service none',
    'inactive.service none',
    'suspended.service update',
  ]);

  const again = await apply(
    ['suspended.service'],
    ['detected.service'],
    ['ignored.service'],
    ['inactive.service'],
  );
  expect(again).toMatchObject({ converged: 4, failed: [] });
  for (const unit of units) expect((await hand.live(`${unit}.service`)).active).toBe('active');
});
