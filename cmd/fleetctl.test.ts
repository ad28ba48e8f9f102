import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { translate } from './fleetctl.ts';
import { fakeApi } from './testing/fake-api.ts';
import { machine, placement, unit } from './testing/objects.ts';
import { runCommand, shown } from './testing/run-command.ts';

describe("fleet's command lines in muster's words", () => {
  test.each([
    ['list-units -no-legend --fields=unit,machine', 'list-units --no-legend --fields=unit,machine'],
    ['submit -replace hello.service', 'submit --replace hello.service'],
    ['start hello.service', 'start --files hello.service'],
    ['load --no-block hello.service', 'load --files --no-block hello.service'],
    ['stop --block-attempts=20 hello.service', 'stop --timeout 10000ms hello.service'],
    ['unload --block-attempts 0 hello.service', 'unload --timeout 24h hello.service'],
    ['destroy hello.service', 'destroy hello.service'],
    ['cat hello.service', 'cat --stored hello.service'],
    ['journal hello.service', 'logs --no-prefix -n 10 hello.service'],
    ['journal --lines=5 -f hello', 'logs --no-prefix -n 5 -f hello'],
    ['ssh web-1', 'ssh web-1'],
    ['ssh --machine web-1', 'ssh machine/web-1'],
    ['verify a.service', 'apply --dry-run=client -f a.service'],
    ['--tunnel core.example.com:2222 list-machines', '--tunnel core.example.com:2222 list-machines'],
    ['--ssh-username=core --tunnel=host status a', '--tunnel core@host status a'],
    ['--endpoint=unix:///srv/m/muster.sock list-units', '--home /srv/m list-units'],
    ['--request-timeout=3 version', 'version'],
    ['--version', 'version'],
    ['help journal', 'help logs'],
  ])('fleetctl %s', (given, wanted) => {
    expect(translate(given.split(' '), {})).toEqual({
      argv: wanted.split(' '),
    });
  });

  test.each([
    ['ssh web-1 ls -l /', ['ssh', 'web-1', '--', 'sh', '-c', 'ls -l /']],
    ['ssh -A --unit=hello.service exit 7', ['ssh', 'unit/hello.service', '--', 'sh', '-c', 'exit 7']],
  ])('fleetctl %s is a line for a shell, as for ssh', (given, argv) => {
    expect(translate(given.split(' '), {})).toEqual({ argv });
  });

  test('options from the environment', () => {
    const environment = {
      FLEETCTL_TUNNEL: 'host',
      FLEETCTL_SSH_USERNAME: 'core',
    };
    expect(translate(['list-units'], environment)).toEqual({
      argv: ['--tunnel', 'core@host', 'list-units'],
    });
  });

  test.each([
    ['--strict-host-key-checking=false list-units', /host keys are always checked/],
    ['--endpoint=http://127.0.0.1:49153 list-units', /give the server's socket/],
    ['--nope list-units', /no option --nope/],
    ['launch a', /no command launch/],
  ])('fleetctl %s is explained', (given, message) => {
    expect(translate(given.split(' '), {})).toEqual({
      error: expect.stringMatching(message),
    });
  });

  test.each([[[]], [['help']], [['--help']]])('%j is the usage', (argv) => {
    expect(translate(argv, {})).toEqual({ usage: true });
  });
});

describe('lists', () => {
  const text = '[Unit]\nDescription=Says hello\n[Service]\nExecStart=/bin/true\n';
  const objects = [
    machine('web-2', { labels: { role: 'web', az: 'b' } }),
    machine('web-1'),
    unit('b.service', { spec: { text, sections: undefined } }),
    unit('a.service', {
      spec: { text, sections: undefined, state: 'submitted' },
    }),
    placement('b.service', 'web-2'),
  ];
  const list = async (...argv: string[]) => shown(await runCommand(argv, { fetch: fakeApi(objects).fetch }));

  test('list-units', async () => {
    expect(await list('list-units')).toMatchInlineSnapshot(`
     "exit 0
     UNIT        MACHINE                   ACTIVE   SUB
     b.service   web-2/web-2.example.com   active   running
     "
    `);
  });
  test('list-unit-files', async () => {
    expect(await list('list-unit-files')).toMatchInlineSnapshot(`
     "exit 0
     UNIT        HASH      DSTATE     STATE      TARGET
     a.service   bdc1a47   inactive   inactive   -
     b.service   bdc1a47   launched   launched   web-2/web-2.example.com
     "
    `);
  });
  test('list-machines, with chosen fields and no legend', async () => {
    expect(await list('list-machines', '--no-legend', '--fields', 'machine,metadata')).toMatchInlineSnapshot(`
     "exit 0
     web-1   -
     web-2   az=b,role=web
     "
    `);
  });
  test('a field that does not exist', async () => {
    expect(await list('list-units', '--fields', 'unit,colour')).toMatch(/exit 2[\s\S]*no field "colour"/);
  });
});

test('cat --stored is the file, byte for byte', async () => {
  const text = '# a comment\n\n[Service]\nExecStart=/bin/true\n\n';
  const api = fakeApi([unit('a.service', { spec: { text, sections: undefined } })]);
  expect((await runCommand(['cat', '--stored', 'a'], { fetch: api.fetch })).stdout).toBe(text);
});

test('cat --stored of a name that only its template has', async () => {
  const api = fakeApi([unit('web@.service', { spec: { text: '[Service]\n', sections: undefined } })]);
  expect((await runCommand(['cat', '--stored', 'web'], { fetch: api.fetch })).stderr).toMatch(
    /"web.service" not found; did you mean web@.service\?/,
  );
});

test('start --files stores what is not stored yet, in the state that is asked for', async () => {
  const workingDirectory = mkdtempSync(join(tmpdir(), 'muster-test-'));
  const file = '[Service]\nExecStart=/bin/sleep infinity\n';
  writeFileSync(join(workingDirectory, 'a.service'), file);
  writeFileSync(join(workingDirectory, 'web@.service'), file);
  async function* none(): AsyncIterable<never> {}
  const api = fakeApi([], { apply: none, verb: none });
  const words = ['start', '--files', '--no-block', 'a.service', 'web@1.service'];
  expect(await runCommand(words, { fetch: api.fetch, workingDirectory })).toMatchObject({ code: 0 });
  expect(api.asked).toMatchObject([
    {
      name: 'apply',
      request: {
        objects: [
          { metadata: { name: 'a.service' }, spec: { state: 'active' } },
          { metadata: { name: 'web@.service' }, spec: { state: 'submitted' } },
        ],
      },
    },
    {
      name: 'verb',
      request: { verb: 'start', units: ['a.service', 'web@1.service'] },
    },
  ]);
}, 120_000);
