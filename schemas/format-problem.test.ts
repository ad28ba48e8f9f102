import fc from 'fast-check';
import { formatPath, formatProblem } from './format-problem.ts';
import type { LocatedProblem } from './problem.ts';

const problem: LocatedProblem = {
  file: 'web.yaml',
  line: 7,
  column: 3,
  path: ['spec', 'plcement'],
  message: 'unknown field `plcement`',
  suggestion: 'placement',
  sourceLine: '  plcement: {}',
};

test('file, line, column, path, what is wrong, what was meant, the line and a caret', () => {
  expect(formatProblem(problem)).toBe(
    [
      'web.yaml:7:3: spec.plcement: unknown field `plcement`; did you mean `placement`?',
      '    plcement: {}',
      '    ^',
    ].join('\n'),
  );
});

test('paths with numbers and odd names', () => {
  expect(formatPath(['spec', 'files', 0, 'path'])).toBe('spec.files[0].path');
  expect(formatPath(['spec', 'dropIns', '10-a.conf', 'X-Ours'])).toBe('spec.dropIns["10-a.conf"].X-Ours');
});

test.each([
  ['a: bad', 4, '  a: bad', '     ^'],
  ['漢字: bad', 5, '  漢字: bad', '        ^'],
  ['e\u0301: bad', 5, '  e\u0301: bad', '     ^'],
  ['😀: bad', 5, '  😀: bad', '      ^'],
  ['\tbad', 2, '    bad', '    ^'],
  ['a: \u001b[2Jbad', 8, '  a: ·[2Jbad', '         ^'],
  ['a: \u202ebad', 5, '  a: ·bad', '      ^'],
])('the caret is under the place: %j', (sourceLine, column, line, caret) => {
  expect(
    formatProblem({ ...problem, sourceLine, column })
      .split('\n')
      .slice(1),
  ).toEqual([line, caret]);
});

test('a long line is cut around the caret', () => {
  fc.assert(
    fc.property(fc.nat({ max: 3000 }), fc.integer({ min: 20, max: 120 }), (before, columns) => {
      const sourceLine = `${'-'.repeat(before)}X${'-'.repeat(2000)}`;
      const [, line = '', caret = ''] = formatProblem(
        { ...problem, sourceLine, column: before + 1 },
        { columns },
      ).split('\n');
      expect(line.length).toBeLessThanOrEqual(columns + 4);
      expect(line[caret.length - 1]).toBe('X');
    }),
  );
});

test('a line of megabytes does not take long', () => {
  expect(
    formatProblem({ ...problem, sourceLine: 'é'.repeat(5_000_000), column: 2_500_000 }).length,
  ).toBeLessThan(500);
});

test('nothing in a file reaches the terminal as a control character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat({ max: 50 }), (text, column) => {
      const shown = formatProblem({
        ...problem,
        file: text,
        path: [text],
        message: text,
        suggestion: text,
        sourceLine: text,
        column,
      });
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
      expect(shown.replace(/\n {2}/g, '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
    }),
  );
});
