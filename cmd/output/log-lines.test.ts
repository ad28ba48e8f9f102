import picocolors from 'picocolors';
import { logPrinter } from './log-lines.ts';

const plain = picocolors.createColors(false);
const line = (unit: string, machine: string, text: string, at?: number) => ({
  namespace: 'default',
  unit,
  machine,
  text,
  ...(at === undefined ? {} : { at }),
});

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('while following, a line of a slower machine finds its place', () => {
  let printed = '';
  const printer = logPrinter((text) => (printed += text), plain, { follow: true, prefix: undefined });
  printer.caughtUp('m1', 2);
  printer.line(line('a.service', 'm1', 'second', 2));
  jest.advanceTimersByTime(1000);
  // The other machine has not told its last lines yet.
  expect(printed).toBe('');
  printer.line(line('a.service', 'm2', 'first', 1));
  printer.caughtUp('m2', 2);
  jest.advanceTimersByTime(1000);
  expect(printed).toBe('m2 a.service | first\nm1 a.service | second\n');
  printer.line(line('a.service', 'm1', 'fourth', 4));
  jest.advanceTimersByTime(100);
  printer.line(line('a.service', 'm2', 'third', 3));
  printer.end();
  expect(printed).toMatch(/third\n.*fourth\n$/);
});

test('a machine that says nothing is not waited for without end', () => {
  let printed = '';
  const printer = logPrinter((text) => (printed += text), plain, { follow: true, prefix: false });
  printer.line(line('a.service', 'm1', 'alone', 1));
  jest.advanceTimersByTime(4000);
  expect(printed).toBe('alone\n');
});

test('a colour for each unit, the same on all machines; times in UTC', () => {
  let printed = '';
  const colors = picocolors.createColors(true);
  const options = { follow: false, prefix: undefined, timestamps: true };
  const printer = logPrinter((text) => (printed += text), colors, options);
  printer.line(line('a.service', 'm1', 'x', 1_700_000_000_000_001));
  printer.line(line('b.service', 'm1', 'x', 1_700_000_000_000_002));
  printer.line(line('a.service', 'm2', 'x', 1_700_000_000_000_003));
  printer.end();
  const lines = printed.trim().split('\n');
  expect(lines[0]).toContain('2023-11-14T22:13:20.000001Z');
  expect(lines.map((text) => text.startsWith('\u001b[36m'))).toEqual([true, false, true]);
});
