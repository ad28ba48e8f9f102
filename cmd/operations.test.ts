import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DiffEvent, InspectEvent, Outcome, ProgressEvent } from '../controllers/operations.ts';
import { fakeApi } from './testing/fake-api.ts';
import { machine, unit } from './testing/objects.ts';
import { runCommand, shown } from './testing/run-command.ts';

const hello = { namespace: 'default', unit: 'hello.service', machine: 'web-1' };
const manifest = `apiVersion: muster.dev/v1
kind: Unit
metadata: {name: hello.service}
spec:
  sections:
    Service: {ExecStart: /bin/sleep infinity}
`;

function done(more: Partial<Outcome> = {}): ProgressEvent {
  const usual = {
    total: 1,
    converged: 1,
    failed: [],
    machinesFailed: [],
    unplaced: 0,
    timedOut: false,
  };
  return { type: 'done', ...usual, durationMs: 340, ...more };
}

async function* stream<T>(events: T[]): AsyncIterable<T> {
  yield* events;
}

function folder(files: Record<string, string>): string {
  const path = mkdtempSync(join(tmpdir(), 'muster-test-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(path, name, '..'), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return path;
}

describe('apply', () => {
  async function apply(events: ProgressEvent[], words: string[] = [], options: { columns?: number } = {}) {
    const api = fakeApi([], { apply: () => stream(events) });
    const workingDirectory = folder({ 'hello.yaml': manifest });
    const result = await runCommand(['apply', '-f', 'hello.yaml', ...words], {
      fetch: api.fetch,
      workingDirectory,
      ...options,
    });
    return { result, api, workingDirectory };
  }
  const created: ProgressEvent[] = [
    {
      type: 'object',
      kind: 'Unit',
      namespace: 'default',
      name: 'hello.service',
      result: 'created',
    },
    { type: 'machine', machine: 'web-1', state: 'connecting' },
    { type: 'machine', machine: 'web-1', state: 'ready' },
    {
      type: 'placement',
      ...hello,
      phase: 'acting',
      sync: 'OutOfSync',
      health: 'Missing',
    },
    {
      type: 'step',
      ...hello,
      step: 'write',
      subject: '/etc/systemd/system/hello.service',
      reason: 'it is not there',
      ok: true,
      message: '',
    },
    {
      type: 'step',
      ...hello,
      step: 'start',
      subject: 'hello.service',
      reason: 'it does not run',
      ok: true,
      message: '',
    },
    {
      type: 'placement',
      ...hello,
      phase: 'synced',
      sync: 'Synced',
      health: 'Healthy',
    },
    done(),
  ];

  test('one plain line per change', async () => {
    const { result, api, workingDirectory } = await apply(created);
    expect(shown(result)).toMatchInlineSnapshot(`
     "exit 0
     unit.muster.dev/hello.service created
     hello.service on web-1: write /etc/systemd/system/hello.service (it is not there)
     hello.service on web-1: start (it does not run)
     1 placement as declared, 340 ms
     "
    `);
    expect(api.asked).toEqual([
      {
        name: 'apply',
        request: {
          dryRun: 'none',
          timeoutMs: 300_000,
          objects: [
            expect.objectContaining({
              kind: 'Unit',
              metadata: {
                name: 'hello.service',
                namespace: 'default',
                annotations: {
                  'muster.dev/origin': join(workingDirectory, 'hello.yaml'),
                },
              },
            }),
          ],
        },
      },
    ]);
  });

  test('what waits for another unit is told', async () => {
    const message = 'hello.service waits for db.service on db-1, which is inactive';
    const waits: ProgressEvent = {
      type: 'placement',
      ...hello,
      phase: 'drifted',
      sync: 'OutOfSync',
      health: 'Missing',
      reason: 'DependencyNotReady',
      message,
    };
    const { result } = await apply([{ ...waits, phase: 'acting' }, waits, done()]);
    expect(result.stdout).toBe(
      'hello.service on web-1: waits for db.service on db-1, which is inactive\n1 placement as declared, 340 ms\n',
    );
  });

  test('on a terminal the lines of the machines are redrawn and leave only the summary', async () => {
    const { result } = await apply(created, [], { columns: 60 });
    expect(screen(result.stdout, 60)).toMatchInlineSnapshot(`
     "unit.muster.dev/hello.service created
     1 placement as declared, 340 ms
     "
    `);
  });

  test('-o json and -o name', async () => {
    expect(shown((await apply(created, ['-o', 'name'])).result)).toMatchInlineSnapshot(`
     "exit 0
     unit.muster.dev/hello.service
     "
    `);
    const { result } = await apply(created, ['-o', 'json']);
    expect(JSON.parse(result.stdout)).toMatchObject({
      outcome: { total: 1, converged: 1 },
      objects: [{ result: 'created' }],
    });
  });

  test('a unit failed: 1', async () => {
    const failed = [
      {
        ...hello,
        reason: 'Failed',
        message: 'failed with exit-code; see muster logs hello',
      },
    ];
    const step: ProgressEvent = {
      type: 'step',
      ...hello,
      step: 'start',
      subject: 'hello.service',
      reason: 'it does not run',
      ok: false,
      message: 'Job failed',
    };
    expect(shown((await apply([step, done({ converged: 0, failed })])).result)).toMatchInlineSnapshot(`
     "exit 1
     hello.service on web-1: start failed: Job failed
     0 of 1 placement as declared, 1 failed, 340 ms
     --- stderr
     error: hello.service on web-1: Failed: failed with exit-code; see muster logs hello
     "
    `);
  });

  test('only machines failed: 4', async () => {
    const machinesFailed = [
      {
        machine: 'web-2',
        reason: 'HostUnreachable',
        message: 'no route to host',
      },
    ];
    const lost = [
      {
        ...hello,
        machine: 'web-2',
        reason: 'HostUnreachable',
        message: 'no route to host',
      },
    ];
    const outcome = done({
      total: 2,
      converged: 1,
      failed: lost,
      machinesFailed,
    });
    expect(shown((await apply([outcome])).result)).toMatchInlineSnapshot(`
     "exit 4
     1 of 2 placements as declared, 1 machine failed, 340 ms
     --- stderr
     error: machine web-2: HostUnreachable: no route to host
     "
    `);
  });

  test('no machine for a unit: 1, and why', async () => {
    const { result } = await apply([
      {
        type: 'unplaced',
        namespace: 'default',
        unit: 'hello.service',
        message: 'none of 2 machines matches',
        machines: [
          { machine: 'web-1', reason: 'cordoned' },
          { machine: 'web-2', reason: 'no label role=web' },
        ],
      },
      done({ total: 0, converged: 0, unplaced: 1 }),
    ]);
    expect(shown(result)).toMatchInlineSnapshot(`
     "exit 1
     --- stderr
     error: hello.service: no machine: none of 2 machines matches
       web-1: cordoned
       web-2: no label role=web
     "
    `);
  });

  test('timed out: 1', async () => {
    const { result } = await apply([done({ converged: 0, timedOut: true, durationMs: 300_000 })]);
    expect(shown(result)).toMatchInlineSnapshot(`
     "exit 1
     0 of 1 placement as declared, 5 min 0 s (timed out)
     "
    `);
  });

  test('dry runs: client asks nobody, server says so', async () => {
    const client = await apply(created, ['--dry-run']);
    expect(shown(client.result)).toMatchInlineSnapshot(`
     "exit 0
     unit.muster.dev/hello.service valid (dry run)
     "
    `);
    expect(client.api.requests).toEqual([]);
    const server = await apply([created[0] as ProgressEvent, done()], ['--dry-run=server']);
    expect(shown(server.result)).toMatchInlineSnapshot(`
     "exit 0
     unit.muster.dev/hello.service created (server dry run)
     "
    `);
    expect(server.api.asked[0]?.request).toMatchObject({ dryRun: 'server' });
  });

  test('all errors of all files at once, nothing applied: 2', async () => {
    const api = fakeApi([]);
    const workingDirectory = folder({
      'a.yaml': manifest.replace('spec:', 'spec:\n  stat: active'),
      'b.yaml': manifest.replace('kind: Unit', 'kind: Unti'),
      'good.yaml': manifest.replace('hello', 'good'),
    });
    const result = await runCommand(['apply', '-f', '.'], {
      fetch: api.fetch,
      workingDirectory,
    });
    expect(shown(result)).toMatchInlineSnapshot(`
     "exit 2
     --- stderr
     a.yaml:5:3: spec.stat: unknown field \`stat\`; did you mean \`state\`?
         stat: active
         ^
     b.yaml:2:7: kind: unknown kind \`Unti\`; did you mean \`Unit\`?
       kind: Unti
             ^
     error: 2 errors in the manifests; nothing was changed
     "
    `);
    expect(api.requests).toEqual([]);
  });

  test('manifests from standard input, unit files and drop-ins from folders', async () => {
    const api = fakeApi([], { apply: () => stream([done()]) });
    const workingDirectory = folder({
      'units/web.service': '[Service]\nExecStart=/bin/sleep infinity\n',
      'units/web.service.d/10-limits.conf': '[Service]\nMemoryMax=1G\n',
      'units/README.md': '# nothing to apply',
      'units/deeper/other.yaml': manifest.replace('hello', 'other'),
    });
    const names = () => {
      const { objects } = (api.asked.at(-1)?.request ?? { objects: [] }) as {
        objects: { metadata: { name: string } }[];
      };
      return objects.map((object) => object.metadata.name);
    };
    const options = { fetch: api.fetch, workingDirectory };
    expect(
      await runCommand(['apply', '-f', '-', '-f', 'units'], {
        ...options,
        stdin: manifest,
      }),
    ).toMatchObject({ code: 0 });
    expect(names()).toEqual(['hello.service', 'web.service']);
    expect(api.asked.at(-1)?.request).toMatchObject({
      objects: [{}, { spec: { dropIns: { '10-limits.conf': expect.anything() } } }],
    });
    expect(await runCommand(['apply', '-R', '-f', 'units'], options)).toMatchObject({ code: 0 });
    expect(names()).toEqual(['other.service', 'web.service']);
    expect(await runCommand(['apply', '-f', 'units/web.service'], options)).toMatchObject({ code: 0 });
    expect(api.asked.at(-1)?.request).toMatchObject({
      objects: [{ spec: { dropIns: { '10-limits.conf': expect.anything() } } }],
    });
  });

  test("a machine's identity file starts from its manifest", async () => {
    const api = fakeApi([], { apply: () => stream([done()]) });
    const text = (file: string) =>
      `apiVersion: muster.dev/v1\nkind: Machine\nmetadata: {name: web-1}\nspec: {ssh: {host: 10.0.0.1, identityFile: ${file}}}\n`;
    const workingDirectory = folder({
      'lab/a.yaml': text('./keys/id'),
      'lab/b.yaml': text('"~/id"').replace('web-1', 'web-2'),
    });
    await runCommand(['apply', '-f', 'lab'], {
      fetch: api.fetch,
      workingDirectory,
    });
    expect(api.asked[0]?.request).toMatchObject({
      objects: [
        {
          spec: {
            ssh: { identityFile: join(workingDirectory, 'lab/keys/id') },
          },
        },
        {
          spec: { ssh: { identityFile: expect.stringMatching(/^\/.*\/id$/) } },
        },
      ],
    });
  });

  test('without waiting there is no outcome, and that is no error', async () => {
    const [object] = created;
    expect(object?.type).toBe('object');
    for (const word of ['--no-wait', '--dry-run=server']) {
      const { result } = await apply(object === undefined ? [] : [object], [word]);
      expect(shown(result)).toMatch(
        /^exit 0\nunit.muster.dev\/hello.service created( \(server dry run\))?\n$/,
      );
    }
    expect((await apply([])).result.stderr).toMatch(/ended before it was done/);
  });

  test('-n fills in the namespace and may not say another', async () => {
    const { api } = await apply([done()], ['-n', 'team-a']);
    expect(api.asked[0]?.request).toMatchObject({
      objects: [{ metadata: { namespace: 'team-a' } }],
    });
    const workingDirectory = folder({
      'a.yaml': manifest.replace('name:', 'namespace: team-b, name:'),
    });
    const result = await runCommand(['apply', '-f', 'a.yaml', '-n', 'team-a'], {
      fetch: api.fetch,
      workingDirectory,
    });
    expect(shown(result)).toMatchInlineSnapshot(`
     "exit 2
     --- stderr
     error: a.yaml:1: the namespace of hello.service is team-b, not team-a as -n says; leave one of them out
     "
    `);
  });
});

describe('diff', () => {
  const entry: DiffEvent = {
    type: 'entry',
    ...hello,
    change: 'update',
    drift: [
      {
        kind: 'FileChanged',
        subject: '/etc/systemd/system/hello.service',
        message: 'the file differs',
        heals: true,
      },
      {
        kind: 'NotRunning',
        subject: 'hello.service',
        message: 'is inactive (dead), should be active',
        heals: true,
      },
      {
        kind: 'Restarted',
        subject: 'hello.service',
        message: 'was restarted by someone else',
        heals: false,
      },
    ],
    files: [
      {
        path: '/etc/systemd/system/hello.service',
        diff: '--- live/etc/systemd/system/hello.service\n+++ desired/etc/systemd/system/hello.service\n@@ -1,2 +1,2 @@\n [Service]\n-ExecStart=/bin/false\n+ExecStart=/bin/sleep infinity\n',
      },
      { path: '/etc/hello/password', diff: '' },
    ],
    acts: [
      {
        do: 'write',
        subject: '/etc/systemd/system/hello.service',
        reason: 'it differs',
      },
      { do: 'daemon-reload', subject: '', reason: 'a unit file changed' },
      { do: 'start', subject: 'hello.service', reason: 'it does not run' },
    ],
  };
  const same: DiffEvent = {
    ...entry,
    unit: 'same.service',
    change: 'none',
    drift: [],
    files: [],
    acts: [],
  };
  const lost: DiffEvent = {
    ...same,
    machine: 'web-2',
    change: 'unknown',
    message: 'web-2 cannot be reached: no route to host',
  };
  const end = (differing: number, unknown = 0): DiffEvent => ({
    type: 'done',
    differing,
    unknown,
    machines: 2,
    durationMs: 80,
  });
  async function diff(events: DiffEvent[], ...words: string[]) {
    const api = fakeApi([], { diff: () => stream(events) });
    return runCommand(['diff', ...words], { fetch: api.fetch });
  }

  test('nothing differs: 0', async () => {
    expect(shown(await diff([same, end(0)]))).toMatchInlineSnapshot(`
     "exit 0
     --- stderr
     nothing differs (2 machines, 80 ms)
     "
    `);
  });
  test('text: 1', async () => {
    expect(shown(await diff([entry, same, end(1)]))).toMatchInlineSnapshot(`
     "exit 1
     hello.service on web-1: update
     --- live/etc/systemd/system/hello.service
     +++ desired/etc/systemd/system/hello.service
     @@ -1,2 +1,2 @@
      [Service]
     -ExecStart=/bin/false
     +ExecStart=/bin/sleep infinity
       /etc/hello/password: content differs (secret, not shown)
       NotRunning: is inactive (dead), should be active
       Restarted: was restarted by someone else (reported only)
       → write /etc/systemd/system/hello.service, daemon-reload, start
     --- stderr
     1 placement differs (2 machines, 80 ms)
     "
    `);
  });
  test('wide shows what is the same; unknown: 2', async () => {
    expect(shown(await diff([same, lost, end(0, 1)], '-o', 'wide'))).toMatchInlineSnapshot(`
     "exit 2
     same.service on web-1: as declared

     same.service on web-2: unknown
       web-2 cannot be reached: no route to host
     --- stderr
     nothing differs, 1 could not be read (2 machines, 80 ms)
     "
    `);
  });
  test('markdown', async () => {
    expect(shown(await diff([entry, same, end(1)], '-o', 'markdown'))).toMatchInlineSnapshot(`
     "exit 1
     ### muster diff: 1 placement differs (2 machines, 80 ms)

     | Unit | Machine | Change | What apply would do |
     |---|---|---|---|
     | hello.service | web-1 | update | write /etc/systemd/system/hello.service, daemon-reload, start |

     <details><summary><code>hello.service</code> on web-1</summary>

     \`\`\`diff
     --- live/etc/systemd/system/hello.service
     +++ desired/etc/systemd/system/hello.service
     @@ -1,2 +1,2 @@
      [Service]
     -ExecStart=/bin/false
     +ExecStart=/bin/sleep infinity
     \`\`\`

     - \`/etc/hello/password\`: content differs (secret, not shown)
     - **NotRunning**: is inactive (dead), should be active
     - **Restarted**: was restarted by someone else (reported only)

     </details>
     "
    `);
  });
  test('markdown: content cannot end its fence or break the table', async () => {
    const evil: DiffEvent = {
      ...entry,
      unit: 'a|b.service',
      files: [{ path: '/x', diff: '+```\n+</details>\n+````\n' }],
      acts: [{ do: 'write', subject: '/etc/a|b\n| x', reason: '' }],
    };
    const { stdout } = await diff([evil, end(1)], '-o', 'markdown');
    const rows = stdout.split('\n').filter((line) => line.startsWith('|'));
    expect(rows).toHaveLength(3);
    expect(stdout).toContain('\n`````diff\n');
  });
  test('json', async () => {
    const { stdout, code } = await diff([entry, end(1)], '-o', 'json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      entries: [{ unit: 'hello.service' }],
      summary: { differing: 1 },
    });
  });
  test('an error is never 1', async () => {
    const { code } = await runCommand(['diff'], { fetch: fakeApi([]).fetch });
    expect(code).toBe(2);
  });
  test('colours on a terminal', async () => {
    const api = fakeApi([], { diff: () => stream([entry, end(1)]) });
    const { stdout } = await runCommand(['diff'], {
      fetch: api.fetch,
      columns: 100,
    });
    expect(stdout).toContain('\u001b[31m-ExecStart=/bin/false');
    expect(stdout).toContain('\u001b[32m+ExecStart=/bin/sleep');
  });
});

describe('delete', () => {
  const objects = [unit('a.service'), unit('b.service'), machine('web-1')];
  const gone: ProgressEvent[] = [
    {
      type: 'object',
      kind: 'Unit',
      namespace: 'default',
      name: 'a.service',
      result: 'deleted',
    },
    done(),
  ];
  test('names what it deletes to the server', async () => {
    const api = fakeApi(objects, { delete: () => stream(gone) });
    const result = await runCommand(['delete', 'unit', 'a'], {
      fetch: api.fetch,
    });
    expect(shown(result)).toMatchInlineSnapshot(`
     "exit 0
     unit.muster.dev/a.service deleted
     1 placement removed, 340 ms
     "
    `);
    expect(api.asked[0]?.request).toMatchObject({
      objects: [{ kind: 'Unit', namespace: 'default', name: 'a.service' }],
    });
  });
  test('one misspelt name deletes nothing', async () => {
    const api = fakeApi(objects, { delete: () => stream(gone) });
    const result = await runCommand(['delete', 'unit', 'a', 'c'], {
      fetch: api.fetch,
    });
    expect(shown(result)).toMatchInlineSnapshot(`
     "exit 1
     --- stderr
     Error from server (NotFound): units.muster.dev "c.service" not found
     "
    `);
    expect(api.asked).toEqual([]);
  });
  test('globs, dry run', async () => {
    const api = fakeApi(objects, { delete: () => stream(gone) });
    const result = await runCommand(['delete', 'units', '*', '--dry-run'], {
      fetch: api.fetch,
    });
    expect(shown(result)).toMatchInlineSnapshot(`
     "exit 0
     unit.muster.dev/a.service deleted (dry run)
     unit.muster.dev/b.service deleted (dry run)
     "
    `);
    expect(api.asked).toEqual([]);
  });
});

describe('verbs', () => {
  test.each([
    ...['start', 'load', 'stop', 'unload', 'restart', 'reload', 'reconcile'],
    ...['freeze', 'thaw', 'reset-failed'],
  ])('%s', async (verb) => {
    const api = fakeApi([], { verb: () => stream([done()]) });
    const result = await runCommand([verb, 'hello', 'unit/web@1.service', '-m', 'web-1'], {
      fetch: api.fetch,
    });
    expect(result.stdout).toMatch(/^1 placement (\w+ed|frozen|reset|as declared), 340 ms\n$/);
    expect(result.code).toBe(0);
    expect(api.asked).toEqual([
      {
        name: 'verb',
        request: {
          verb,
          namespace: 'default',
          units: ['hello', 'web@1.service'],
          machine: 'web-1',
          timeoutMs: 120_000,
        },
      },
    ]);
  });
  test('kill says which signal, and to whom', async () => {
    const api = fakeApi([], { verb: () => stream([done()]) });
    const words = ['kill', '-s', 'hup', '--kill-whom', 'main', 'hello'];
    const result = await runCommand(words, { fetch: api.fetch });
    expect(shown(result)).toBe('exit 0\n1 placement signalled, 340 ms\n');
    expect(api.asked[0]?.request).toMatchObject({
      verb: 'kill',
      signal: 'HUP',
      whom: 'main',
    });
    const wrong = await runCommand(['kill', '--kill-whom', 'both', 'hello'], {
      fetch: api.fetch,
    });
    expect(wrong).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('write main, control or all'),
    });
  });
  test.each(['--no-wait', '--no-block'])('%s', async (word) => {
    const api = fakeApi([], { verb: () => stream([]) });
    expect(await runCommand(['start', 'hello', word], { fetch: api.fetch })).toMatchObject({ code: 0 });
    expect(api.asked[0]?.request).toMatchObject({ timeoutMs: 0 });
  });
  test('nothing matched', async () => {
    const api = fakeApi([], {
      verb: () => stream([done({ total: 0, converged: 0 })]),
    });
    expect(shown(await runCommand(['restart', 'nope'], { fetch: api.fetch }))).toMatchInlineSnapshot(`
     "exit 1
     --- stderr
     error: nothing to restart: no placed unit matches nope; see muster get placements
     "
    `);
  });
});

describe('submit', () => {
  const file = '[Service]\nExecStart=/bin/sleep infinity\n';
  const workingDirectory = folder({
    'hello.service': file,
    'web@.service': file,
  });
  const stored = (state: string, text = file) =>
    unit('hello.service', { spec: { sections: undefined, text, state } });
  async function submit(present: ReturnType<typeof unit>[], ...words: string[]) {
    const api = fakeApi(present, { apply: () => stream([]) });
    const result = await runCommand(['submit', ...words], {
      fetch: api.fetch,
      workingDirectory,
    });
    return { result, api };
  }

  test('stores a file on no machine, and a template likewise', async () => {
    const { result, api } = await submit([], 'hello.service', 'web@.service');
    expect(result).toMatchObject({ code: 0 });
    expect(api.asked).toMatchObject([
      {
        name: 'apply',
        request: {
          timeoutMs: 0,
          objects: [
            {
              metadata: { name: 'hello.service' },
              spec: { state: 'submitted', text: file },
            },
            {
              metadata: { name: 'web@.service' },
              spec: { state: 'submitted' },
            },
          ],
        },
      },
    ]);
  });
  test('twice changes nothing', async () => {
    const { result, api } = await submit([stored('active')], 'hello.service');
    expect(shown(result)).toBe('exit 0\n');
    expect(api.asked).toEqual([]);
  });
  test.each([
    ['submitted', [], /hello.service is stored already, and its file says otherwise: --replace/],
    ['active', ['--replace'], /hello.service is active: submit --replace is for units that are submitted/],
    ['inactive', ['--replace'], /use load --replace, or unload it first/],
  ])(
    'a changed unit that is %s with %j is an error, and nothing is changed',
    async (state, words, message) => {
      const { result, api } = await submit(
        [stored(state, '[Service]\nExecStart=/bin/false\n')],
        'hello.service',
        ...words,
      );
      expect(result.stderr).toMatch(message);
      expect(result.code).toBe(1);
      expect(api.asked).toEqual([]);
    },
  );
  test('--replace replaces what is submitted', async () => {
    const present = stored('submitted', '[Service]\nExecStart=/bin/false\n');
    const { api } = await submit([present], 'hello.service', '--replace');
    expect(api.asked).toMatchObject([
      { request: { objects: [{ spec: { state: 'submitted', text: file } }] } },
    ]);
  });
  test('neither stored nor a file', async () => {
    const { result } = await submit([], 'nope.service');
    expect(shown(result)).toMatch(/there is no unit nope.service, and no file nope.service/);
  });
});

describe('is-active and is-enabled', () => {
  const answer = (unitName: string, on: string, text: string, code: number): InspectEvent[] => [
    {
      type: 'line',
      stream: 'stdout',
      namespace: 'default',
      unit: unitName,
      machine: on,
      text,
    },
    { type: 'exit', namespace: 'default', unit: unitName, machine: on, code },
  ];
  async function ask(events: InspectEvent[], ...words: string[]) {
    return shown(
      await runCommand(words, {
        fetch: fakeApi([unit('hello.service')], {
          inspect: () => stream(events),
        }).fetch,
      }),
    );
  }
  test("one unit on one machine: the word alone, and systemctl's code", async () => {
    expect(await ask(answer('a.service', 'm1', 'active', 0), 'is-active', 'a')).toBe('exit 0\nactive\n');
    expect(await ask(answer('a.service', 'm1', 'failed', 3), 'is-active', 'a')).toBe('exit 3\nfailed\n');
    expect(await ask(answer('a.service', 'm1', 'disabled', 1), 'is-enabled', 'a', '-q')).toBe('exit 1\n');
  });
  test('active on one of two machines is not active; of several units one is enough', async () => {
    const half = [...answer('a.service', 'm2', 'inactive', 3), ...answer('a.service', 'm1', 'active', 0)];
    expect(await ask(half, 'is-active', 'a')).toBe(
      'exit 3\nactive\ta.service\tm1\ninactive\ta.service\tm2\n',
    );
    expect(await ask([...half, ...answer('b.service', 'm1', 'active', 0)], 'is-active', '*')).toMatch(
      /^exit 0/,
    );
  });
});

describe('status, cat and logs', () => {
  const line = (machineName: string, text: string, at?: number): InspectEvent => ({
    type: 'line',
    stream: 'stdout',
    ...hello,
    machine: machineName,
    text,
    ...(at === undefined ? {} : { at }),
  });
  const exit = (machineName: string, code: number): InspectEvent => ({
    type: 'exit',
    ...hello,
    machine: machineName,
    code,
  });
  const inspect = (events: InspectEvent[]) => fakeApi([], { inspect: () => stream(events) });

  test('status has a section per machine, and the exit codes of systemctl', async () => {
    // Machines answer in their own time.
    const api = inspect([
      line('web-2', '○ hello.service'),
      line('web-1', '● hello.service'),
      exit('web-2', 3),
      line('web-1', '     Loaded: loaded'),
      exit('web-1', 0),
    ]);
    expect(shown(await runCommand(['status', 'hello'], { fetch: api.fetch }))).toMatchInlineSnapshot(`
     "exit 3
     # hello.service on web-1
     ● hello.service
          Loaded: loaded

     # hello.service on web-2
     ○ hello.service
     "
    `);
    expect(await runCommand(['status', 'nope'], { fetch: inspect([]).fetch })).toMatchObject({ code: 4 });
  });
  test('logs are merged by time', async () => {
    const api = inspect([
      line('web-1', 'first', 1),
      line('web-1', 'third', 3),
      exit('web-1', 0),
      line('web-2', 'second', 2),
      line('web-2', '-- a hint without a time'),
      exit('web-2', 0),
    ]);
    expect(
      shown(await runCommand(['logs', 'hello', '-n', '5'], { fetch: api.fetch })),
    ).toMatchInlineSnapshot(`
     "exit 0
     web-1 hello.service | first
     web-2 hello.service | second
     web-2 hello.service | -- a hint without a time
     web-1 hello.service | third
     "
    `);
    expect(api.asked[0]?.request).toMatchObject({
      inspect: 'logs',
      lines: 5,
      follow: false,
    });
  });
  test('logs that are followed go on after the last line when the server comes back', async () => {
    const end = new AbortController();
    const following = (cursor: string): InspectEvent => ({
      type: 'following',
      machine: 'web-1',
      cursor,
      machines: 1,
    });
    const tick = (text: string, cursor: string): InspectEvent =>
      ({ ...line('web-1', text, 1), cursor }) as InspectEvent;
    const answers = [
      [following('c0'), tick('one', 'c1')],
      [following('c1'), tick('two', 'c2')],
    ];
    const api = fakeApi([], { inspect: () => stream(answers.shift() ?? []) });
    const result = await runCommand(['logs', '-f', 'hello', '--no-prefix'], {
      fetch: api.fetch,
      signal: end.signal,
      onOutput: (text) => void (text.includes('two') && end.abort()),
    });
    expect(result.stdout).toBe('one\ntwo\n');
    expect(result.stderr).toMatch(/the server went away: the logs go on/);
    expect(api.asked.map(({ request }) => (request as { after: unknown }).after).slice(0, 2)).toEqual([
      {},
      { 'web-1': 'c1' },
    ]);
  });
  test('a machine that cannot be asked is told, and the exit code says so', async () => {
    const api = inspect([
      {
        type: 'machine',
        machine: 'web-2',
        state: 'failed',
        reason: 'HostUnreachable',
        message: 'no route to host',
      },
      line('web-1', '# /etc/systemd/system/hello.service'),
      exit('web-1', 0),
    ]);
    expect(shown(await runCommand(['cat', 'hello'], { fetch: api.fetch }))).toMatchInlineSnapshot(`
     "exit 1
     # hello.service on web-1
     # /etc/systemd/system/hello.service
     --- stderr
     error: machine web-2: HostUnreachable: no route to host
     "
    `);
  });
});

/** What stands on a terminal in the end: enough of a terminal for lines, cursor up, and erasing. */
function screen(output: string, columns: number): string {
  const lines: string[] = [''];
  let row = 0;
  const print = (text: string) => {
    for (const part of text.split(/(\n|\r)/)) {
      if (part === '\n') lines[++row] ??= '';
      else if (part !== '\r') lines[row] = `${lines[row] ?? ''}${part}`;
    }
  };
  const [first = '', ...sequences] = output.split('\u001b[');
  print(first);
  for (const sequence of sequences) {
    const [, count = '', letter = '', text = ''] = /^(\d*)([A-Za-z])([\s\S]*)$/.exec(sequence) ?? [];
    if (letter === 'A') row -= Number(count);
    if (letter === 'J') lines.splice(row, lines.length, '');
    if (letter === 'K') lines[row] = '';
    expect(row).toBeGreaterThanOrEqual(0);
    print(text);
  }
  for (const line of lines) expect(line.length).toBeLessThan(columns);
  return lines.join('\n');
}

describe('rebalance', () => {
  const move: ProgressEvent = {
    type: 'move',
    ...hello,
    from: 'web-2',
    reason: 'web-2 has 4 units, web-1 has 0',
  };

  test('a dry run says what would move', async () => {
    const api = fakeApi([], { rebalance: () => stream([move]) });
    const result = await runCommand(['rebalance', '--dry-run', '--max-moves', '3'], { fetch: api.fetch });
    expect(shown(result)).toMatchInlineSnapshot(`
     "exit 0
     hello.service would move from web-2 to web-1 (web-2 has 4 units, web-1 has 0)
     "
    `);
    expect(api.asked).toEqual([
      {
        name: 'rebalance',
        request: { maxMoves: 3, dryRun: 'server', timeoutMs: 300_000 },
      },
    ]);
  });

  test('what has not moved is an error; nothing to move is none', async () => {
    const failed = [
      {
        ...hello,
        reason: 'Moving',
        message: 'it had not moved from web-2 in time',
      },
    ];
    const some = fakeApi([], {
      rebalance: () => stream([move, done({ converged: 0, failed, timedOut: true })]),
    });
    expect(shown(await runCommand(['rebalance'], { fetch: some.fetch }))).toMatchInlineSnapshot(`
     "exit 1
     hello.service moves from web-2 to web-1 (web-2 has 4 units, web-1 has 0)
     0 of 1 placement moved, 1 failed, 340 ms (timed out)
     --- stderr
     error: hello.service on web-1: Moving: it had not moved from web-2 in time
     "
    `);
    const even = fakeApi([], {
      rebalance: () => stream([done({ total: 0, converged: 0 })]),
    });
    expect(shown(await runCommand(['rebalance'], { fetch: even.fetch }))).toMatchInlineSnapshot(`
     "exit 0
     --- stderr
     nothing to move: no move would make the machines more even
     "
    `);
    const none = await runCommand(['rebalance', '--max-moves', '0'], {
      fetch: even.fetch,
    });
    expect(none).toMatchObject({ code: 2 });
  });
});
