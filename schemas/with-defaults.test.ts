import fc from 'fast-check';
import { arbitraryObject } from './arbitrary-objects.ts';
import { validate } from './validate.ts';
import { withDefaults } from './with-defaults.ts';

test('filling in defaults twice is the same as once, changes nothing given, and keeps it valid', () => {
  fc.assert(
    fc.property(arbitraryObject, (object) => {
      const before = structuredClone(object);
      const filled = withDefaults(object);
      expect(object).toEqual(before);
      expect(filled).toMatchObject(before);
      expect(withDefaults(filled)).toEqual(filled);
      expect(validate(filled).problems).toEqual([]);
    }),
  );
});

test('the defaults of a unit', () => {
  const unit = {
    apiVersion: 'muster.dev/v1',
    kind: 'Unit',
    metadata: { name: 'a.service' },
    spec: { text: 'a', placement: {}, files: [{ path: '/a', content: '' }] },
  };
  expect(withDefaults(unit)).toEqual({
    ...unit,
    spec: {
      text: 'a',
      state: 'active',
      placement: { global: false },
      files: [{ path: '/a', content: '', mode: '0644' }],
      onChange: 'auto',
      drift: 'heal',
      adopt: false,
      suspend: false,
    },
  });
});

test('what is no object of ours comes back as it is', () => {
  fc.assert(fc.property(fc.anything(), (value) => expect(withDefaults(value)).toBe(value)));
});
