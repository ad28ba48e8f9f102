import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import {
  escapeUnitPath,
  escapeUnitText,
  instanceName,
  matchesGlob,
  parseUnitName,
  prefixDropInNames,
  unescapeUnitPath,
  unescapeUnitText,
  unitNameProblem,
} from './unit-name.ts';

describe('unit names', () => {
  test.each([
    [
      'hello.service',
      { prefix: 'hello', instance: null, type: 'service', isTemplate: false, template: null },
    ],
    ['hello@.service', { prefix: 'hello', instance: '', isTemplate: true, template: null }],
    ['hello@1.service', { prefix: 'hello', instance: '1', isTemplate: false, template: 'hello@.service' }],
    ['a@b@c.socket', { prefix: 'a', instance: 'b@c', type: 'socket', template: 'a@.socket' }],
    ['a.b.timer', { prefix: 'a.b', type: 'timer' }],
    ['dev-disk-by\\x2dlabel-x.swap', { type: 'swap' }],
    ['-.slice', { prefix: '-', type: 'slice' }],
  ])('%s', (name, parts) => {
    expect(parseUnitName(name)).toMatchObject(parts);
  });

  test.each([
    ['', 'empty'],
    ['hello', 'hello.service'],
    ['hello.servce', 'no unit type'],
    ['.service', 'nothing before'],
    ['@x.service', 'nothing before'],
    ['a/b.service', '"/"'],
    ['../a.service', '"/"'],
    ['a b.service', '" "'],
    ['a\n.service', '"\\n"'],
    ['$(id).service', '"$"'],
    ["a'.service", `"'"`],
    [`${'a'.repeat(250)}.service`, '255'],
  ])('%j is none', (name, message) => {
    expect(unitNameProblem(name)).toContain(message);
    expect(parseUnitName(name)).toBeNull();
  });

  test('instances', () => {
    expect(instanceName('hello@.service', '1')).toBe('hello@1.service');
    expect(() => instanceName('hello.service', '1')).toThrow('not a template');
    expect(() => instanceName('hello@.service', '')).toThrow('empty');
    expect(() => instanceName('hello@.service', 'a/b')).toThrow('not allowed');
  });

  test('prefixes that drop-ins may be written for', () => {
    expect(prefixDropInNames('foo-bar-baz.service')).toEqual(['foo-bar-.service', 'foo-.service']);
    expect(prefixDropInNames('foo.service')).toEqual([]);
  });
});

describe('escaping', () => {
  const text = fc.string({ unit: 'grapheme' }).filter((given) => !given.includes('\0'));

  test('comes back', () => {
    fc.assert(
      fc.property(text, (given) => {
        const escaped = escapeUnitText(given);
        expect(escaped).toMatch(/^[A-Za-z0-9:_.\\-]*$/);
        expect(unescapeUnitText(escaped)).toBe(Buffer.from(given, 'utf8').toString('utf8'));
      }),
    );
  });

  test.each([
    ['/', '-'],
    ['/var/lib/a b', 'var-lib-a\\x20b'],
    ['//var///lib/', 'var-lib'],
    ['/.hidden', '\\x2ehidden'],
    ['/a-b', 'a\\x2db'],
  ])('the path %s is %s', (path, escaped) => {
    expect(escapeUnitPath(path)).toBe(escaped);
    expect(unescapeUnitPath(escaped)).toBe(path.replace(/\/+/g, '/').replace(/(.)\/$/, '$1'));
  });

  test('paths that have no name', () => {
    expect(escapeUnitPath('a/b')).toBeNull();
    expect(escapeUnitPath('/a/../b')).toBeNull();
    expect(unescapeUnitText('a\\xzz')).toBeNull();
  });

  test('is what systemd-escape does, where that is installed', () => {
    const texts = fc.sample(
      text.filter(
        (given) => given !== '' && !given.startsWith('-') && Buffer.from(given).toString() === given,
      ),
      { numRuns: 60, seed: 42 },
    );
    const run = spawnSync('systemd-escape', ['--', ...texts], { encoding: 'utf8' });
    if (run.error !== undefined) return;
    expect(run.stdout.trimEnd().split(' ')).toEqual(texts.map(escapeUnitText));
  });
});

describe('globs', () => {
  test.each([
    ['hello@1.service', 'hello@*', true],
    ['hello.service', 'hello@*', false],
    ['a.service', '?.service', true],
    ['ab.service', '?.service', false],
    ['b.service', '[a-c].service', true],
    ['b.service', '[!a-c].service', false],
    ['a\\x2db.service', 'a\\x2d*', true],
    ['a.service', 'a', false],
    ['a]b', 'a[]]b', true],
    ['[x', '[x', true],
    ['', '*', true],
  ])('%s against %s', (name, glob, expected) => {
    expect(matchesGlob(name, glob)).toBe(expected);
  });

  test('agree with the definition', () => {
    const naive = (name: string, glob: string): boolean => {
      if (glob === '') return name === '';
      if (glob.startsWith('*'))
        return naive(name, glob.slice(1)) || (name !== '' && naive(name.slice(1), glob));
      return (
        name !== '' && (glob.startsWith('?') || glob[0] === name[0]) && naive(name.slice(1), glob.slice(1))
      );
    };
    const letters = { maxLength: 8 };
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'b'), ...letters }),
        fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), ...letters }),
        (name, glob) => {
          expect(matchesGlob(name, glob)).toBe(naive(name, glob));
        },
      ),
    );
  });

  test('many stars do not take long', () => {
    expect(matchesGlob('a'.repeat(250), `${'*a'.repeat(100)}b`)).toBe(false);
  });
});
