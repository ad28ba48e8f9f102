import { suggestUnit } from './suggest-unit.ts';

const known = ['hello.service', 'web@.service', 'web@1.service', 'backup.timer'];

test.each([
  ['helo.service', 'hello.service'],
  ['web.service', 'web@.service'],
  ['bakcup.timer', 'backup.timer'],
  ['c.service', undefined],
  ['backup.service', undefined],
])('%s: %s', (name, meant) => {
  expect(suggestUnit(name, known)).toBe(meant);
});
