import type { ObservedUnit } from '../../units/observed.ts';
import { calmedDown, countCrashes, noCrashes } from './crashes.ts';

function seen(subState: string, restarts: number, result = 'success', restartPolicy = 'always', job = '') {
  return { details: { subState, restarts, result, restartPolicy, job } } as unknown as ObservedUnit;
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

test('what is seen to end well is not taken for a failure under Restart=on-failure either', () => {
  const asked = seen('auto-restart', 1, 'success', 'on-failure');
  const counted = countCrashes(countCrashes(noCrashes, seen('running', 1, 'success', 'on-failure')), asked);
  expect(countCrashes(counted, seen('running', 5, 'success', 'on-failure')).crashes).toBe(0);
});

test('a restart that is in the queue has been counted by systemd', () => {
  const counted = countCrashes(countCrashes(noCrashes, seen('running', 0)), crashed(0));
  expect(countCrashes(counted, seen('auto-restart', 1, 'exit-code', 'always', '77')).crashes).toBe(1);
});

test('calm forgets, and what was counted then is not counted again, also when later readings did not tell it', () => {
  const counted = countCrashes(countCrashes(noCrashes, crashed(3)), seen('running', 4));
  const calm = calmedDown(countCrashes(counted, { details: null }));
  expect(calm.crashes).toBe(0);
  expect(countCrashes(calm, seen('running', 4, 'success', 'on-failure')).crashes).toBe(0);
  expect(countCrashes(calm, crashed(4)).crashes).toBe(1);
  expect(countCrashes(calm, seen('running', 6, 'success', 'on-failure')).crashes).toBe(2);
});

test('a start by hand lets systemd count from nothing', () => {
  const counted = countCrashes(countCrashes(noCrashes, seen('running', 20)), seen('running', 0));
  expect(countCrashes(counted, crashed(1)).crashes).toBe(2);
});

test('a reading without details says nothing', () => {
  const counted = countCrashes(noCrashes, crashed(2));
  expect(countCrashes(counted, { details: null })).toEqual(counted);
});
