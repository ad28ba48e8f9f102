import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeApi } from './testing/fake-api.ts';
import { machine, placement, unit } from './testing/objects.ts';
import { runCommand, shown } from './testing/run-command.ts';

const objects = [machine('web-1', { labels: { role: 'web' } }), machine('web-2'), unit('hello.service')];

test('cordon and uncordon patch spec.unschedulable, once', async () => {
  const api = fakeApi(objects);
  const command = async (...words: string[]) => shown(await runCommand(words, { fetch: api.fetch }));
  expect(await command('cordon', 'web-*')).toMatchInlineSnapshot(`
   "exit 0
   machine.muster.dev/web-1 cordoned
   machine.muster.dev/web-2 cordoned
   "
  `);
  expect(await command('cordon', 'machine/web-1')).toMatchInlineSnapshot(`
   "exit 0
   machine.muster.dev/web-1 already cordoned
   "
  `);
  expect(await command('uncordon', 'web-1')).toMatchInlineSnapshot(`
   "exit 0
   machine.muster.dev/web-1 uncordoned
   "
  `);
  expect(api.requests.filter((request) => request.startsWith('PATCH'))).toEqual([
    'PATCH /apis/muster.dev/v1/machines/web-1?fieldManager=muster',
    'PATCH /apis/muster.dev/v1/machines/web-2?fieldManager=muster',
    'PATCH /apis/muster.dev/v1/machines/web-1?fieldManager=muster',
  ]);
  expect(api.objects[0]?.spec).toMatchObject({
    unschedulable: false,
    ssh: { host: 'web-1.example.com' },
  });
});

test('label sets, keeps, replaces and removes', async () => {
  const api = fakeApi(objects);
  const label = async (...words: string[]) =>
    shown(await runCommand(['label', ...words], { fetch: api.fetch }));
  expect(await label('machine', 'web-2', 'role=db', 'example.com/rack=7')).toMatchInlineSnapshot(`
   "exit 0
   machine.muster.dev/web-2 labeled
   "
  `);
  expect(await label('machine', 'web-1', 'role=db')).toMatchInlineSnapshot(`
   "exit 1
   --- stderr
   error: 'role' already has a value (web) on machine web-1; --overwrite replaces it
   "
  `);
  expect(await label('machine', 'web-1', 'role=db', '--overwrite')).toMatchInlineSnapshot(`
   "exit 0
   machine.muster.dev/web-1 labeled
   "
  `);
  expect(await label('machine', 'web-2', 'example.com/rack-')).toMatch(/web-2 labeled/);
  expect(await label('machine/web-1', 'role-')).toMatchInlineSnapshot(`
   "exit 0
   machine.muster.dev/web-1 labeled
   "
  `);
  expect(await label('machine/web-1', 'role-')).toMatchInlineSnapshot(`
   "exit 0
   machine.muster.dev/web-1 not labeled
   "
  `);
  expect(api.objects.map((object) => object.metadata.labels)).toEqual([{}, { role: 'db' }, { app: 'hello' }]);
  expect(await label('machine', 'web-1')).toMatchInlineSnapshot(`
   "exit 2
   --- stderr
   error: what to change? KEY=VALUE sets, KEY- removes
   "
  `);
  expect(await label('machines', 'a=b')).toMatchInlineSnapshot(`
   "exit 2
   --- stderr
   error: which ones? Give names, -l LABELS or --all
   "
  `);
});

test('annotate', async () => {
  const api = fakeApi(objects);
  const result = await runCommand(['annotate', 'unit', 'hello', 'note=a=b'], {
    fetch: api.fetch,
  });
  expect(shown(result)).toMatchInlineSnapshot(`
   "exit 0
   unit.muster.dev/hello.service annotated
   "
  `);
  expect(api.objects[2]?.metadata.annotations).toEqual({ note: 'a=b' });
});

describe('edit', () => {
  /** An editor that runs a script on the file. */
  function editor(script: string): Record<string, string> {
    const file = join(mkdtempSync(join(tmpdir(), 'muster-test-editor-')), 'editor.sh');
    writeFileSync(file, `set -e\n${script}\n`);
    return { MUSTER_EDITOR: `sh ${file}` };
  }
  async function edit(script: string) {
    const api = fakeApi(objects, {
      async *verb() {
        yield {
          type: 'done' as const,
          total: 1,
          converged: 1,
          failed: [],
          machinesFailed: [],
          unplaced: 0,
          timedOut: false,
          durationMs: 20,
        };
      },
    });
    const environment = editor(script);
    const result = await runCommand(['edit', 'unit', 'hello'], {
      fetch: api.fetch,
      environment,
    });
    return { api, result };
  }

  test('stores what was changed, without what only the server writes, and waits until it is so', async () => {
    const { api, result } = await edit(
      `grep -q '^# Edit' "$1"; ! grep -q uid: "$1"; sed -i 's/state: active/state: inactive/' "$1"`,
    );
    expect(shown(result)).toMatchInlineSnapshot(`
     "exit 0
     unit.muster.dev/hello.service edited
     1 placement as declared, 20 ms
     "
    `);
    expect(api.objects[2]).toMatchObject({
      spec: { state: 'inactive' },
      metadata: { name: 'hello.service' },
    });
    expect(api.requests.some((request) => request.startsWith('PUT'))).toBe(true);
  });
  test('unchanged or emptied: nothing', async () => {
    expect(shown((await edit('true')).result)).toMatchInlineSnapshot(`
     "exit 0
     Edit cancelled, no changes made.
     "
    `);
    const { api, result } = await edit('echo > "$1"');
    expect(shown(result)).toMatchInlineSnapshot(`
     "exit 0
     Edit cancelled, no changes made.
     "
    `);
    expect(api.requests.some((request) => request.startsWith('PUT'))).toBe(false);
  });
  test('not valid: the editor opens again, and giving up keeps the text', async () => {
    const { api, result } = await edit(`grep -q cannot "$1" || sed -i 's/name: hello/name: other/' "$1"`);
    expect(result.code).toBe(1);
    expect(result.stderr).toMatch(/kind, name and namespace cannot be changed here[\s\S]*kept in \//);
    expect(api.requests.some((request) => request.startsWith('PUT'))).toBe(false);
  });
  test('an editor that fails changes nothing', async () => {
    expect(shown((await edit('exit 3')).result)).toMatch(
      /^exit 1\n--- stderr\nerror: the editor \(sh .*\) ended with 3/,
    );
  });
});

test('ssh finds the machine of a unit, and says when there are several or none', async () => {
  const api = fakeApi([...objects, placement('hello.service', 'web-1'), placement('hello.service', 'web-2')]);
  const ssh = async (...words: string[]) => shown(await runCommand(['ssh', ...words], { fetch: api.fetch }));
  expect(await ssh('hello')).toMatchInlineSnapshot(`
   "exit 2
   --- stderr
   error: hello runs on web-1, web-2; choose one with -m, such as -m web-1
   "
  `);
  expect(await ssh('hello', '-m', 'db-1')).toMatchInlineSnapshot(`
   "exit 2
   --- stderr
   error: hello does not run on db-1; it runs on web-1, web-2
   "
  `);
  expect(await ssh('wbe-1')).toMatchInlineSnapshot(`
   "exit 1
   --- stderr
   error: there is no machine and no placed unit "wbe-1"; did you mean web-1?
   "
  `);
});

describe('completion', () => {
  async function complete(...words: string[]) {
    const { stdout } = await runCommand(['__complete', '--', ...words], {
      fetch: fakeApi(objects).fetch,
    });
    return stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => line.split('\t')[0]);
  }
  test.each([
    [['unc'], ['uncordon']],
    [['get', 'unit'], ['units']],
    [['get', 'units', ''], ['hello.service']],
    [
      ['get', 'machine/w'],
      ['machine/web-1', 'machine/web-2'],
    ],
    [['restart', 'he'], ['hello.service']],
    [
      ['cordon', ''],
      ['web-1', 'web-2'],
    ],
    [['restart', '-m', 'web-1', ''], ['hello.service']],
    [
      ['logs', '-m', ''],
      ['web-1', 'web-2'],
    ],
    [
      ['get', '-o', 'j'],
      ['json', 'jsonpath='],
    ],
    [['apply', '-f', ''], [':files']],
    [['get', '--show-l'], ['--show-labels']],
    [['explain', 'mach'], ['machine']],
    [['nonsense', ''], []],
  ])('%j', async (words, expected) => {
    expect(await complete(...words)).toEqual(expected);
  });
  test('is silent when there is nobody to ask', async () => {
    expect(await runCommand(['__complete', '--', 'restart', ''])).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    });
  });
  test.each(['bash', 'zsh', 'fish'])('%s has a script', async (shell) => {
    const { code, stdout } = await runCommand(['completion', shell]);
    expect(code).toBe(0);
    expect(stdout).toContain('muster __complete -- ');
  });
});
