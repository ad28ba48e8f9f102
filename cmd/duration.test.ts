import fc from 'fast-check';
import { formatAge, formatElapsed, parseDuration } from './duration.ts';

test.each([
  ['30s', 30_000],
  ['5m', 300_000],
  ['1h30m', 5_400_000],
  ['500ms', 500],
  ['1.5s', 1500],
  ['2d', 172_800_000],
  ['10', 10_000],
  ['0', 0],
])('%s', (text, expected) => {
  expect(parseDuration(text, '--timeout')).toBe(expected);
});

test.each(['', 'soon', '5 m', '-5s', '5x', '5m later', '1e3s'])(
  '"%s" is refused, with the option named',
  (text) => {
    expect(() => parseDuration(text, '--timeout')).toThrow(/^--timeout: ".*" is not a duration; write/);
  },
);

test('hours, minutes and seconds add up', () => {
  fc.assert(
    fc.property(fc.nat(99), fc.nat(99), fc.nat(99), (hours, minutes, seconds) => {
      expect(parseDuration(`${hours}h${minutes}m${seconds}s`, '')).toBe(
        (hours * 3600 + minutes * 60 + seconds) * 1000,
      );
    }),
  );
});

// duration.HumanDuration of k8s.io/apimachinery, which kubectl prints ages with.
test.each([
  [0, '0s'],
  [119, '119s'],
  [120, '2m'],
  [200, '3m20s'],
  [600, '10m'],
  [3 * 3600 - 1, '179m'],
  [3 * 3600, '3h'],
  [3 * 3600 + 300, '3h5m'],
  [8 * 3600 + 300, '8h'],
  [47 * 3600, '47h'],
  [48 * 3600, '2d'],
  [50 * 3600, '2d2h'],
  [8 * 86_400 + 3600, '8d'],
  [400 * 86_400, '400d'],
  [740 * 86_400, '2y10d'],
])('an age of %i seconds is %s', (seconds, expected) => {
  const now = Date.parse('2026-01-31T12:00:00Z');
  expect(formatAge(new Date(now - seconds * 1000).toISOString(), now)).toBe(expected);
});

test('what is unknown or in the future', () => {
  expect(formatAge(undefined, 0)).toBe('<unknown>');
  expect(formatAge('nonsense', 0)).toBe('<unknown>');
  expect(formatAge('2026-01-01T00:00:00Z', 0)).toBe('0s');
});

test.each([
  [3.6, '4 ms'],
  [1234, '1.2 s'],
  [125_000, '2 min 5 s'],
  [119_700, '2 min 0 s'],
])('%f ms took %s', (durationMs, expected) => {
  expect(formatElapsed(durationMs)).toBe(expected);
});
