import { ActGate } from './act-gate.ts';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('open while nothing is at work', async () => {
  await new ActGate().pass();
});

test.each([
  ['has ended, and what it started had its time', 300, 400],
  ['has taken too long', 60_000, 1_000],
])('opens when an act %s', async (_, takesMs, expected) => {
  const gate = new ActGate();
  gate.close(new Promise((resolve) => setTimeout(resolve, takesMs)), 100);
  const begun = performance.now();
  let passed: number | null = null;
  const passing = gate.pass().then(() => {
    passed = performance.now() - begun;
  });
  await jest.advanceTimersByTimeAsync(expected - 10);
  expect(passed).toBeNull();
  await jest.advanceTimersByTimeAsync(20);
  await passing;
  expect(passed).not.toBeNull();
});

test('an act that fails opens it at once', async () => {
  const gate = new ActGate();
  gate.close(Promise.reject(new Error('cut')), 100);
  await gate.pass();
});
