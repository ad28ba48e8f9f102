import fc from 'fast-check';
import { stringify } from 'yaml';
import { arbitraryObject } from './arbitrary-objects.ts';
import type { Problem } from './problem.ts';
import { largestManifest, readYaml } from './read-yaml.ts';

function allPaths(value: unknown, path: Problem['path'] = []): Problem['path'][] {
  if (value === null || typeof value !== 'object') return [];
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value);
  return entries.flatMap(([key, item]) => [[...path, key], ...allPaths(item, [...path, key])]);
}

function valueAt(value: unknown, path: Problem['path']): unknown {
  return path.reduce<unknown>((part, key) => (part as Record<string | number, unknown>)[key], value);
}

test('finds the line and column of every field and value', () => {
  fc.assert(
    fc.property(
      fc.array(arbitraryObject, { minLength: 1, maxLength: 3 }),
      fc.boolean(),
      (objects, asJson) => {
        const text = objects
          .map((object) => (asJson ? JSON.stringify(object, null, 1) : stringify(object)))
          .join('\n---\n');
        const { documents, problems } = readYaml(text, 'a.yaml');
        expect(problems).toEqual([]);
        expect(documents.map(({ value }) => value)).toEqual(objects);
        const lines = text.split('\n');
        for (const document of documents) {
          for (const path of allPaths(document.value)) {
            const at = (target: 'key' | 'value'): string => {
              const { line, column } = document.position(path, target);
              return (lines[line - 1] ?? '').slice(column - 1);
            };
            const key = path[path.length - 1];
            if (typeof key === 'string')
              expect(at('key').replace(/^["']/, '')).toMatch(new RegExp(`^${key.replace(/\W/g, '.*')}`));
            const value = valueAt(document.value, path);
            if (typeof value === 'boolean' || typeof value === 'number')
              expect(at('value')).toMatch(new RegExp(`^${value}\\b`));
            if (typeof value === 'string' && /^[a-z]+$/.test(value))
              expect(at('value').replace(/^["']/, '')).toMatch(new RegExp(`^${value}`));
          }
        }
      },
    ),
  );
});

test('a missing field is shown where the nearest one around it is', () => {
  const [document] = readYaml('kind: Unit\nspec:\n  placement:\n    global: true\n', 'a').documents;
  expect(document?.position(['spec', 'placement', 'machine'], 'key')).toEqual({ line: 3, column: 3 });
  expect(document?.position(['metadata', 'name'], 'key')).toEqual({ line: 1, column: 1 });
  expect(document?.position(['spec', 'placement', 'global'], 'value')).toEqual({ line: 4, column: 13 });
});

test('one bad document does not hide the others', () => {
  const text = 'a: 1\n---\nb: [1\n---\nc: 3\n---\n---\n# nothing\n---\nd: {x: 1, x: 2}\n---\ne: 5\n';
  const { documents, problems } = readYaml(text, 'many.yaml');
  expect(documents.map(({ value }) => value)).toEqual([{ a: 1 }, { c: 3 }, { e: 5 }]);
  expect(problems).toEqual([
    expect.objectContaining({
      file: 'many.yaml',
      line: 4,
      message: expect.stringContaining('not valid YAML'),
    }),
    expect.objectContaining({
      line: 10,
      column: 11,
      message: '`x` is given twice in one mapping, first in line 10',
      sourceLine: 'd: {x: 1, x: 2}',
    }),
  ]);
  expect(documents[2]?.position(['e'], 'value')).toEqual({ line: 12, column: 4 });
});

test.each(['a:\n\tb: 1', 'a:\n  b: 1\n\tc: 2', '\ta: 1'])('a tab is explained: %j', (text) => {
  const { documents, problems } = readYaml(text, 'a.yaml');
  expect(documents).toEqual([]);
  expect(problems).toEqual([expect.objectContaining({ message: 'a tab cannot indent YAML: use spaces' })]);
});

test('a bomb of anchors is refused, at once', () => {
  const levels = Array.from({ length: 12 }, (_, level) =>
    level === 0
      ? 'l0: &l0 [x, x]'
      : `l${level}: &l${level} [${Array(9)
          .fill(`*l${level - 1}`)
          .join(', ')}]`,
  );
  const { documents, problems } = readYaml(`${levels.join('\n')}\n---\nfine: 1\n`, 'bomb.yaml');
  expect(problems).toEqual([
    expect.objectContaining({
      line: 1,
      message: 'repeats its anchors more than 100 times: write the values out',
    }),
  ]);
  expect(documents.map(({ value }) => value)).toEqual([{ fine: 1 }]);
});

test('an anchor and a merge are read, and problems in them are found', () => {
  const [document] = readYaml('a: &a {x: 1}\nb: *a\nc: {<<: *a, y: 2}\n', 'a').documents;
  expect(document?.value).toEqual({ a: { x: 1 }, b: { x: 1 }, c: { x: 1, y: 2 } });
  expect(document?.position(['b', 'x'], 'value')).toEqual({ line: 1, column: 11 });
  expect(document?.position(['c', 'y'], 'key')).toEqual({ line: 3, column: 13 });
});

test('50 MB are refused without being read', () => {
  const { documents, problems } = readYaml('a: b\n'.repeat(10_000_000), 'large.yaml');
  expect(documents).toEqual([]);
  expect(problems).toEqual([
    expect.objectContaining({ message: expect.stringMatching(/^is larger than 10 MB/) }),
  ]);
  expect(largestManifest).toBe(10 * 1024 * 1024);
});

test('a mapping with very many fields does not take long', () => {
  const many = Array.from({ length: 30_000 }, (_, index) => `k${index}: 1`).join('\n');
  const { documents, problems } = readYaml(`${many}\nk0: 2\n`, 'many.yaml');
  expect(documents).toEqual([]);
  expect(problems).toEqual([expect.objectContaining({ line: 30_001 })]);
});

test('endless nesting is refused', () => {
  const { documents, problems } = readYaml(`a: ${'['.repeat(200_000)}`, 'deep.yaml');
  expect(documents).toEqual([]);
  expect(problems).toHaveLength(1);
});

test('the items of a List are documents, placed where they stand', () => {
  const { documents } = readYaml('kind: List\nitems:\n  - kind: Unit\n  - kind: Secret\n', 'list.yaml');
  expect(documents.map(({ value }) => value)).toEqual([{ kind: 'Unit' }, { kind: 'Secret' }]);
  expect(documents[1]?.position(['kind'], 'value')).toEqual({ line: 4, column: 11 });
});

test('the values are those of YAML 1.2', () => {
  const [document] = readYaml('a: yes\nb: "0640"\nc: 0640\nd: 2024-01-01\ne: 1:30\n', 'a').documents;
  expect(document?.value).toEqual({ a: 'yes', b: '0640', c: 640, d: '2024-01-01', e: '1:30' });
});

test('never throws, whatever the text', () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.constantFrom(...'a:- \n\t{}[]"\'&*!|>#%@`,?0x'.split(''), '---\n', 'kind: List\n'),
      }),
      (text) => {
        const { documents } = readYaml(text, 'fuzz');
        for (const document of documents)
          document.locate({ path: ['a', 0, 'b'], message: '', target: 'value' });
      },
    ),
    { numRuns: 500 },
  );
});
