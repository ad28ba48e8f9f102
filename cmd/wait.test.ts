import type { ApiObject } from './api-object.ts';
import { type FakeApi, fakeApi } from './testing/fake-api.ts';
import { unit } from './testing/objects.ts';
import { runCommand, shown } from './testing/run-command.ts';

function withReady(status: string, more: { type?: string; generation?: number } = {}): ApiObject {
  return unit('hello.service', {
    metadata: { generation: more.generation ?? 1 },
    status: {
      sync: status === 'True' ? 'Synced' : 'OutOfSync',
      conditions: [{ type: more.type ?? 'Ready', status }],
    },
  });
}

/** Does something as soon as the command follows changes. */
function whenWatched(api: FakeApi, change: () => void): void {
  if (api.requests.some((request) => request.includes('watch=true'))) change();
  else setImmediate(() => whenWatched(api, change));
}

async function wait(api: FakeApi, ...words: string[]) {
  return shown(await runCommand(['wait', ...words], { fetch: api.fetch }));
}

test('met already', async () => {
  expect(
    await wait(fakeApi([withReady('True')]), 'unit/hello', '--for=condition=Ready'),
  ).toMatchInlineSnapshot(`
   "exit 0
   unit.muster.dev/hello.service condition met
   "
  `);
});

test('met later', async () => {
  const api = fakeApi([withReady('False')]);
  whenWatched(api, () => api.put(withReady('True')));
  expect(await wait(api, 'unit/hello', '--for=condition=ready=true')).toMatchInlineSnapshot(`
   "exit 0
   unit.muster.dev/hello.service condition met
   "
  `);
});

test.each([
  'sync=Synced',
  'health=Healthy',
  'jsonpath={.status.sync}=Synced',
  "jsonpath='{.status.placements.ready}'=2".replaceAll("'", ''),
  'jsonpath=.status.conditions',
  'create',
])('--for=%s', async (goal) => {
  expect(await wait(fakeApi([withReady('True')]), 'unit/hello', `--for=${goal}`)).toMatch(/^exit 0\n/);
});

test('a status about an earlier spec does not count', async () => {
  const api = fakeApi([withReady('True', { generation: 2 })]);
  expect(await wait(api, 'unit/hello', '--for=condition=Ready', '--timeout=50ms')).toMatchInlineSnapshot(`
   "exit 1
   --- stderr
   error: timed out waiting for condition=Ready on unit.muster.dev/hello.service; muster describe unit hello.service says why
   "
  `);
});

test('gone, already and later', async () => {
  expect(await wait(fakeApi([]), 'unit/hello', '--for=delete')).toMatchInlineSnapshot(`
   "exit 0
   unit.muster.dev/hello.service deleted
   "
  `);
  const api = fakeApi([withReady('True')]);
  whenWatched(api, () => api.remove('hello.service'));
  expect(await wait(api, 'unit/hello', '--for=delete')).toMatchInlineSnapshot(`
   "exit 0
   unit.muster.dev/hello.service deleted
   "
  `);
});

test('can no longer be met: deleted, stalled, never there', async () => {
  const deleted = fakeApi([withReady('False')]);
  whenWatched(deleted, () => deleted.remove('hello.service'));
  expect(await wait(deleted, 'unit/hello', '--for=condition=Ready')).toMatchInlineSnapshot(`
   "exit 3
   --- stderr
   error: condition=Ready on unit.muster.dev/hello.service can no longer be met: it has been deleted
   "
  `);
  const stalled = fakeApi([
    unit('hello.service', {
      status: {
        conditions: [
          {
            type: 'Stalled',
            status: 'True',
            reason: 'NotOwned',
            message: 'set adopt: true',
          },
        ],
      },
    }),
  ]);
  expect(await wait(stalled, 'unit/hello', '--for=condition=Ready')).toMatchInlineSnapshot(`
   "exit 3
   --- stderr
   error: condition=Ready on unit.muster.dev/hello.service can no longer be met: NotOwned: set adopt: true
   "
  `);
  expect(await wait(fakeApi([]), 'unit/hello', '--for=condition=Ready')).toMatchInlineSnapshot(`
   "exit 3
   --- stderr
   error: condition=Ready on unit.muster.dev/hello.service can no longer be met: there is no such object
   "
  `);
  expect(await wait(fakeApi([]), 'units', '--all', '--for=condition=Ready')).toMatchInlineSnapshot(`
   "exit 3
   --- stderr
   error: no matching resources found
   "
  `);
});

test('a full disk may have room again: that is waited for', async () => {
  const conditions = [
    {
      type: 'Stalled',
      status: 'True',
      reason: 'DiskFull',
      message: 'm1 has no room',
    },
  ];
  const api = fakeApi([unit('hello.service', { status: { conditions } })]);
  whenWatched(api, () => api.put(withReady('True')));
  expect(await wait(api, 'unit/hello', '--for=condition=Ready')).toMatchInlineSnapshot(`
   "exit 0
   unit.muster.dev/hello.service condition met
   "
  `);
});

test('several: the worst counts', async () => {
  const api = fakeApi([withReady('True'), unit('other.service', { status: { sync: 'OutOfSync' } })]);
  expect(await wait(api, 'units', '--all', '--for=sync=Synced', '--timeout=50ms')).toMatchInlineSnapshot(`
   "exit 1
   unit.muster.dev/hello.service condition met
   --- stderr
   error: timed out waiting for sync=Synced on unit.muster.dev/other.service; muster describe unit other.service says why
   "
  `);
});
