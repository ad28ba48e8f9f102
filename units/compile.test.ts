import fc from 'fast-check';
import type { Unit } from '../schemas/types.ts';
import { type CompileOptions, compile } from './compile.ts';
import type { DesiredUnit } from './desired.ts';
import { bodyOf, parseStamp, sha256 } from './stamp.ts';

const options: CompileOptions = {
  paths: {
    scope: 'system',
    unitDir: '/etc/systemd/system',
    stateDir: '/var/lib/muster',
    runtimeDir: '/run/muster',
  },
  machine: { name: 'web-1', machineId: '0123456789abcdef0123456789abcdef' },
};

function unit(name: string, spec: Unit['spec']): Unit {
  return { apiVersion: 'muster.dev/v1', kind: 'Unit', metadata: { name, uid: 'u1' }, spec };
}

function compiled(given: Unit, more: Partial<CompileOptions> = {}): DesiredUnit {
  const result = compile(given, { ...options, ...more });
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  return result.desired;
}

function problems(given: Unit, more: Partial<CompileOptions> = {}): unknown {
  const result = compile(given, { ...options, ...more });
  return 'problems' in result ? result.problems : [];
}

const service = (text: string, spec: Omit<Unit['spec'], 'text'> = {}) =>
  unit('hello.service', { ...spec, text });
const base = '[Unit]\nDescription=x\n[Service]\nExecStart=/bin/a\nExecStop=/bin/b\n';

describe('files', () => {
  test('a text survives byte for byte below its stamp', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }).filter((text) => Buffer.from(text).toString() === text),
        (text) => {
          const [fragment] = compiled(unit('hello.service', { text, enabled: false })).files;
          if (fragment === undefined) throw new Error('no fragment');
          expect(bodyOf(fragment.content)).toEqual(Buffer.from(text, 'utf8'));
          const stamp = parseStamp(fragment.content.toString('utf8'));
          expect(stamp).toEqual({ name: 'hello.service', digest: sha256(Buffer.from(text, 'utf8')) });
          expect(fragment.digest).toBe(sha256(fragment.content));
        },
      ),
    );
  });

  test('fragment, drop-ins in the order of their names, files', () => {
    const { files } = compiled(
      unit('hello.service', {
        sections: { Service: { ExecStart: '/bin/a' } },
        dropIns: {
          'b.conf': { Service: { MemoryMax: '1G' } },
          'B.conf': '[Service]\nNice=1\n',
          '10-x.conf': { Unit: {} },
        },
        files: [
          { path: '/etc/hello/a', content: 'x', mode: '640', owner: 'hello' },
          { path: '/etc/hello/b', contentBase64: 'AP8=', owner: 'hello:web' },
          { path: '/etc/hello/c', content: '' },
        ],
      }),
    );
    expect(files.map(({ path, role, mode, owner }) => [path, role, mode, owner])).toEqual([
      ['/etc/systemd/system/hello.service', 'fragment', '0644', 'root:root'],
      ['/etc/systemd/system/hello.service.d/10-x.conf', 'drop-in', '0644', 'root:root'],
      ['/etc/systemd/system/hello.service.d/B.conf', 'drop-in', '0644', 'root:root'],
      ['/etc/systemd/system/hello.service.d/b.conf', 'drop-in', '0644', 'root:root'],
      ['/etc/hello/a', 'file', '0640', 'hello:root'],
      ['/etc/hello/b', 'file', '0644', 'hello:web'],
      ['/etc/hello/c', 'file', '0644', 'root:root'],
    ]);
    expect(files[5]?.content).toEqual(Buffer.from([0, 255]));
  });

  test('instances share the template, its stamp and its drop-ins', () => {
    const template = unit('hello@.service', {
      text: '[Service]\nExecStart=/bin/sleep %i\n[Install]\nWantedBy=multi-user.target\n',
      dropIns: { 'a.conf': { Service: { Nice: 1 } } },
    });
    const [one, two] = [compiled(template, { instance: '1' }), compiled(template, { instance: '2' })];
    expect(one.name).toBe('hello@1.service');
    expect(one.files).toEqual(two.files);
    expect(one.digests).toEqual(two.digests);
    expect(one.files.map((file) => file.path)).toEqual([
      '/etc/systemd/system/hello@.service',
      '/etc/systemd/system/hello@.service.d/a.conf',
    ]);
    expect(parseStamp(one.files[0]?.content.toString() ?? '')?.name).toBe('hello@.service');
    expect(one.links).toEqual([
      {
        path: '/etc/systemd/system/multi-user.target.wants/hello@1.service',
        target: '/etc/systemd/system/hello@.service',
      },
    ]);
    expect(compiled(template)).toMatchObject({
      name: 'hello@.service',
      state: 'inactive',
      enabled: true,
      links: [],
    });
  });

  test('contents from Secrets and ConfigMaps', () => {
    const given = service(base, {
      files: [
        { path: '/etc/a', fromSecret: { name: 's', key: 'k' } },
        { path: '/etc/b', fromConfigMap: { name: 'c', key: 'k' } },
      ],
    });
    const { files } = compiled(given, {
      resolve: ({ kind, namespace, name, key }) => Buffer.from(`${kind}/${namespace}/${name}/${key}`),
    });
    expect(files.slice(1).map(({ content, secret }) => [content.toString(), secret])).toEqual([
      ['Secret/default/s/k', true],
      ['ConfigMap/default/c/k', false],
    ]);
    expect(problems(given)).toMatchObject([
      { path: ['spec', 'files', 0, 'fromSecret'], message: expect.stringContaining('Secret default/s') },
      { path: ['spec', 'files', 1, 'fromConfigMap'] },
    ]);
  });

  test.each([
    ['etc/a', 'relative'],
    ['/etc/../a', '".."'],
    ['/etc//a', '"//"'],
    ['/etc/', 'ends in "/"'],
    ['/etc/a\nb', 'control character'],
    ['/proc/x', '/proc'],
    ['/etc/systemd/system/x.service', 'dropIns'],
    ['/var/lib/muster/units/x', 'records'],
    ['/root/.ssh/authorized_keys', 'SSH'],
  ])('a file may not stand at %j', (path, message) => {
    expect(problems(service(base, { files: [{ path, content: '' }] }))).toMatchObject([
      { path: ['spec', 'files', 0, 'path'], message: expect.stringContaining(message) },
    ]);
  });

  test.each(['ssh.service', 'sshd@1.service', 'ssh.socket', 'a/b.service', 'x.device', 'muster-watch.path'])(
    '%s is refused',
    (name) => {
      expect(problems(unit(name, { text: base }))).toMatchObject([{ path: ['metadata', 'name'] }]);
    },
  );

  test('in user scope files belong to the user, whoever that is', () => {
    const paths = {
      ...options.paths,
      scope: 'user' as const,
      unitDir: '/home/x/.config/systemd/user',
      owner: 'x:users',
    };
    const { files } = compiled(service(base, { files: [{ path: '/home/x/a', content: '', owner: 'x:x' }] }), {
      paths,
    });
    expect(files.map(({ owner }) => owner)).toEqual(['x:users', 'x:users']);
  });
});

describe('digests', () => {
  const digests = (text: string, spec: Omit<Unit['spec'], 'text'> = {}) =>
    compiled(service(text, spec)).digests;
  const before = digests(base);

  test.each([
    ['Description', base.replace('Description=x', 'Description=y')],
    ['a dependency', base.replace('Description=x', 'Description=x\nAfter=network.target')],
    ['a comment', `# hello\n${base}`],
    ['a blank line', base.replace('[Service]', '\n[Service]')],
    ['[Install]', `${base}[Install]\nWantedBy=multi-user.target\n`],
    ['a resource limit', `${base}MemoryMax=1G\n`],
    ['Restart=', `${base}Restart=always\nRestartSec=5\n`],
    ['X- settings', `${base}X-Own=1\n[X-Mine]\nA=b\n`],
    ['a continued line', base.replace('/bin/a', '\\\n/bin/a').replace('ExecStart=\\', 'ExecStart= \\')],
  ])('%s changes what is desired, and restarts nothing', (_, text) => {
    const after = digests(text);
    expect(after.desired).not.toBe(before.desired);
    expect({ ...after, desired: '' }).toEqual({ ...before, desired: '' });
  });

  test.each([
    ['ExecStart', base.replace('/bin/a', '/bin/c')],
    ['Environment', `${base}Environment=A=b\n`],
    ['User', `${base}User=nobody\n`],
    ['JoinsNamespaceOf', base.replace('Description=x', 'JoinsNamespaceOf=b.service')],
    ['a directive that nobody has heard of', `${base}BrandNew=1\n`],
  ])('%s restarts', (_, text) => {
    expect(digests(text).restart).not.toBe(before.restart);
    expect(digests(text).stop).toBe(before.stop);
  });

  test('how to stop is apart', () => {
    const after = digests(base.replace('/bin/b', '/bin/c'));
    expect(after.stop).not.toBe(before.stop);
    expect(after.restart).toBe(before.restart);
  });

  test('a drop-in counts as if it stood in the unit file', () => {
    const after = digests(base, { dropIns: { 'a.conf': { Service: { Environment: { A: 'b' } } } } });
    expect(after.restart).toBe(digests(`${base}Environment=A=b\n`).restart);
  });

  test('the order of different directives means nothing, that of one directive does', () => {
    const lines = ['ExecStart=/bin/a', 'User=x', 'ExecStartPre=/bin/1', 'ExecStartPre=/bin/2', 'Nice=3'];
    const text = (order: string[]) => `[Service]\n${order.join('\n')}\n`;
    fc.assert(
      fc.property(fc.shuffledSubarray(lines, { minLength: lines.length }), (order) => {
        const same = order.indexOf('ExecStartPre=/bin/1') < order.indexOf('ExecStartPre=/bin/2');
        expect(digests(text(order)).restart === digests(text(lines)).restart).toBe(same);
      }),
    );
    expect(digests('[Service]\nExecStart=/a\nTimeoutSec=1\nTimeoutStopSec=2\n').stop).not.toBe(
      digests('[Service]\nExecStart=/a\nTimeoutStopSec=2\nTimeoutSec=1\n').stop,
    );
  });

  test('files: reload where there is one, but restart for what systemd reads at the start', () => {
    const withFile = (content: string, more = '') =>
      digests(`${base}${more}`, { files: [{ path: '/etc/hello/env', content }] });
    expect(withFile('1').reload).toBe('');
    expect(withFile('1').restart).not.toBe(withFile('2').restart);

    const reload = 'ExecReload=/bin/kill -HUP $MAINPID\n';
    expect(withFile('1', reload).restart).toBe(withFile('2', reload).restart);
    expect(withFile('1', reload).reload).not.toBe(withFile('2', reload).reload);

    for (const line of [
      'EnvironmentFile=-/etc/hello/env',
      'EnvironmentFile=/etc/%p/*',
      'LoadCredential=x:/etc/hello/env',
    ]) {
      const more = `${reload}${line}\n`;
      expect(withFile('1', more).restart).not.toBe(withFile('2', more).restart);
      expect(withFile('1', more).reload).toBe(withFile('2', more).reload);
    }
  });

  test('equal input gives equal bytes', () => {
    const given = service(base, { files: [{ path: '/etc/a', content: 'x' }] });
    expect(compile(structuredClone(given), options)).toEqual(compile(given, options));
  });
});

describe('enabling', () => {
  const install = (lines: string, spec: Omit<Unit['spec'], 'text'> = {}, name = 'hello.service') =>
    compiled(unit(name, { ...spec, text: `${base}[Install]\n${lines}\n` }));

  test('static without [Install]', () => {
    expect(compiled(service(base))).toMatchObject({ enabled: null, links: [] });
    expect(problems(service(base, { enabled: true }))).toMatchObject([{ path: ['spec', 'enabled'] }]);
  });

  test('enabled unless said otherwise', () => {
    expect(install('WantedBy=multi-user.target').enabled).toBe(true);
    expect(install('WantedBy=multi-user.target', { enabled: false })).toMatchObject({
      enabled: false,
      links: [],
    });
  });

  test('the links of systemctl enable', () => {
    const { links } = install(
      'WantedBy=a.target b.target\nRequiredBy=c-%p.service\nUpheldBy=d.service\nAlias=other.service hello.service',
    );
    expect(new Set(links.map(({ target }) => target))).toEqual(
      new Set(['/etc/systemd/system/hello.service']),
    );
    expect(links.map(({ path }) => path.replace('/etc/systemd/system/', ''))).toEqual([
      'a.target.wants/hello.service',
      'b.target.wants/hello.service',
      'c-hello.service.requires/hello.service',
      'd.service.upholds/hello.service',
      'other.service',
    ]);
  });

  test('an empty value takes back what was said before', () => {
    expect(install('WantedBy=a.target\nWantedBy=\nWantedBy=b.target').links).toHaveLength(1);
  });

  test('what systemctl enable would refuse', () => {
    const refused = (lines: string) => problems(service(`${base}[Install]\n${lines}\n`));
    expect(refused('WantedBy=multi-user')).toMatchObject([{ message: expect.stringContaining('no type') }]);
    expect(refused('WantedBy=../../x.target')).toMatchObject([{ message: expect.stringContaining('"/"') }]);
    expect(refused('Alias=x.socket')).toMatchObject([
      { message: expect.stringContaining("unit's own type") },
    ]);
    expect(refused('Alias=x@.service')).toMatchObject([{ message: expect.stringContaining('templates') }]);
    expect(refused('WantedBy=%H.target')).toMatchObject([{ message: expect.stringContaining('%H') }]);
  });

  test('Also= is said to be left alone', () => {
    const result = compile(service(`${base}[Install]\nWantedBy=a.target\nAlso=hello.socket\n`), options);
    expect('notes' in result && result.notes).toEqual([expect.stringContaining('hello.socket')]);
  });

  test('DefaultInstance= is what a bare template enables', () => {
    const template =
      '[Service]\nExecStart=/bin/a\n[Install]\nWantedBy=a.target\nDefaultInstance=x\nAlias=b@.service\n';
    expect(compiled(unit('hello@.service', { text: template })).links).toEqual([
      {
        path: '/etc/systemd/system/a.target.wants/hello@x.service',
        target: '/etc/systemd/system/hello@.service',
      },
      { path: '/etc/systemd/system/b@.service', target: '/etc/systemd/system/hello@.service' },
    ]);
  });
});

describe('what kind of unit', () => {
  test.each([
    ['[Service]\nType=oneshot\nExecStart=/bin/a\n', true],
    ['[Service]\nType=oneshot\nExecStart=/bin/a\nRemainAfterExit=yes\n', false],
    ['[Service]\nExecStart=/bin/a\n', false],
    ['[Service]\nType=oneshot\nType=exec\nExecStart=/bin/a\n', false],
  ])('%j ends by itself: %s', (text, oneshot) => {
    expect(compiled(service(text)).oneshot).toBe(oneshot);
  });

  test.each([
    ['hello.timer', '[Timer]\nOnCalendar=daily\n', ['hello.service']],
    ['hello.timer', '[Timer]\nOnCalendar=daily\nUnit=%p-x.service\n', ['hello-x.service']],
    ['hello.path', '[Path]\nPathExists=/a\nUnit=b.target\n', ['b.target']],
    ['hello.socket', '[Socket]\nListenStream=1\n', ['hello.service']],
    ['hello.socket', '[Socket]\nListenStream=1\nAccept=yes\n', ['hello@.service']],
    ['hello.socket', '[Socket]\nListenStream=1\nService=b.service\n', ['b.service']],
    ['hello.service', base, []],
  ])('%s triggers', (name, text, triggers) => {
    expect(compiled(unit(name, { text })).triggers).toEqual(triggers);
  });

  test('pulls in what it starts together with itself', () => {
    const text = `[Unit]\nWants=a.service b.socket\nRequires=%p-db.service\nBindsTo=c.service\nAfter=d.service\n${base}`;
    expect(compiled(unit('hello.service', { text })).pulls).toEqual([
      ...['a.service', 'b.socket', 'hello-db.service', 'c.service'],
    ]);
  });

  test('the record names every path', () => {
    const desired = compiled(
      service(`${base}[Install]\nWantedBy=a.target\n`, { files: [{ path: '/etc/a', content: 'x' }] }),
    );
    expect(JSON.parse(desired.record)).toMatchObject({
      name: 'hello.service',
      owner: { namespace: 'default', unit: 'hello.service', uid: 'u1' },
      machineId: options.machine.machineId,
      paths: [...desired.files, ...desired.links].map(({ path }) => path),
    });
  });
});
