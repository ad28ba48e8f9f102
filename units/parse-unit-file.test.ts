import fc from 'fast-check';
import { parseUnitFile, valuesOf } from './parse-unit-file.ts';
import { renderUnitFile } from './render-unit-file.ts';

describe('parseUnitFile', () => {
  test('sections, keys and values with their places', () => {
    expect(
      parseUnitFile('# hello\n[Unit]\nDescription = Hello \n\n[Service]\n  ExecStart=/bin/true\n'),
    ).toEqual({
      problems: [],
      sections: [
        {
          name: 'Unit',
          line: 2,
          column: 1,
          entries: [
            { key: 'Description', value: 'Hello', line: 3, column: 1, valueLine: 3, valueColumn: 15 },
          ],
        },
        {
          name: 'Service',
          line: 5,
          column: 1,
          entries: [
            { key: 'ExecStart', value: '/bin/true', line: 6, column: 3, valueLine: 6, valueColumn: 13 },
          ],
        },
      ],
    });
  });

  test('a continued line goes on after comments, as in systemd.syntax(7)', () => {
    const parsed = parseUnitFile(
      '[Section C]\nKeyThree=value 3\\\n# no part of it\n; neither is this\n       value 3 continued\nKeyFour=x\n',
    );
    expect(valuesOf(parsed, 'Section C', 'KeyThree')).toEqual(['value 3        value 3 continued']);
    expect(valuesOf(parsed, 'Section C', 'KeyFour')).toEqual(['x']);
    expect(parsed.problems).toEqual([]);
  });

  test('a doubled backslash at the end continues nothing, nor does one before white space', () => {
    const parsed = parseUnitFile('[S]\nA=x\\\\\nB=y\\ \nC=z');
    expect(parsed.sections[0]?.entries.map(({ key, value }) => [key, value])).toEqual([
      ['A', 'x\\\\'],
      ['B', 'y\\'],
      ['C', 'z'],
    ]);
  });

  test('a value on a continuation line is placed there', () => {
    const entry = parseUnitFile('[S]\nA=\\\n   value\n').sections[0]?.entries[0];
    expect(entry).toMatchObject({ value: 'value', line: 2, column: 1, valueLine: 3, valueColumn: 4 });
  });

  test('line ends of Windows, a byte order mark, a last line without an end', () => {
    expect(parseUnitFile('\u{feff}[S]\r\nA=1\r\n# c\r\nB=2').sections[0]?.entries).toMatchObject([
      { key: 'A', value: '1', line: 2 },
      { key: 'B', value: '2', line: 4 },
    ]);
    expect(parseUnitFile('# stamp\n\u{feff}[S]\nA=1').sections[0]?.entries).toHaveLength(1);
  });

  test.each([
    ['A=1\n', 1, 1, 'outside of any section'],
    ['[S]\nfoo\n', 2, 1, 'no "="'],
    ['[S]\n =x\n', 2, 2, 'no directive before'],
    ['[S\nA=1\n', 1, 1, 'invalid section header'],
    ['[S]\nA=\u0007x\n', 2, 3, 'U+0007'],
  ])('%j is a problem at %d:%d', (text, line, column, message) => {
    expect(parseUnitFile(text).problems[0]).toMatchObject({
      line,
      column,
      message: expect.stringContaining(message),
    });
  });

  test('never throws, and places every entry inside the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'[]=#;\\ \n\r\tAb"%\0\u{feff}') }), (text) => {
        const lines = text.split(/\r\n|\n\r|\n|\r|\0/);
        for (const section of parseUnitFile(text).sections) {
          for (const entry of section.entries) {
            expect(lines[entry.line - 1]?.slice(entry.column - 1)).toMatch(/^\S/);
            expect(entry.valueLine).toBeGreaterThanOrEqual(entry.line);
          }
        }
      }),
    );
  });
});

describe('renderUnitFile', () => {
  const word = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,8}$/).filter((text) => text !== 'constructor');
  /** What a directive's value can be, white space at its ends apart. */
  const value = fc.string({ unit: 'grapheme', maxLength: 30 }).map((text) =>
    text
      .trim()
      .replace(/[\p{Cc}\u2028\u2029]/gu, '')
      .replace(/\\+$/, '')
      .trim(),
  );
  const sections = fc.dictionary(
    word,
    fc.dictionary(word, fc.oneof(value, fc.array(value, { minLength: 1, maxLength: 4 }))),
  );

  test('parsing what was rendered gives the same sections', () => {
    fc.assert(
      fc.property(sections, (wanted) => {
        const rendered = renderUnitFile(wanted);
        expect(rendered.problems).toEqual([]);
        const parsed = parseUnitFile(rendered.text);
        expect(parsed.problems).toEqual([]);
        expect(parsed.sections.map(({ name }) => name)).toEqual(Object.keys(wanted));
        for (const [section, directives] of Object.entries(wanted)) {
          for (const [directive, given] of Object.entries(directives)) {
            expect(valuesOf(parsed, section, directive)).toEqual([given].flat());
          }
        }
      }),
    );
  });

  test('whatever is given, no value opens another line', () => {
    const anything = fc.string({ unit: fc.constantFrom(...'\n\r\0\\=[]#; "a\t\u2028') });
    fc.assert(
      fc.property(anything, anything, anything, (name, key, text) => {
        const rendered = renderUnitFile({ [name]: { [key]: text }, Last: { Mark: 'x' } });
        if (rendered.problems.length > 0) return;
        const parsed = parseUnitFile(rendered.text);
        expect(parsed.sections).toHaveLength(2);
        expect(parsed.sections.flatMap(({ entries }) => entries.map((entry) => entry.key))).toEqual([
          key,
          'Mark',
        ]);
      }),
    );
  });

  test('booleans, numbers, environment', () => {
    const { text, problems } = renderUnitFile({
      Service: {
        RemainAfterExit: true,
        TimeoutStartSec: 0,
        ExecStartPre: ['-/bin/a', '/bin/b'],
        Environment: { GREETING: 'say "hi" \\o/', PLAIN: 1, HOST: '%H', ON: true },
      },
    });
    expect(problems).toEqual([]);
    expect(text).toBe(
      '[Service]\nRemainAfterExit=yes\nTimeoutStartSec=0\nExecStartPre=-/bin/a\nExecStartPre=/bin/b\n' +
        'Environment="GREETING=say \\"hi\\" \\\\o/"\nEnvironment=PLAIN=1\nEnvironment=HOST=%H\nEnvironment=ON=true\n',
    );
  });

  test.each([
    [{ Service: { ExecStart: '/bin/a\nUser=root' } }, ['Service', 'ExecStart'], 'more than one line'],
    [{ Service: { ExecStart: ['/bin/a', '/bin/b \\'] } }, ['Service', 'ExecStart', 1], 'backslash'],
    [{ Service: { Environment: { A: 'x\ny' } } }, ['Service', 'Environment', 'A'], 'more than one line'],
    [{ Service: { ExecStart: { A: 'x' } } }, ['Service', 'ExecStart'], 'not a mapping'],
    [{ 'a]\n[b': { C: 'x' } }, ['a]\n[b'], 'cannot be a section'],
    [{ Service: { 'A=b\nC': 'x' } }, ['Service', 'A=b\nC'], 'cannot be a directive'],
    [{ Service: { CPUWeight: Number.NaN } }, ['Service', 'CPUWeight'], 'not a number'],
  ])('%j is refused', (given, path, message) => {
    expect(renderUnitFile(given).problems).toMatchObject([
      { path, message: expect.stringContaining(message) },
    ]);
  });
});
