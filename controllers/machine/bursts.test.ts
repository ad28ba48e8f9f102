import { Bursts } from './bursts.ts';

const unit = 'web.service';
let looks: number[] = [];
let begun = 0;
let bursts: Bursts;

beforeEach(() => {
  jest.useFakeTimers();
  looks = [];
  begun = performance.now();
  bursts = new Bursts(() => looks.push(performance.now() - begun));
});
afterEach(() => {
  bursts.stop();
  jest.useRealTimers();
});

const heard = (active: string, sub = '') => bursts.heard({ kind: 'unit-changed', unit, active, sub });

test('a stop is looked at once, when it is over', () => {
  heard('active');
  heard('deactivating');
  jest.advanceTimersByTime(100);
  expect(looks).toEqual([]);
  heard('inactive');
  bursts.heard({ kind: 'job-removed', unit, result: 'done' });
  jest.advanceTimersByTime(1_000);
  expect(looks).toHaveLength(1);
  expect(looks[0]).toBeGreaterThanOrEqual(100);
  expect(looks[0]).toBeLessThan(110);
});

test('a unit that takes long is looked at on its way', () => {
  heard('activating');
  jest.advanceTimersByTime(1_000);
  expect(looks).toHaveLength(1);
  expect(looks[0]).toBeLessThanOrEqual(251);
});

test('a unit that systemd is about to start again is looked at before it does', () => {
  heard('deactivating', 'stop-sigterm');
  heard('activating', 'auto-restart');
  jest.advanceTimersByTime(10);
  expect(looks).toHaveLength(1);
});

test('signals that never end do not put the look off for ever', () => {
  for (let ms = 0; ms < 1_000; ms += 2) {
    heard('active');
    jest.advanceTimersByTime(2);
  }
  expect(looks.length).toBeGreaterThanOrEqual(3);
});

test('nothing is told after the end', () => {
  heard('active');
  bursts.stop();
  jest.advanceTimersByTime(1_000);
  expect(looks).toEqual([]);
});
