import type { ObservedUnit } from '../../units/observed.ts';
import { calmedDown, countCrashes, noCrashes } from './crashes.ts';

function seen(sub: string, restarts: number, result = 'success', restartPolicy = 'always') {
  return { loaded: { sub }, details: { restarts, result, restartPolicy } } as unknown as ObservedUnit;
}

const crashed = (restarts: number) => seen('auto-restart', restarts, 'exit-code');

test('each failure counts that systemd follows with a start, whether it was seen or not', () => {
  let counted = countCrashes(noCrashes, seen('running', 4));
  counted = countCrashes(counted, crashed(4));
  expect(counted.crashes).toBe(1);
  // Two more have gone by unseen.
  counted = countCrashes(counted, seen('running', 7));
  expect(counted.crashes).toBe(3);
  expect(countCrashes(counted, crashed(7)).crashes).toBe(4);
});

test('what is counted stays counted until all is calm', () => {
  const counted = countCrashes(countCrashes(noCrashes, crashed(0)), crashed(1));
  expect(countCrashes(counted, seen('running', 0)).crashes).toBe(2);
  expect(countCrashes(counted, seen('auto-restart', 9)).crashes).toBe(2);
});

test('what ends well and is started again does not', () => {
  const counted = countCrashes(countCrashes(noCrashes, seen('running', 0)), seen('auto-restart', 9));
  expect(counted.crashes).toBe(0);
});

test('under Restart=on-failure each restart follows a failure, though none was seen', () => {
  const running = (restarts: number) => seen('running', restarts, 'success', 'on-failure');
  expect(countCrashes(countCrashes(noCrashes, running(1)), running(4)).crashes).toBe(3);
});

test('calm forgets, and what was counted then is not counted again', () => {
  const calm = calmedDown(countCrashes(noCrashes, crashed(3)), seen('running', 4));
  expect(calm.crashes).toBe(0);
  expect(countCrashes(calm, crashed(4)).crashes).toBe(1);
});

test('a start by hand lets systemd count from nothing', () => {
  const counted = countCrashes(countCrashes(noCrashes, seen('running', 20)), seen('running', 0));
  expect(countCrashes(counted, crashed(1)).crashes).toBe(2);
});

test('a reading without details says nothing', () => {
  const counted = countCrashes(noCrashes, crashed(2));
  const glance = { ...crashed(9), details: null };
  expect(countCrashes(counted, glance)).toEqual(counted);
});
