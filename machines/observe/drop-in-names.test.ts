import { dropInNames } from './drop-in-names.ts';

const names = (unit: string) => dropInNames(unit).map(({ name }) => name);

test('a plain unit: itself, then its prefixes, the longest first', () => {
  expect(dropInNames('a-b-c.service')).toEqual([
    { name: 'a-b-c.service', reach: 'unit' },
    { name: 'a-b-.service', reach: 'prefix' },
    { name: 'a-.service', reach: 'prefix' },
  ]);
});

test('an instance, in the order that systemd 252 was seen to keep', () => {
  expect(names('oar-wide-one@7.service')).toEqual([
    'oar-wide-one@7.service',
    'oar-wide-one@.service',
    'oar-wide-.service',
    'oar-.service',
    'oar-wide-@7.service',
    'oar-wide-@.service',
    'oar-@7.service',
    'oar-@.service',
  ]);
});

test('a dash at the end or the beginning starts no prefix', () => {
  expect(names('a-.service')).toEqual(['a-.service']);
  expect(names('-.mount')).toEqual(['-.mount']);
});
