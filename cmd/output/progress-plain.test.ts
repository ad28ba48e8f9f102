import picocolors from 'picocolors';
import type { ProgressEvent } from '../../controllers/operations.ts';
import { plainProgress } from './progress-plain.ts';

afterEach(() => jest.useRealTimers());

const placement = (unit: string, sync: string, message: string): ProgressEvent => ({
  type: 'placement',
  namespace: 'default',
  unit,
  machine: 'm1',
  phase: 'settling',
  sync,
  health: sync === 'Synced' ? 'Healthy' : 'Progressing',
  message,
});

const colors = picocolors.createColors(false);

function view(waits: boolean) {
  jest.useFakeTimers();
  const lines: string[] = [];
  const say = (line: string) => void lines.push(line);
  return {
    lines,
    progress: plainProgress(say, say, colors, { dryRun: false, waits, done: 'as declared' }),
  };
}

test('a log is told now and then what is waited for, until there is nothing more', () => {
  const { lines, progress } = view(true);
  jest.advanceTimersByTime(60_000);
  expect(lines).toEqual([]);
  progress.show({ type: 'machine', machine: 'm2', state: 'connecting' });
  for (const name of ['a', 'b', 'c'])
    progress.show(placement(`${name}.service`, 'OutOfSync', `${name}.service is activating (start)`));
  jest.advanceTimersByTime(15_000);
  const words = ['a', 'b'].map((name) => `${name}.service on m1: is activating (start)`).join('; ');
  expect(lines).toEqual([`waiting for m2; ${words}; and 1 more`]);
  progress.show({ type: 'machine', machine: 'm2', state: 'ready' });
  progress.show(placement('b.service', 'Synced', 'b.service is active (running)'));
  progress.show(placement('c.service', 'Synced', 'c.service is active (running)'));
  jest.advanceTimersByTime(15_000);
  expect(lines.slice(1)).toEqual(['waiting for a.service on m1: is activating (start)']);
  progress.show(placement('a.service', 'Synced', 'a.service is active (running)'));
  jest.advanceTimersByTime(60_000);
  expect(lines).toHaveLength(2);
  progress.end();
  expect(jest.getTimerCount()).toBe(0);
});

test('who does not wait is told nothing of it', () => {
  const { lines, progress } = view(false);
  progress.show(placement('a.service', 'OutOfSync', 'a.service is activating (start)'));
  jest.advanceTimersByTime(60_000);
  expect(lines).toEqual([]);
});
