import fc from 'fast-check';
import { arbitraryObject, arbitraryUnit } from './arbitrary-objects.ts';
import type { Problem } from './problem.ts';
import { suggest } from './suggest.ts';
import { validate } from './validate.ts';

/** A Unit with these fields in its spec. */
function unit(spec: object, name = 'hello.service'): unknown {
  return { apiVersion: 'muster.dev/v1', kind: 'Unit', metadata: { name }, spec };
}

function service(directives: object): unknown {
  return unit({ sections: { Service: directives } });
}

/** `path: message[; suggestion]` for each problem. */
function told(object: unknown): string[] {
  return validate(object).problems.map(
    ({ path, message, suggestion }) =>
      `${path.join('.')}: ${message}${suggestion === undefined ? '' : `; ${suggestion}`}`,
  );
}

/** Every path to a mapping's field whose name the schema gives, with the names beside it. */
function knownFields(value: unknown, path: Problem['path'] = []): Problem['path'][] {
  if (Array.isArray(value)) return value.flatMap((item, index) => knownFields(item, [...path, index]));
  if (value === null || typeof value !== 'object') return [];
  const isMap = /labels$|annotations$|^data$|dropIns$|matchLabels$|^(spec\.)?sections|Environment$/i.test(
    path.join('.'),
  );
  if (path.includes('sections') || path.includes('dropIns')) return [];
  return Object.entries(value).flatMap(([key, item]) => [
    ...(isMap || path.length === 0 ? [] : [[...path, key]]),
    ...knownFields(item, [...path, key]),
  ]);
}

function renamed(object: unknown, path: Problem['path'], to: string): unknown {
  const copy = structuredClone(object);
  let parent = copy as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) parent = parent[key] as Record<string | number, unknown>;
  const key = path[path.length - 1] as string;
  parent[to] = parent[key];
  delete parent[key];
  return copy;
}

test('every valid object is valid, and is not changed by the check', () => {
  fc.assert(
    fc.property(arbitraryObject, (object) => {
      const before = structuredClone(object);
      expect(validate(object)).toEqual({ problems: [], kind: expect.anything(), object });
      expect(object).toEqual(before);
    }),
  );
});

test('a misspelt field is named at its path, with the right one, and with nothing else beside it', () => {
  fc.assert(
    fc.property(arbitraryObject, fc.nat(), fc.nat(), (object, which, where) => {
      const fields = knownFields(object);
      const path = fields[which % fields.length];
      fc.pre(path !== undefined);
      const key = String(path[path.length - 1]);
      // Short names are not told from others by one letter.
      fc.pre(key.length > 3);
      const at = 1 + (where % (key.length - 1));
      const misspelt = `${key.slice(0, at)}q${key.slice(at)}`;
      const { problems } = validate(renamed(object, path, misspelt));
      expect(problems).toEqual([
        {
          path: [...path.slice(0, -1), misspelt],
          message: expect.stringContaining(`unknown field \`${misspelt}\``),
          suggestion: key,
          target: 'key',
        },
      ]);
    }),
  );
});

test('never throws, whatever it is given', () => {
  fc.assert(
    fc.property(fc.anything(), arbitraryUnit, fc.anything(), (anything, object, spec) => {
      expect(validate(anything).problems.length).toBeGreaterThan(0);
      validate({ ...object, spec });
      validate({ ...object, metadata: spec });
      validate({ ...object, spec: { ...object.spec, sections: spec, placement: spec, files: spec } });
    }),
    { numRuns: 300 },
  );
});

test.each<[string, unknown, string[]]>([
  ['nothing', null, [': must be an object with apiVersion, kind and metadata, not empty']],
  ['a list', [], [': must be an object with apiVersion, kind and metadata, not a list']],
  ['no kind', { apiVersion: 'v1' }, ['kind: is required']],
  ['a misspelt kind field', { Kind: 'Unit' }, ['Kind: unknown field `Kind`; kind']],
  ['an unknown kind', { apiVersion: 'muster.dev/v1', kind: 'Unite' }, ['kind: unknown kind `Unite`; Unit']],
  [
    'a wrong version',
    { apiVersion: 'muster.dev/v2', kind: 'Unit' },
    ['apiVersion: must be muster.dev/v1 for a Unit; muster.dev/v1'],
  ],
  ['no version', { kind: 'Secret' }, ['apiVersion: is required; apiVersion: v1']],
  ['neither sections nor text', unit({}), ['spec: needs either `sections` or `text`']],
  [
    'both',
    unit({ text: 'a', sections: {} }),
    ['spec.text: cannot stand beside `sections`: give only one of them'],
  ],
  ['sections misspelt', unit({ sectoins: {} }), ['spec.sectoins: unknown field `sectoins`; sections']],
  [
    'a misspelt section',
    unit({ sections: { Servce: {} } }),
    ['spec.sections.Servce: unknown field `Servce`; Service'],
  ],
  [
    'an enum',
    unit({ text: 'a', state: 'actve' }),
    ['spec.state: must be one of active, inactive, submitted; active'],
  ],
  [
    'a YAML 1.1 boolean',
    unit({ text: 'a', adopt: 'yes' }),
    ['spec.adopt: must be true or false, not a string; true'],
  ],
  [
    'an empty field',
    unit({ text: 'a', placement: null }),
    ['spec.placement: must be a mapping of fields, not empty'],
  ],
  [
    'instances of no kind',
    unit({ text: 'a', instances: 'x' }, 'a@.service'),
    ['spec.instances: must be a list or a whole number, not a string'],
  ],
  [
    'too few instances',
    unit({ text: 'a', instances: -1 }, 'a@.service'),
    ['spec.instances: must be at least 0'],
  ],
  [
    'an instance twice',
    unit({ text: 'a', instances: ['x', 'x'] }, 'a@.service'),
    ['spec.instances.1: "x" is given twice, first as item 1'],
  ],
  [
    'instances of no template',
    unit({ text: 'a', instances: 2 }),
    [
      'spec.instances: only a template has instances: its name has an @ with nothing after it, such as `hello@.service`',
    ],
  ],
  [
    'machine and selector',
    unit({ text: 'a', placement: { machine: 'a', machineSelector: {} } }),
    ['spec.placement.machineSelector: `machine` already names one machine: give only one of them'],
  ],
  [
    'machine and global',
    unit({ text: 'a', placement: { machine: 'a', global: true } }),
    ['spec.placement.global: means every machine, but `machine` names one: give only one of them'],
  ],
  [
    'with itself',
    unit({ text: 'a', placement: { with: ['hello.service'] } }),
    ['spec.placement.with.0: is this unit itself'],
  ],
  [
    'an operator without values',
    unit({ text: 'a', placement: { machineSelector: { matchExpressions: [{ key: 'a', operator: 'In' }] } } }),
    ['spec.placement.machineSelector.matchExpressions.0.values: In needs at least one value'],
  ],
  [
    'Gt of a word',
    unit({
      text: 'a',
      placement: { machineSelector: { matchExpressions: [{ key: 'a', operator: 'Gt', values: ['x'] }] } },
    }),
    [
      'spec.placement.machineSelector.matchExpressions.0.values: Gt needs one whole number in quotes, such as ["5"]',
    ],
  ],
  [
    'enabled without [Install]',
    unit({ text: '[Service]', enabled: true }),
    ['spec.enabled: needs an [Install] section, such as `Install: {WantedBy: multi-user.target}`'],
  ],
  [
    'a mode without quotes',
    unit({ text: 'a', files: [{ path: '/a', content: '', mode: 640 }] }),
    ['spec.files.0.mode: must be octal digits in quotes: without quotes YAML reads a decimal number; "0640"'],
  ],
  [
    'no content',
    unit({ text: 'a', files: [{ path: '/a' }] }),
    ['spec.files.0: needs one of `content`, `contentBase64`, `fromSecret` or `fromConfigMap`'],
  ],
  [
    'a file twice',
    unit({
      text: 'a',
      files: [
        { path: '/a', content: '' },
        { path: '/a', content: '' },
      ],
    }),
    ['spec.files.1.path: is given twice, first by `spec.files[0]`'],
  ],
  [
    'a file below a file',
    unit({
      text: 'a',
      files: [
        { path: '/a/b', content: '' },
        { path: '/a', content: '' },
      ],
    }),
    ['spec.files.0.path: is below /a, which is itself one of the files'],
  ],
  [
    'a drop-in of a bad name',
    unit({ text: 'a', dropIns: { '../a.conf': 'x' } }),
    ['spec.dropIns.../a.conf: its name must be a file name that ends in `.conf`, such as `10-limits.conf`'],
  ],
  [
    'a drop-in of no kind',
    unit({ text: 'a', dropIns: { 'a.conf': 1 } }),
    ['spec.dropIns.a.conf: must be a mapping of fields or a string, not the number 1'],
  ],
  [
    'a value that is a mapping',
    service({ ExecStart: { a: 1 } }),
    ['spec.sections.Service.ExecStart: must be a string, a number, true or false or a list, not a mapping'],
  ],
  [
    'a bad variable',
    service({ Environment: { 'A B': 1 } }),
    [
      'spec.sections.Service.Environment.A B: its name must be letters, digits and `_`, not beginning with a digit',
    ],
  ],
  [
    'a directive of a bad name',
    service({ 'A=b\nC': 1 }),
    ['spec.sections.Service.A=b\nC: its name must be letters, digits, `-` and `_`'],
  ],
  [
    'a label that is a number',
    { ...(unit({ text: 'a' }) as object), metadata: { name: 'a.service', labels: { a: 1 } } },
    ['metadata.labels.a: must be a string, not the number 1: put it in quotes; "1"'],
  ],
])('%s', (_, object, expected) => {
  expect(told(object)).toEqual(expected);
});

test.each(['a\nExecStartPre=/bin/evil', 'a\r', 'a\0b', 'a\u001b[2J', 'a\\', 'a\u007f'])(
  'the value %j is refused wherever a value may stand',
  (value) => {
    const places: [object, Problem['path']][] = [
      [{ sections: { Service: { ExecStart: value } } }, ['sections', 'Service', 'ExecStart']],
      [{ sections: { 'X-Ours': { A: ['fine', value] } } }, ['sections', 'X-Ours', 'A', 1]],
      [{ sections: { Service: { Environment: { A: value } } } }, ['sections', 'Service', 'Environment', 'A']],
      [{ text: 'a', dropIns: { 'a.conf': { Unit: { A: value } } } }, ['dropIns', 'a.conf', 'Unit', 'A']],
    ];
    for (const [spec, path] of places) {
      expect(validate(unit(spec)).problems).toEqual([
        { path: ['spec', ...path], message: expect.any(String), target: 'value' },
      ]);
    }
  },
);

test.each([
  'etc/a',
  '../a',
  '/etc/../shadow',
  '/a/..',
  '/a/',
  '/',
  '//a',
  '/a/./b',
  '/proc/1/mem',
  '/sys/a',
  '/dev/sda',
  '/run/systemd/system/a.service',
  '/etc/systemd/system/a.service',
  '/lib/systemd/system/a.service',
  '/home/me/.config/systemd/user/a.service',
  '/etc/a\nb',
  '/var/lib/muster/units/a',
  '/etc/passwd',
  '/etc/shadow',
  '/root/.ssh/authorized_keys',
  '/etc/ssh/sshd_config',
  '/etc/sudoers.d/me',
  `/etc/${'a'.repeat(256)}`,
])('the file path %j is refused', (path) => {
  const { problems } = validate(unit({ text: 'a', files: [{ path, content: '' }] }));
  expect(problems).toEqual([
    { path: ['spec', 'files', 0, 'path'], message: expect.any(String), target: 'value' },
  ]);
});

test('adopt allows a file that belongs to the system', () => {
  expect(told(unit({ text: 'a', adopt: true, files: [{ path: '/etc/passwd', content: '' }] }))).toEqual([]);
});

test.each([
  'a/b.service',
  '../a.service',
  'a\n.service',
  'a".service',
  '$(a).service',
  'a b.service',
  'a',
  '.service',
  '@a.service',
  'a.device',
  'a.scope',
  'a.SERVICE',
  `${'a'.repeat(250)}.service`,
  'ä.service',
  'sshd.service',
  'ssh.socket',
  'ssh@.service',
  'dbus.service',
  'muster.service',
  'muster-watch.path',
  'sshd-keygen@.service',
  'systemd-networkd.service',
  'multi-user.target',
  'a;b.service',
  'a%i.service',
  "a'.service",
])('the unit name %j is refused', (name) => {
  const { problems } = validate(unit({ text: 'a' }, name));
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatchObject({ path: ['metadata', 'name'] });
});

test.each([
  ['hello', 'hello.service'],
  ['hello.servce', 'hello.service'],
  ['hello.tmier', 'hello.timer'],
])('for the unit name %j, %j is suggested', (name, suggestion) => {
  expect(validate(unit({ text: 'a' }, name)).problems).toEqual([
    {
      path: ['metadata', 'name'],
      message: expect.stringContaining('type of unit'),
      suggestion,
      target: 'value',
    },
  ]);
});

test.each([
  'a.service',
  'a@.service',
  'a@b.service',
  'a@b@c.service',
  'dev-disk-by\\x2did.swap',
  'a-b_c:d.e.mount',
  'ssh-tunnel.service',
])('the unit name %j is fine', (name) => expect(told(unit({ text: 'a' }, name))).toEqual([]));

test('a machine: options for ssh cannot be smuggled in, and it has no namespace', () => {
  const machine = (spec: object, name = 'web-1'): unknown => ({
    apiVersion: 'muster.dev/v1',
    kind: 'Machine',
    metadata: { name },
    spec,
  });
  expect(told(machine({ ssh: { host: '-oProxyCommand=x' } }))).toEqual([
    'spec.ssh.host: must be an address or a host name',
  ]);
  expect(told(machine({ ssh: { host: 'a', user: '-l' } }))).toEqual(['spec.ssh.user: must be a user name']);
  expect(told(machine({ ssh: { host: 'a', proxyJump: ['-x'] } }))).toHaveLength(1);
  expect(told(machine({ ssh: { host: 'a' }, scope: 'user', sudo: true }))).toHaveLength(1);
  expect(validate(machine({ ssh: { host: 'a' } }, 'Web_1')).problems).toMatchObject([
    { suggestion: 'web-1' },
  ]);
  expect(
    told({ ...(machine({ ssh: { host: 'a' } }) as object), metadata: { name: 'a', namespace: 'b' } }),
  ).toEqual(['metadata.namespace: a Machine belongs to no namespace: remove this line']);
});

test('one mistake does not hide another', () => {
  const object = unit(
    { text: 'a', sate: 'x', onChange: 'never', files: [{ path: 'a', content: '', mode: '9' }] },
    'a',
  );
  expect(
    validate(object)
      .problems.map(({ path }) => path.join('.'))
      .sort(),
  ).toEqual(['metadata.name', 'spec.files.0.mode', 'spec.files.0.path', 'spec.onChange', 'spec.sate']);
});

test('a word is suggested for one with a letter too many, too few, wrong, or swapped', () => {
  const words = ['placement', 'sections', 'machineSelector', 'onChange'];
  fc.assert(
    fc.property(fc.constantFrom(...words), fc.nat(), fc.constantFrom(0, 1, 2, 3), (word, where, kind) => {
      const at = where % (word.length - 1);
      const [a = '', b = ''] = [word[at], word[at + 1]];
      const mutant = word.slice(0, at) + [`${a}q${b}`, b, `q${b}`, b + a][kind] + word.slice(at + 2);
      fc.pre(mutant !== word);
      expect(suggest(mutant, words)).toBe(word);
    }),
  );
  expect(suggest('entirely', words)).toBeUndefined();
  expect(suggest('plac', words)).toBe('placement');
  expect(suggest('x'.repeat(1e6), words)).toBeUndefined();
});

test('files of SSH are never touched, adopted or not', () => {
  for (const path of ['/root/.ssh/authorized_keys', '/etc/ssh/sshd_config.d/a.conf']) {
    expect(told(unit({ text: 'a', adopt: true, files: [{ path, content: '' }] }))).toHaveLength(1);
  }
});
