import fc from 'fast-check';
import { loadManifests } from './load-manifests.ts';

const head = (name: string) => `apiVersion: muster.dev/v1\nkind: Unit\nmetadata: {name: ${name}}\nspec:\n`;

/** `file:line:column message` of every problem. */
function problems(...files: { name: string; text: string | Buffer }[]): string[] {
  return loadManifests(files).problems.map(
    ({ file, line, column, message }) => `${file}:${line}:${column} ${message}`,
  );
}

describe('manifests', () => {
  test('several documents, each with its line', () => {
    const text = `${head('a.service')}  text: "[Service]\\nExecStart=/bin/a\\n"\n---\n${head('b.service')}  sections: {Service: {ExecStart: /bin/b}}\n`;
    const { objects, problems } = loadManifests([{ name: 'x.yaml', text }]);
    expect(problems).toEqual([]);
    expect(objects.map(({ object, file, line }) => [object.metadata.name, file, line])).toEqual([
      ['a.service', 'x.yaml', 1],
      ['b.service', 'x.yaml', 7],
    ]);
  });

  test('all problems of all files, in order', () => {
    const found = problems(
      {
        name: 'a.yaml',
        text: `${head('a.service')}  stat: active\n  sections:\n    Service:\n      ExecStart: /bin/a\n      Restat: always\n`,
      },
      { name: 'b.service', text: '[Service]\nExecStart=/bin/b\nRestartSec=soon\n' },
      { name: 'c.yaml', text: ': : :' },
    );
    expect(found).toEqual([
      expect.stringMatching(/^a\.yaml:5:3 .*stat/),
      expect.stringMatching(/^a\.yaml:9:7 there is no directive Restat=/),
      expect.stringMatching(/^b\.service:3:12 RestartSec=soon is not a time span/),
      expect.stringMatching(/^c\.yaml:1:/),
    ]);
  });

  test('a problem keeps its object out, and lets the others in', () => {
    const text = `${head('a.service')}  sections: {Service: {Foo: 1}}\n---\n${head('b.service')}  sections: {Service: {ExecStart: /bin/b}}\n`;
    expect(
      loadManifests([{ name: 'x.yaml', text }]).objects.map(({ object }) => object.metadata.name),
    ).toEqual(['b.service']);
  });

  test.each([
    ['|', 4, ''],
    ['|-', 4, ''],
    ['|2', 4, '  '],
    ['|  # as it is', 6, ''],
  ])('places within a text after %s', (header, indentation, extra) => {
    const lines = ['[Service]', '', `${extra}ExecStart=/bin/a`, 'RestartSec=soon', 'Foo=1'];
    const text = `${head('a.service')}  text: ${header}\n${lines.map((line) => (line === '' ? '' : ' '.repeat(indentation) + line)).join('\n')}\n  state: active\n`;
    const [first, second] = loadManifests([{ name: 'x.yaml', text }]).problems;
    expect(first).toMatchObject({
      line: 9,
      column: indentation + 'RestartSec='.length + 1,
      sourceLine: `${' '.repeat(indentation)}RestartSec=soon`,
    });
    expect(second).toMatchObject({ line: 10, column: indentation + 1 });
  });

  test('within a text of another style the line is named', () => {
    expect(
      problems({
        name: 'x.yaml',
        text: `${head('a.service')}  text: "[Service]\\nExecStart=/bin/a\\nFoo=1\\n"\n`,
      }),
    ).toEqual([expect.stringMatching(/^x\.yaml:5:9 line 3 of the text: there is no directive Foo=/)]);
  });

  test('the caret is where the text is, whatever stands around it', () => {
    fc.assert(
      fc.property(fc.nat(5), fc.nat(4), fc.nat(3), (above, deeper, comments) => {
        const padding = ' '.repeat(3 + deeper);
        const body = ['[Service]', 'ExecStart=/bin/a', ...Array(comments).fill('# c'), 'Foo=1'];
        const text = `${'# x\n'.repeat(above)}${head('a.service')}  text: |\n${body.map((line) => padding + line).join('\n')}\n`;
        const found = loadManifests([{ name: 'x.yaml', text }]).problems;
        expect(found).toHaveLength(1);
        const line = text.split('\n')[(found[0]?.line ?? 0) - 1];
        expect(line?.slice((found[0]?.column ?? 0) - 1)).toBe('Foo=1');
        expect(found[0]?.sourceLine).toBe(line);
      }),
    );
  });

  test('two manifests of one name, but not of two namespaces', () => {
    const text = `${head('a.service')}  sections: {Service: {ExecStart: /bin/a}}\n`;
    expect(problems({ name: 'x.yaml', text }, { name: 'y.yaml', text: `\n${text}` })).toEqual([
      'y.yaml:2:1 Unit default/a.service is given twice; first in x.yaml:1',
    ]);
    expect(
      problems({ name: 'x.yaml', text }, { name: 'a.service', text: '[Service]\nExecStart=/b\n' }),
    ).toHaveLength(1);
    const other = text.replace('{name: a.service}', '{name: a.service, namespace: web}');
    expect(problems({ name: 'x.yaml', text }, { name: 'y.yaml', text: other })).toEqual([]);
  });

  test('bytes that are no text', () => {
    expect(problems({ name: 'a.service', text: Buffer.from([0xff, 0xfe]) })).toEqual([
      expect.stringContaining('not UTF-8'),
    ]);
  });

  test('never throws', () => {
    const pieces = fc.constantFrom(
      'apiVersion: muster.dev/v1\n',
      'kind: Unit\n',
      'metadata: {name: a.service}\n',
      'spec:\n',
      '  text: |\n',
      '    [Service]\n',
      '    ExecStart=/a\n',
      '  sections: {Service: 1}\n',
      '  sections: {Service: {A: [1, {}]}}\n',
      '---\n',
      'null\n',
      '- 1\n',
      '\t',
      '{',
      '&a *a',
    );
    fc.assert(
      fc.property(
        fc.array(pieces, { maxLength: 12 }),
        fc.constantFrom('x.yaml', 'a.service', 'a.service.d/x.conf'),
        (parts, name) => {
          const { objects, problems } = loadManifests([{ name, text: parts.join('') }]);
          expect(Array.isArray(objects) && Array.isArray(problems)).toBe(true);
        },
      ),
    );
  });
});

describe('plain unit files', () => {
  test('become Units, byte for byte, with the drop-ins beside them', () => {
    const text = '# mine\r\n[Service]\nExecStart=/bin/a \\\n  b\n';
    const { objects, problems } = loadManifests([
      { name: 'units/a.service.d/10-x.conf', text: Buffer.from('[Service]\nNice=1\n') },
      { name: 'units/a.service', text: Buffer.from(text) },
      { name: 'units/b@.timer', text: '[Timer]\nOnCalendar=daily\n' },
    ]);
    expect(problems).toEqual([]);
    expect(objects.map(({ object, file }) => ({ object, file }))).toEqual([
      {
        file: 'units/a.service',
        object: {
          apiVersion: 'muster.dev/v1',
          kind: 'Unit',
          metadata: { name: 'a.service' },
          spec: { text, dropIns: { '10-x.conf': '[Service]\nNice=1\n' } },
        },
      },
      expect.objectContaining({ file: 'units/b@.timer' }),
    ]);
  });

  test('drop-ins: where a problem is, and whose they are', () => {
    expect(
      problems(
        { name: 'a.service', text: '[Service]\nExecStart=/bin/a\n' },
        { name: 'a.service.d/x.conf', text: '[Service]\n\nFoo=1\n' },
        { name: 'other/a.service.d/x.conf', text: '[Service]\n' },
      ),
    ).toEqual([
      expect.stringMatching(/^a\.service\.d\/x\.conf:3:1 .*Foo=/),
      expect.stringMatching(/^other\/a\.service\.d\/x\.conf:1:1 .*no unit file of that name/),
    ]);
  });

  test('names that systemd does not know', () => {
    expect(problems({ name: 'a b.service', text: '[Service]\nExecStart=/bin/a\n' })).toEqual([
      expect.stringContaining("the file's name contains"),
    ]);
  });

  test('[X-Fleet] says where', () => {
    const fleet = (lines: string, name = 'a@1.service') =>
      loadManifests([{ name, text: `[Service]\nExecStart=/bin/a\n[X-Fleet]\n${lines}\n` }]);
    const placement = (lines: string) => {
      const { objects, problems } = fleet(lines);
      expect(problems).toEqual([]);
      const [loaded] = objects;
      return loaded?.object.kind === 'Unit' ? loaded.object.spec.placement : undefined;
    };
    expect(placement('MachineID=abc')).toEqual({ machine: 'abc' });
    expect(placement('X-ConditionMachineOf=b@%i.service c.service')).toEqual({
      with: ['b@1.service', 'c.service'],
    });
    expect(placement('Conflicts=a@*\nX-Conflicts=b* c*')).toEqual({ conflicts: ['a@*', 'b*', 'c*'] });
    expect(placement('Global=true\nMachineMetadata="region=eu" region=us\nMachineMetadata=role=web')).toEqual(
      {
        global: true,
        machineSelector: {
          matchLabels: { role: 'web' },
          matchExpressions: [{ key: 'region', operator: 'In', values: ['eu', 'us'] }],
        },
      },
    );
    expect(placement('Replaces=old.service')).toEqual({ replaces: ['old.service'] });
    expect(fleet('MachineMetadata=region').problems).toMatchObject([
      { line: 4, message: expect.stringContaining('key=value') },
    ]);
    expect(fleet('MachinID=abc').problems).toMatchObject([{ line: 4, suggestion: 'MachineID' }]);
    expect(fleet('MachineID=abc\nGlobal=yes').problems[0]).toMatchObject({
      line: 5,
      message: 'Global= cannot be combined with MachineID=',
    });
  });
});
