/** What a manifest can do wrong, through the built command and on a real host: what is read, and what stays undone. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchOverSocket } from '../../server/socket-fetch.ts';
import { waitUntil } from '../lab/wait-until.ts';
import {
  buildCommand,
  type CommandOptions,
  ended,
  type Ran,
  runCommand,
  startCommand,
} from './built-command.ts';
import { labOfTest } from './meddled-host.ts';
import { documents, machineYaml, onHost, sleeper, unitYaml } from './muster.ts';

jest.setTimeout(120_000);
const lab = labOfTest('faultsbad', [{ name: 'b1' }]);
const hand = onHost(() => lab.host('b1'));
let folder: string;
let home: string;

beforeAll(buildCommand, 120_000);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-bad-'));
  home = join(folder, 'home');
  mkdirSync(home);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

function muster(argv: string[], options: Partial<CommandOptions> = {}): Promise<Ran> {
  return runCommand(argv, { home, workingDirectory: folder, ...options });
}

/** Everything on the host that could tell of an act. */
const traces = () =>
  hand(
    'ls -lR --time-style=full-iso /etc/systemd /etc/ssh /etc/passwd /srv; ls /run/muster /var/lib/muster 2>&1; systemctl list-units --all --plain --no-legend --full "*.service" | sort',
  );
const withFile = (name: string, path: string, spec: object = {}) =>
  unitYaml(name, 'b1', { files: [{ path, content: 'x' }], ...spec });
const withService = (name: string, service: Record<string, unknown>) =>
  unitYaml(name, 'b1', { sections: sleeper(service) });

test('every error of every file at once, and nothing is done', async () => {
  const levels = 'abcdefghi'.split('');
  write({
    'bad/bomb.yaml': levels
      .map((name, at) => `${name}: &${name} [${Array(9).fill(at === 0 ? 'x' : `*${levels[at - 1]}`)}]\n`)
      .join(''),
    'bad/huge.yaml': unitYaml('huge.service', 'b1') + '# and so on and on and on\n'.repeat(2_000_000),
    'bad/huge.service': `[Service]\nExecStart=/bin/true\n${'# and so on\n'.repeat(1_000_000)}`,
    'bad/tab.yaml': 'apiVersion: muster.dev/v1\nkind: Unit\nmetadata:\n\tname: tab.service\n',
    'bad/twice.yaml': `${unitYaml('twice.service', 'b1')}  state: active\n  state: inactive\n`,
    'bad/one-bad.yaml': documents(
      unitYaml('one.service', 'b1'),
      withService('two.service', { ExecStrat: '/bin/true' }),
      unitYaml('three.service', 'b1'),
    ),
    'bad/names.yaml': documents(
      ...[
        'a/b.service',
        '../a.service',
        'a\nb.service',
        `a'b".service`,
        '$(reboot).service',
        '`id`.service',
      ].map((name) => unitYaml(name, 'b1')),
    ),
    'bad/access.yaml': documents(
      ...['ssh.service', 'sshd@.service', 'dbus.socket', 'muster.service', 'systemd-networkd.service'].map(
        (name) => unitYaml(name, 'b1'),
      ),
      unitYaml('alias.service', 'b1', { sections: { ...sleeper(), Install: { Alias: 'ssh.service' } } }),
      unitYaml('rival.service', 'b1', { sections: sleeper({}, { Conflicts: 'ssh.service' }) }),
    ),
    'bad/smuggle.yaml': documents(
      withService('newline.service', { User: 'nobody\nExecStartPre=/bin/touch /srv/smuggled' }),
      withService('return.service', { Environment: { A: 'b\rExecStartPre=/bin/touch /srv/smuggled' } }),
      withService('escape.service', { Environment: { A: '\u001b[2J' } }),
      withService('backslash.service', { User: 'nobody\\' }),
      unitYaml('section.service', 'b1', {
        sections: { ...sleeper(), 'X-A]\n[Service': { ExecStartPre: '/bin/true' } },
      }),
      unitYaml('key.service', 'b1', { sections: sleeper({ 'X-A=b\nExecStartPre': '/bin/true' }) }),
      unitYaml('drop-in.service', 'b1', { dropIns: { '10-a.conf': { Service: { User: 'a\nb' } } } }),
      unitYaml('variable.service', 'b1', {
        sections: sleeper({ Environment: { 'A=b\nExecStartPre': 'c' } }),
      }),
    ),
    'bad/paths.yaml': documents(
      ...[
        'etc/a',
        '/srv/../etc/a',
        '/srv//a',
        '/srv/',
        '/',
        '/srv/a\nb',
        '/etc/passwd',
        '/etc/ssh/sshd_config',
      ]
        .concat('/root/.ssh/authorized_keys', '/proc/sys/kernel/hostname', '/etc/systemd/system/ssh.service')
        .map((path, at) => withFile(`path-${at}.service`, path)),
    ),
    'bad/same-a.yaml': unitYaml('same.service', 'b1'),
    'bad/same-b.yaml': unitYaml('same.service', 'b1'),
    'bad/good.yaml': documents(machineYaml(lab.host('b1')), unitYaml('good.service', 'b1')),
  });
  const before = await traces();
  // Little memory: what is too large is not read whole.
  const { code, stdout, stderr } = await muster(['apply', '-f', 'bad'], {
    node: ['--max-old-space-size=64'],
  });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  const said = stderr.split('\n').filter((line) => /^\S+:\d+:\d+: /.test(line));
  const about = (file: string) => said.filter((line) => line.startsWith(`bad/${file}:`));
  const expected: [file: string, messages: RegExp[]][] = [
    ['bomb.yaml', [/^bad\/bomb.yaml:1:1: repeats its anchors more than 100 times/]],
    ['huge.yaml', [/is larger than 10 MB/]],
    ['huge.service', [/is larger than 10 MB/]],
    ['tab.yaml', [/:4:1: a tab cannot indent YAML: use spaces/]],
    ['twice.yaml', [/`state` is given twice in one mapping, first in line \d+/]],
    ['one-bad.yaml', [/no directive ExecStrat= in \[Service\].*did you mean `ExecStart`\?/]],
    ['names.yaml', Array(6).fill(/metadata.name: contains "(\/|\\n|'|\$|`)"; a unit's name has only/)],
    [
      'access.yaml',
      [
        ...Array(3).fill(/never touched/),
        /muster's own/,
        /belongs to the machine/,
        ...Array(2).fill(/never touched/),
      ],
    ],
    [
      'smuggle.yaml',
      [/line break/, /line break/, /control character/, /backslash/, /./, /./, /line break/, /./],
    ],
    [
      'paths.yaml',
      [
        ...[/absolute/, /`\.\.`/, /`\/\/`/, /must be a file/, /must be a file/, /control character/],
        ...[/decides who can log in/, /never touched/, /never touched/, /the kernel/, /where units belong/],
      ],
    ],
    ['same-b.yaml', [/Unit default\/same.service is given twice; first in bad\/same-a.yaml:1/]],
  ];
  for (const [file, messages] of expected) {
    expect(about(file)).toEqual(messages.map((message) => expect.stringMatching(message)));
  }
  expect(about('good.yaml')).toEqual([]);
  expect(stderr).toMatch(
    new RegExp(`\nerror: ${said.length} errors in the manifests; nothing was changed\n$`),
  );
  // A line of a manifest is shown, but it does not command the terminal.
  expect(stderr).not.toMatch(/[^\n -~\u00a0-\uffff]/);
  expect(existsSync(join(home, 'muster.db'))).toBe(false);
  expect(await traces()).toBe(before);
});

test('standard input without an end is given up', async () => {
  const child = startCommand(['apply', '-f', '-'], { home, workingDirectory: folder });
  const chunk = '# and so on\n'.repeat(10_000);
  const feed = () => {
    while (child.stdin?.writable && child.stdin.write(chunk));
  };
  child.stdin?.on('drain', feed).on('error', () => undefined);
  feed();
  const { code, stderr } = await ended(child);
  expect(stderr).toMatch(/^<stdin>:1:1: is larger than 10 MB/);
  expect(code).toBe(2);
});

test('a unit and a file that others wrote are left as they are, and say how to take them over', async () => {
  await hand(
    'printf "[Service]\\nExecStart=/bin/sleep 1000\\n" >/etc/systemd/system/theirs.service; systemctl start theirs; echo hers >/etc/motd',
  );
  const theirs = () =>
    hand('cat /etc/systemd/system/theirs.service /etc/motd; systemctl show -p MainPID theirs');
  const before = await theirs();
  write({
    'a.yaml': documents(
      machineYaml(lab.host('b1')),
      unitYaml('theirs.service', 'b1'),
      withFile('banner.service', '/etc/motd'),
      withFile('folder.service', '/etc'),
      unitYaml('ours.service', 'b1'),
    ),
  });
  const { code, stdout, stderr } = await muster(['apply', '-f', 'a.yaml']);
  expect(stderr.split('\n').sort()).toEqual([
    '',
    'error: banner.service on b1: NotOwned: /etc/motd was not written by muster: set spec.adopt: true to take it over (it is given back when the unit is deleted), or choose another path',
    'error: folder.service on b1: NotOwned: /etc is a directory on the machine: name a file in it, or choose another path',
    'error: theirs.service on b1: NotOwned: /etc/systemd/system/theirs.service was not written by muster: set spec.adopt: true to take it over (it is given back when the unit is deleted), or rename the unit',
  ]);
  expect(stdout).toMatch(/\n1 of 4 placements as declared, 3 failed, [^\n]*\n$/);
  expect(code).toBe(1);
  expect(await theirs()).toBe(before);
  expect((await hand.live('ours.service')).sub).toBe('running');
  const listed = await muster(['get', 'placements', '-o', 'json']);
  const { items } = JSON.parse(listed.stdout) as {
    items: { metadata: { name: string }; status: { conditions: { type: string; reason: string }[] } }[];
  };
  const ready = items.map(({ metadata, status }) => [
    metadata.name,
    status.conditions.find(({ type }) => type === 'Ready')?.reason,
  ]);
  expect(Object.fromEntries(ready)).toMatchObject({
    'theirs.service.b1': 'NotOwned',
    'banner.service.b1': 'NotOwned',
    'folder.service.b1': 'NotOwned',
  });
});

test('two teams want one name on one machine: the second is told whose it is', async () => {
  const team = (namespace: string) =>
    unitYaml('app.service', 'b1').replace('name:', `namespace: ${namespace}\n  name:`);
  write({ 'a.yaml': documents(machineYaml(lab.host('b1')), team('alpha')), 'b.yaml': team('beta') });
  expect((await muster(['apply', '-f', 'a.yaml'])).code).toBe(0);
  const before = await hand.live('app.service');
  const { code, stderr } = await muster(['apply', '-f', 'b.yaml']);
  expect(stderr).toContain('runs app.service of namespace alpha (NameTaken)');
  expect(code).toBe(1);
  expect(await hand.live('app.service')).toEqual(before);
});

test('a server checks what it is sent as well as the command does', async () => {
  const server = startCommand(['serve'], { home });
  const over = ended(server);
  try {
    const socket = join(home, 'muster.sock');
    await waitUntil('the server listens', () => existsSync(socket));
    const before = await traces();
    const answer = async (path: string, body: unknown) => {
      const response = await fetchOverSocket(socket)(
        new Request(`http://muster${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      );
      return { code: response.status, text: await response.text() };
    };
    const unit = (name: string, spec: object) => ({
      apiVersion: 'muster.dev/v1',
      kind: 'Unit',
      metadata: { name },
      spec: { placement: { machine: 'b1' }, ...spec },
    });
    const bad = [
      unit('$(reboot).service', { sections: sleeper() }),
      unit('ssh.service', { sections: sleeper() }),
      unit('a.service', { sections: sleeper({ User: 'a\nExecStartPre=/bin/true' }) }),
      unit('a.service', { sections: { ...sleeper(), Install: { Alias: 'ssh.service' } } }),
      unit('a.service', { text: '[Service]\nExecStart=/bin/true\n[Install]\nAlias=sshd.service\n' }),
      unit('a.service', { sections: sleeper(), files: [{ path: '/srv/../etc/passwd', content: '' }] }),
    ];
    for (const object of bad) {
      const { code, text } = await answer('/apis/muster.dev/v1/namespaces/default/units', object);
      expect([code, text]).toEqual([422, expect.stringContaining('"reason":"Invalid"')]);
    }
    const { text } = await answer('/apis/muster.dev/v1/operations/apply', {
      objects: [unit('fine.service', { sections: sleeper() }), ...bad],
      dryRun: 'none',
      timeoutMs: 10_000,
    });
    expect(JSON.parse(text)).toMatchObject({ kind: 'Status', reason: 'Invalid', code: 422 });
    expect(text).toContain('never touched');
    expect(await traces()).toBe(before);
  } finally {
    server.kill('SIGTERM');
    await over;
  }
});
