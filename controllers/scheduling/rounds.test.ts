import { schedule } from './schedule.ts';
import { after, machine, shown, spot, unit } from './testing/worlds.ts';

const web = { labels: { app: 'web' } };
const memory = (bytes: number) => ({ resources: { requests: { memory: bytes } } });

test('what trying every way has placed can be replaced at once, and not only by the next schedule', () => {
  const byItself = { antiAffinity: { required: [{ labelSelector: { matchLabels: { app: 'web' } } }] } };
  const units = [
    unit('a.service', {}, web),
    unit('b.service', byItself, web),
    unit('c.service', {}, web),
    unit('e.service', { replaces: ['a.service'] }, { ...web, ...memory(2) }),
  ];
  const machines = [machine('m3', { maxUnits: 1 }), machine('m4', { memoryBytes: 2 })];
  const first = schedule({ units, machines, current: [] });
  expect(shown(first.place)).toContain('e.service m4');
  const second = schedule({ units, machines, current: after(first) });
  expect(second).toMatchObject({ place: [], remove: [] });
});

test('to let another one in, nobody leaves those who ran beside it already', () => {
  const units = [
    unit('d.service', { with: ['x.service'] }),
    unit('x.service', {}, memory(1)),
    unit('y.service', {}, memory(2)),
  ];
  const machines = [machine('m1', { memoryBytes: 2 }), machine('m2', { memoryBytes: 1 })];
  const result = schedule({ units, machines, current: [spot('d.service', 'm1')] });
  expect(shown(after(result))).toEqual(['d.service m1', 'x.service m1']);
  expect(result.unplaced.map(({ unit: name }) => name)).toEqual(['y.service']);
});
