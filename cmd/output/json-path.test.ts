import fc from 'fast-check';
import { compileJsonPath, valuesAt } from './json-path.ts';

const list = {
  items: [
    {
      metadata: { name: 'a', labels: { 'example.com/tier': 'web' } },
      status: { ready: 2, conditions: [{ type: 'Ready', status: 'True' }] },
    },
    { metadata: { name: 'b' }, status: { ready: 0, conditions: [{ type: 'Ready', status: 'False' }] } },
  ],
};

// What kubectl 1.35 prints for the same templates.
test.each([
  ['{.items[*].metadata.name}', 'a b'],
  ['.items[0].metadata.name', 'a'],
  ['{.items[-1:].metadata.name}', 'b'],
  ['{.items[-1].metadata.name}', 'b'],
  ['{.items[0:1].metadata.name}', 'a'],
  ["{.items[0].metadata.labels['example.com/tier']}", 'web'],
  ['{.items[0].metadata.labels.example\\.com/tier}', 'web'],
  ['{.items[?(@.metadata.name=="b")].status.ready}', '0'],
  ['{.items[?(@.status.ready>1)].metadata.name}', 'a'],
  ['{.items[?(@.metadata.labels)].metadata.name}', 'a'],
  ['{.items[*].status.conditions[?(@.type=="Ready")].status}', 'True False'],
  ['{..name}', 'a b'],
  ['{range .items[*]}{.metadata.name}={.status.ready}{"\\n"}{end}', 'a=2\nb=0\n'],
  ['{range .items[*]}[{range .status.conditions[*]}{.type}{end}]{end}', '[Ready][Ready]'],
  ['names: {.items[*].metadata.name}!', 'names: a b!'],
  ['{.items[0].metadata.labels}', '{"example.com/tier":"web"}'],
  ['{.nothing.here}', ''],
])('%s', (template, expected) => {
  expect(compileJsonPath(template)(list)).toBe(expected);
});

test.each([
  ['{.items[0}', 'closing ]'],
  ['{.items', 'closing }'],
  ['{range .items[*]}', 'without {end}'],
  ['{end}', 'without {range'],
  ['{.items[?(@.a==b)]}', 'text in quotes'],
  ['{"open}', 'closing }'],
  ['{.a b}', 'not understood'],
])('%s is refused', (template, message) => {
  expect(() => compileJsonPath(template)).toThrow(message);
});

test('any field of any name can be read, and any template ends', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string(), (name, value) => {
      const quoted = name
        .replace(/[\\'"]/g, '\\$&')
        .replace(/\n/g, '\\n')
        .replace(/\r/g, '\\r')
        .replace(/\t/g, '\\t');
      expect(valuesAt(`{['${quoted}']}`, { [name]: value })).toEqual([value]);
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'{}[].*?()@$="\'\\ a0:-') }), (template) => {
      try {
        compileJsonPath(template)(list);
      } catch (error) {
        expect(error).toHaveProperty('name', 'CommandError');
      }
    }),
  );
});
