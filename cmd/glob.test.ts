import fc from 'fast-check';
import { globToRegExp } from './glob.ts';

test.each([
  ['hello@*', 'hello@1.service', true],
  ['hello@*', 'hello.service', false],
  ['web-?', 'web-1', true],
  ['web-?', 'web-10', false],
  ['web-[1-3]', 'web-2', true],
  ['web-[!1-3]', 'web-2', false],
  ['web-[!1-3]', 'web-4', true],
  ['a.b', 'axb', false],
  ['[', '[', true],
  ['\\*', '*', true],
  ['\\*', 'a', false],
])('%s and %s: %s', (glob, name, expected) => {
  expect(globToRegExp(glob).test(name)).toBe(expected);
});

test('text without pattern characters matches itself only', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (name, other) => {
      const literal = name.replace(/[*?[\\]/g, '\\$&');
      expect(globToRegExp(literal).test(name)).toBe(true);
      expect(globToRegExp(literal).test(other)).toBe(name === other);
    }),
  );
});

test('no glob is an invalid expression', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'[]!^-\\*?a1') }), (glob) => {
      try {
        globToRegExp(glob).test('a');
      } catch (error) {
        // Only a range that runs backwards has no meaning.
        expect(String(error)).toContain('out of order');
      }
    }),
  );
});
