import { spawnSync } from 'node:child_process';
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { protectedUnitReason } from '../schemas/protected-units.ts';
import type { Unit, UnitSections } from '../schemas/types.ts';
import { directiveNames, findDirective } from './directive-catalogue.ts';
import { minimumSystemdVersion, validateUnit } from './validate-unit.ts';
import { checkValue } from './value-checks.ts';

function unit(name: string, spec: Unit['spec']): Unit {
  return { apiVersion: 'muster.dev/v1', kind: 'Unit', metadata: { name }, spec };
}

const service = (Service: NonNullable<UnitSections['Service']>, more: UnitSections = {}) =>
  unit('a.service', { sections: { ...more, Service: { ExecStart: '/bin/true', ...Service } } });

describe('what systemd would refuse or ignore', () => {
  test.each([
    [service({ Restat: 'always' }), ['Restat'], 'key', 'no directive Restat=', 'Restart'],
    [service({ RestartSec: 'soon' }), ['RestartSec'], 'value', 'not a time span', undefined],
    [service({ After: 'x.service' }), ['After'], 'key', 'belongs in [Unit]', undefined],
    [service({ Type: 'simpel' }), ['Type'], 'value', 'none of simple', 'simple'],
    [service({ UMask: '0999' }), ['UMask'], 'value', 'not a mode', undefined],
    [service({ KillSignal: 'SIGTREM' }), ['KillSignal'], 'value', 'not a signal', 'SIGTERM'],
    [service({ MemoryMax: '5 apples' }), ['MemoryMax'], 'value', 'not a limit', undefined],
    [service({ PrivateTmp: 'jep' }), ['PrivateTmp'], 'value', 'neither yes, no', undefined],
    [service({ ExecStart: 'bin/true' }), ['ExecStart'], 'value', 'neither an absolute path', undefined],
    [service({ Environment: ['A=1', 'B=c d'] }), ['Environment', 1], 'value', '"d"', undefined],
    [service({ StateDirectory: '/var/lib/a' }), ['StateDirectory'], 'value', 'relative', undefined],
    [service({ Capabilities: 'x' }), ['Capabilities'], 'key', 'has been removed', undefined],
  ])('%j', (given, path, target, message, suggestion) => {
    const problems = validateUnit(given);
    expect(problems).toMatchObject([
      { path: ['spec', 'sections', 'Service', ...path], target, message: expect.stringContaining(message) },
    ]);
    expect(problems[0]?.suggestion).toBe(suggestion);
  });

  test.each<[string, UnitSections, string]>([
    ['a.service', { Servic: { ExecStart: '/bin/true' } } as UnitSections, 'no [Servic] section'],
    [
      'a.service',
      { Service: { ExecStart: '/bin/true' }, Timer: {} },
      'a service unit has no [Timer] section',
    ],
    ['a.service', { Unit: { Description: 'x' } }, 'needs ExecStart='],
    ['a.service', { Service: { RemainAfterExit: true } }, 'needs ExecStart='],
    ['a.service', { Service: { ExecStop: '/bin/x' } }, 'needs RemainAfterExit=yes'],
    ['a.service', { Service: { Type: 'simple', ExecStop: '/bin/x' } }, 'Type=simple needs ExecStart='],
    ['a.service', { Service: { ExecStart: ['/bin/x', '/bin/y'] } }, 'only Type=oneshot may have several'],
    [
      'a.service',
      { Service: { Type: 'oneshot', ExecStart: '/bin/x', Restart: 'always' } },
      'not allowed for Type=oneshot',
    ],
    ['a.service', { Service: { Type: 'dbus', ExecStart: '/bin/x' } }, 'needs BusName='],
    ['a.socket', { Socket: { Accept: false } }, 'needs a Listen setting'],
    ['a.timer', { Timer: { Persistent: true } }, 'needs OnCalendar='],
    ['a.timer', { Timer: { OnCalendar: 'sometimes' } }, 'not a calendar event'],
    ['a.path', { Path: { Unit: 'x.service' } }, 'needs PathExists='],
    ['a-b.mount', { Mount: { Where: '/a/b' } }, 'What= is missing'],
    ['a-b.mount', { Mount: { What: '/dev/x', Where: '/a/c' } }, 'named a-c.mount'],
    ['a.automount', { Automount: { Where: '/b' } }, 'named b.automount'],
    ['ssh.service', { Service: { ExecStart: '/bin/x' } }, 'never touched'],
  ])('%s %j', (name, sections, message) => {
    expect(validateUnit(unit(name, { sections })).map((problem) => problem.message)).toEqual([
      expect.stringContaining(message),
    ]);
  });

  test.each<[string, UnitSections]>([
    [
      'a.service',
      { Service: { ExecStart: ['/bin/x', '', '/bin/y'], 'X-Own': 'z' }, 'X-Fleet': { Global: true } },
    ],
    ['a.service', { Service: { RemainAfterExit: true, ExecStop: '/bin/x' } }],
    ['a.service', { Unit: { SuccessAction: 'reboot' } }],
    ['a.service', { Service: { Type: 'oneshot', ExecStart: ['/bin/x', '/bin/y'], Restart: 'on-failure' } }],
    [
      'a.service',
      { Service: { ExecStart: '-sleep infinity', TimeoutStartSec: 0, RestartSec: '1min 20.5s' } },
    ],
    ['a.service', { Service: { ExecStart: '/bin/x', PrivatePIDs: true, Type: 'notify-reload' } }],
    ['a.target', { Unit: { Wants: 'b.service c.socket' } }],
    [
      'a.timer',
      { Timer: { OnCalendar: ['Mon..Fri *-*-1/2 08:00:00 Europe/Berlin', ''], OnBootSec: '5min' } },
    ],
    ['a-b.mount', { Mount: { What: 'UUID=x', Where: '/a/b/' } }],
    ['a\\x2db.mount', { Mount: { What: '/dev/x', Where: '/a-b' } }],
    ['a@.socket', { Socket: { ListenStream: '/run/%i.sock', Accept: true } }],
    ['a.slice', { Slice: { CPUQuota: '150%', MemoryMax: '20%', TasksMax: 'infinity' } }],
  ])('%s %j is fine', (name, sections) => {
    expect(validateUnit(unit(name, { sections }))).toEqual([]);
  });

  test.each<[string, UnitSections, string[]]>([
    ['Alias', { Install: { Alias: ['other.service', 'ssh.service'] } }, ['spec.sections.Install.Alias.1']],
    [
      'Alias of a path',
      { Install: { Alias: 'ssh.service.requires/a.service' } },
      ['spec.sections.Install.Alias'],
    ],
    ['RequiredBy', { Install: { RequiredBy: 'dbus.socket' } }, ['spec.sections.Install.RequiredBy']],
    ['Conflicts', { Unit: { Conflicts: 'a.service sshd@1.service' } }, ['spec.sections.Unit.Conflicts']],
    [
      'PropagatesStopTo',
      { Unit: { PropagatesStopTo: 'sshd.service' } },
      ['spec.sections.Unit.PropagatesStopTo'],
    ],
    [
      'Alias of what the machine stands on',
      { Install: { Alias: 'systemd-logind.service' } },
      ['spec.sections.Install.Alias'],
    ],
    [
      'what only follows it',
      { Unit: { After: 'ssh.service', Wants: 'ssh.service' }, Install: { WantedBy: 'ssh.service' } },
      [],
    ],
    [
      'what stops before the end',
      { Unit: { Conflicts: 'shutdown.target' }, Install: { RequiredBy: 'multi-user.target' } },
      [],
    ],
  ])('the way to the machine is not cut by %s=', (_, sections, paths) => {
    const problems = validateUnit(service({}, sections));
    expect(problems.map(({ path }) => path.join('.'))).toEqual(paths);
    for (const { message } of problems) expect(message).toMatch(/never touche|belongs to the machine/);
  });

  test('drop-ins count', () => {
    const dropIns = { '10-x.conf': { Service: { Restart: 'sometimes' } } };
    expect(validateUnit(unit('a.service', { text: '[Service]\nExecStart=/bin/x\n', dropIns }))).toMatchObject(
      [{ path: ['spec', 'dropIns', '10-x.conf', 'Service', 'Restart'] }],
    );
    const supplies = { '10-x.conf': '[Service]\nExecStart=/bin/x\n' };
    expect(validateUnit(unit('a.service', { text: '[Unit]\nDescription=x\n', dropIns: supplies }))).toEqual(
      [],
    );
  });

  test('places in a text', () => {
    expect(
      validateUnit(unit('a.service', { text: '[Service]\nExecStart=/bin/x\nRestartSec = soon\nFoo=1\n' })),
    ).toMatchObject([
      { path: ['spec', 'text'], within: { line: 3, column: 14 } },
      { path: ['spec', 'text'], within: { line: 4, column: 1 } },
    ]);
  });

  test('the systemd that is needed', () => {
    expect(minimumSystemdVersion(service({ RestartSteps: 3, PrivatePIDs: true }))).toEqual({
      version: 257,
      directive: 'PrivatePIDs=',
    });
    expect(minimumSystemdVersion(service({}))).toBeNull();
  });
});

/** Unit files as distributions ship them are the corpus: nothing in them may be refused. */
describe('unit files of this machine', () => {
  const folders = ['/usr/lib/systemd/system', '/usr/lib/systemd/user', '/lib/systemd/system'];
  const files = folders.flatMap((folder) => {
    try {
      return readdirSync(folder).map((file) => join(folder, file));
    } catch {
      return [];
    }
  });

  test('have no problems', () => {
    const refused = files
      .filter((path) => lstatSync(path).isFile())
      .map((path) => ({ path, name: path.split('/').at(-1) ?? '' }))
      .filter(({ name }) => /\.(service|socket|target|mount|automount|swap|timer|path|slice)$/.test(name))
      .filter(({ name }) => protectedUnitReason(name) === null)
      .map(({ path, name }) => ({
        path,
        problems: validateUnit(unit(name, { text: readFileSync(path, 'utf8') })),
      }))
      .filter(({ problems }) => problems.length > 0);
    expect(refused).toEqual([]);
  });
});

/**
 * systemd itself as the judge, where it is installed: every value that the checks refuse, systemd refuses or ignores
 * with a warning. (Not the other way round: what the checks do not know passes.)
 */
describe('values against systemd-analyze verify', () => {
  const values = [
    ...['yes', 'no', '1', 'maybe', '5', '-5', '+5', '0x10', '010', '0o17', '8', '20000', '4294967296'],
    ...[
      '5min 20s',
      '1.5h',
      '.5s',
      'infinity',
      '2h30min',
      '-1s',
      '3month',
      '5 parsecs',
      '512M',
      '1G 512M',
      '1g',
    ],
    ...[
      '20%',
      '150%',
      '20‰',
      '10:20',
      '5:infinity',
      'a.service',
      'a.service b.target',
      'a',
      'x.slice',
      'x.socket',
    ],
    ...[
      '/a/b',
      'a/b',
      '-/a/b',
      '+/a',
      '/',
      '~',
      '"/a b"',
      '%h/x',
      'SIGTERM',
      'TERM',
      'sigterm',
      'RTMIN+1',
      'SIGFOO',
    ],
    ...[
      '0644',
      '888',
      '17777',
      'A=b',
      'A=b c',
      '"A=b c"',
      '=x',
      'A="b c"',
      'simple',
      'always',
      'control-group',
    ],
    ...[
      'journal',
      'file:/x',
      'append:/x',
      'fd:foo',
      'null',
      'tty',
      'daily',
      '*:0/5',
      'Mon..Fri 08:00',
      '@12345',
    ],
    ...[
      'full',
      'strict',
      'read-only',
      'none',
      'reboot',
      'debug',
      'idle',
      'best-effort',
      'rr',
      'auto',
      'both',
    ],
    ...['man:foo(1)', 'http://x/y', 'foo://x', '!/a', '|/a', '| ! /a', 'fail', 'inactive', 'stop', 'restart'],
    ...[
      '@/bin/x y',
      '-@/bin/x',
      'x/y',
      '-',
      '!!/bin/x',
      '/bin/x/',
      '::',
      '/a:/b',
      'a:/b',
      'user name',
      'root',
      '0 1 2',
    ],
  ];
  const sections: [string, string][] = [
    ['Service', 'judge.service'],
    ['Unit', 'judge.service'],
    ['Socket', 'judge.socket'],
    ['Timer', 'judge.timer'],
    ['Path', 'judge.path'],
    ['Mount', 'judge.mount'],
    ['Automount', 'judge.automount'],
  ];

  /** The lines (from 0) that systemd complains about. A fatal line ends its reading: go on behind it. */
  function complaints(folder: string, section: string, file: string, lines: string[]): Set<number> | null {
    const found = new Set<number>();
    for (let start = 0; start < lines.length; ) {
      const part = lines.slice(start);
      writeFileSync(join(folder, file), `[${section}]\n${part.join('\n')}\nEndOfTheFile=1\n`);
      const run = spawnSync('systemd-analyze', ['verify', '--man=no', join(folder, file)], {
        encoding: 'utf8',
      });
      if (run.error !== undefined) return null;
      let last = 0;
      let ended = false;
      for (const [, line = '', message = ''] of run.stderr.matchAll(/^\/[^:]+:(\d+): (.*)$/gm)) {
        if (message.includes('EndOfTheFile')) ended = true;
        else {
          last = Number(line);
          found.add(start + last - 2);
        }
      }
      if (!ended && last < 2) throw new Error(`systemd-analyze said nothing of use: ${run.stderr}`);
      start += ended ? part.length : last - 1;
    }
    return found;
  }

  test.each(sections)(
    'what is refused in [%s], systemd refuses',
    (section, file) => {
      const folder = mkdtempSync(join(tmpdir(), 'verify-'));
      try {
        // Of directives that are checked alike one stands for all.
        const alike = new Set<string>();
        const lines = directiveNames(section).flatMap((name) => {
          const entry = findDirective(section, name);
          // [Socket] and [Mount] share most of theirs with [Service].
          const known = section !== 'Service' && findDirective('Service', name) !== undefined;
          if (entry === undefined || entry.since !== null || known) return [];
          const wrong = values.filter((value) => checkValue(name, entry.type, value) !== null);
          const kind = `${entry.type} ${wrong.join()}`;
          if (alike.has(kind)) return [];
          alike.add(kind);
          return wrong.map((value) => `${name}=${value}`);
        });
        const found = complaints(folder, section, file, lines);
        if (found !== null) expect(lines.filter((_, index) => !found.has(index))).toEqual([]);
        expect(lines.length).toBeGreaterThan(0);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
    120_000,
  );
});
