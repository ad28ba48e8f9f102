import { fakeApi } from './testing/fake-api.ts';
import { event, machine, placement, unit } from './testing/objects.ts';
import { runCommand, shown } from './testing/run-command.ts';

const objects = [
  machine('web-1', { labels: { role: 'web' } }),
  machine('web-2', { spec: { unschedulable: true } }),
  unit('hello.service'),
  unit('web@.service', {
    status: {
      sync: 'OutOfSync',
      health: 'Degraded',
      placements: { desired: 2, placed: 2, ready: 1, synced: 1 },
    },
  }),
  placement('hello.service', 'web-1'),
  placement('hello.service', 'web-2', {
    sync: 'OutOfSync',
    health: 'Degraded',
    activeState: 'failed',
    subState: 'failed',
    mainPID: 0,
    drift: [
      {
        kind: 'Failed',
        subject: 'hello.service',
        message: 'failed with exit-code',
        heals: true,
      },
    ],
  }),
];

async function get(...words: string[]) {
  return shown(await runCommand(['get', ...words], { fetch: fakeApi(objects).fetch }));
}

test('units', async () => {
  expect(await get('units')).toMatchInlineSnapshot(`
   "exit 0
   NAME            DESIRED   READY   SYNC        HEALTH     AGE
   hello.service   2         2       Synced      Healthy    20d
   web@.service    2         1       OutOfSync   Degraded   20d
   "
  `);
});

test('machines, and placements with more columns', async () => {
  expect(await get('machines', '--show-labels')).toMatchInlineSnapshot(`
   "exit 0
   NAME    STATUS                     ADDRESS             UNITS   SYSTEMD   AGE   LABELS
   web-1   Ready                      web-1.example.com   2       252       30d   role=web
   web-2   Ready,SchedulingDisabled   web-2.example.com   2       252       30d   <none>
   "
  `);
  expect(await get('placements', '-o', 'wide')).toMatchInlineSnapshot(`
   "exit 0
   NAME                  UNIT            MACHINE   SYNC        HEALTH     ACTIVE   SUB       PID      RESTARTS   AGE   PHASE    DRIFT
   hello.service-web-1   hello.service   web-1     Synced      Healthy    active   running   4711     0          20d   synced   <none>
   hello.service-web-2   hello.service   web-2     OutOfSync   Degraded   failed   failed    <none>   0          20d   synced   Failed
   "
  `);
});

test('a name without its suffix, globs, several kinds', async () => {
  expect(await get('unit', 'hello')).toMatchInlineSnapshot(`
   "exit 0
   NAME            DESIRED   READY   SYNC     HEALTH    AGE
   hello.service   2         2       Synced   Healthy   20d
   "
  `);
  expect(await get('units', 'web@*', '-o', 'name')).toMatchInlineSnapshot(`
   "exit 0
   unit.muster.dev/web@.service
   "
  `);
  expect(await get('units,machines', '--no-headers')).toMatchInlineSnapshot(`
   "exit 0
   unit.muster.dev/hello.service   2   2   Synced      Healthy    20d
   unit.muster.dev/web@.service    2   1   OutOfSync   Degraded   20d

   machine.muster.dev/web-1   Ready                      web-1.example.com   2   252   30d
   machine.muster.dev/web-2   Ready,SchedulingDisabled   web-2.example.com   2   252   30d
   "
  `);
  expect(await get('unit/hello', 'machine/web-1', '-o', 'name')).toMatchInlineSnapshot(`
   "exit 0
   unit.muster.dev/hello.service
   machine.muster.dev/web-1
   "
  `);
});

test('nothing there', async () => {
  expect(await get('units', '-n', 'other')).toMatchInlineSnapshot(`
   "exit 0
   --- stderr
   No resources found in other namespace.
   "
  `);
  expect(await get('secrets', '-A')).toMatchInlineSnapshot(`
   "exit 0
   --- stderr
   No resources found
   "
  `);
  expect(await get('unit', 'nope')).toMatchInlineSnapshot(`
   "exit 1
   --- stderr
   Error from server (NotFound): units.muster.dev "nope.service" not found
   "
  `);
  expect(await get('unit', 'nope', '--ignore-not-found')).toMatchInlineSnapshot(`
   "exit 0
   "
  `);
  expect(await get('units', 'nope*')).toMatchInlineSnapshot(`
   "exit 0
   --- stderr
   No resources found in default namespace.
   "
  `);
});

test('jsonpath, json and yaml', async () => {
  expect(await get('unit', 'hello', '-o', 'jsonpath={.status.sync}')).toMatchInlineSnapshot(`
   "exit 0
   Synced"
  `);
  expect(
    await get('units', '-o', 'jsonpath={range .items[*]}{.metadata.name}{"\\t"}{.status.health}{"\\n"}{end}'),
  ).toMatchInlineSnapshot(`
   "exit 0
   hello.service	Healthy
   web@.service	Degraded
   "
  `);
  const one = await runCommand(['get', 'unit', 'hello', '-o', 'json'], {
    fetch: fakeApi(objects).fetch,
  });
  expect(JSON.parse(one.stdout)).toEqual(objects[2]);
  const list = await runCommand(['get', 'units', '-o', 'json'], {
    fetch: fakeApi(objects).fetch,
  });
  expect(JSON.parse(list.stdout)).toMatchObject({
    apiVersion: 'v1',
    kind: 'List',
    items: objects.slice(2, 4),
  });
});

test('selectors go to the server', async () => {
  const api = fakeApi(objects);
  await runCommand(['get', 'units', '-l', 'app in (a,b)', '--field-selector', 'metadata.name=x', '-A'], {
    fetch: api.fetch,
  });
  expect(api.requests).toEqual([
    'GET /apis/muster.dev/v1/units?labelSelector=app+in+(a,b)&fieldSelector=metadata.name=x',
  ]);
});

test('-w goes on with changes, in the same columns, until Ctrl-C', async () => {
  const api = fakeApi(objects);
  const interrupt = new AbortController();
  const watching = () => api.requests.some((request) => request.includes('watch=true'));
  const changeWhenWatched = () => {
    if (!watching()) setImmediate(changeWhenWatched);
    else
      api.put(
        placement('hello.service', 'web-1', {
          activeState: 'stopped',
          sync: 'OutOfSync',
        }),
      );
  };
  setImmediate(changeWhenWatched);
  const result = await runCommand(['get', 'placements', 'hello*', '-w'], {
    fetch: api.fetch,
    signal: interrupt.signal,
    onOutput(stdout) {
      if (stdout.includes('stopped')) interrupt.abort();
    },
  });
  expect(shown(result)).toMatchInlineSnapshot(`
   "exit 130
   NAME                  UNIT            MACHINE   SYNC        HEALTH     ACTIVE   SUB       PID      RESTARTS   AGE
   hello.service-web-1   hello.service   web-1     Synced      Healthy    active   running   4711     0          20d
   hello.service-web-2   hello.service   web-2     OutOfSync   Degraded   failed   failed    <none>   0          20d
   hello.service-web-1   hello.service   web-1     OutOfSync   Healthy    stopped   running   4711     0          20d
   --- stderr
   no muster serve is running: changes show up here when another command makes them
   "
  `);
});

test('colours only on a terminal, and not with NO_COLOR', async () => {
  const { fetch } = fakeApi(objects);
  expect((await runCommand(['get', 'units'], { fetch })).stdout).not.toContain('\u001b');
  expect((await runCommand(['get', 'units'], { fetch, columns: 100 })).stdout).toContain(
    '\u001b[31mDegraded',
  );
  expect(
    (
      await runCommand(['get', 'units'], {
        fetch,
        columns: 100,
        environment: { NO_COLOR: '1' },
      })
    ).stdout,
  ).not.toContain('\u001b');
  expect((await runCommand(['get', 'units', '--color', 'always'], { fetch })).stdout).toContain('\u001b');
});

test('describe a unit that is not as declared', async () => {
  const hello = unit('hello.service', {
    status: { sync: 'OutOfSync', health: 'Degraded' },
  });
  const api = fakeApi([
    ...objects.filter((object) => object.kind !== 'Unit'),
    hello,
    event(hello, 'Scheduled', 'placed on web-1: it has the fewest units'),
    event(objects[5] as never, 'Failed', 'failed with exit-code\nsee the logs', {
      type: 'Warning',
      related: { kind: 'Machine', name: 'web-2' },
      count: 3,
    }),
  ]);
  const result = await runCommand(['describe', 'unit', 'hello'], {
    fetch: api.fetch,
  });
  expect(shown(result).replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')).toMatchInlineSnapshot(`
   "exit 0
   Name:         hello.service
   Namespace:    default
   Kind:         Unit
   Labels:       app=hello
   Annotations:  <none>
   Created:      TIME (20d ago)
   Spec:
     state: active
     sections:
       Service:
         ExecStart: /bin/sleep infinity
   Status:
     OutOfSync, Degraded
     placements:
       desired: 2
       placed: 2
       ready: 2
       synced: 2
       degraded: 0
   Conditions:
     TYPE    STATUS   REASON                    AGE   MESSAGE
     Ready   True     ReconciliationSucceeded   19d   2 of 2 placements ready
   Drift:
     hello.service on web-2: Failed: failed with exit-code
   Placements:
     UNIT            MACHINE   SYNC        HEALTH     ACTIVE           PID      RESTARTS
     hello.service   web-1     Synced      Healthy    active/running   4711     0
     hello.service   web-2     OutOfSync   Degraded   failed/failed    <none>   0
   Events:
     TYPE      REASON      AGE       MACHINE   MESSAGE
     Normal    Scheduled   9d        <none>    placed on web-1: it has the fewest units
     Warning   Failed      9d (x3)   web-2     failed with exit-code …
   "
  `);
});

test('events, about one object, only warnings', async () => {
  const [web1] = objects;
  const hello = objects[2];
  if (!web1 || !hello) throw new Error('objects are missing');
  const api = fakeApi([
    ...objects,
    event(hello, 'Scheduled', 'placed on web-1'),
    event(hello, 'Failed', 'failed', {
      type: 'Warning',
      related: { kind: 'Machine', name: 'web-1' },
    }),
    event(web1, 'Connected', 'connected'),
  ]);
  const events = async (...words: string[]) =>
    shown(await runCommand(['events', ...words], { fetch: api.fetch }));
  expect(await events()).toMatchInlineSnapshot(`
   "exit 0
   LAST SEEN   TYPE      REASON      OBJECT               MESSAGE
   9d          Normal    Scheduled   unit/hello.service   placed on web-1
   9d          Warning   Failed      unit/hello.service   failed
   9d          Normal    Connected   machine/web-1        connected
   "
  `);
  expect(await events('--for', 'machine/web-1')).toMatchInlineSnapshot(`
   "exit 0
   LAST SEEN   TYPE      REASON      OBJECT               MESSAGE
   9d          Warning   Failed      unit/hello.service   failed
   9d          Normal    Connected   machine/web-1        connected
   "
  `);
  expect(await events('--types', 'warning')).toMatchInlineSnapshot(`
   "exit 0
   LAST SEEN   TYPE      REASON   OBJECT               MESSAGE
   9d          Warning   Failed   unit/hello.service   failed
   "
  `);
  expect(await events('-n', 'other')).toMatchInlineSnapshot(`
   "exit 0
   --- stderr
   No events found in other namespace.
   "
  `);
});
