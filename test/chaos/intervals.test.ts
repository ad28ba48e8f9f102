import { type Interval, overlaps } from './intervals.ts';

const ran = (host: string, from: number, to: number): Interval => ({
  host,
  unit: 'a.service',
  invocation: `${host}${from}`,
  from,
  to,
  ended: true,
});

test('what ran at the same moment is found, what followed on is not', () => {
  const [a, b, c] = [ran('a', 0, 10), ran('b', 10, 20), ran('c', 15, 30)];
  expect(overlaps([a, b])).toEqual([]);
  expect(overlaps([a, b, c])).toEqual([[b, c]]);
  expect(overlaps([ran('d', 5, 6), a])).toHaveLength(1);
});
