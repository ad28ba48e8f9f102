import type { Outcome, ProgressEvent } from '../../controllers/operations.ts';
import { isHeldReason } from '../../units/desired.ts';
import { formatElapsed } from '../duration.ts';
import { qualifiedName } from '../resources.ts';
import { type Colors, paintWord } from './color.ts';

/** The sentences of progress, the same on a terminal and in a pipe. */

export function objectLine(
  event: Extract<ProgressEvent, { type: 'object' }>,
  colors: Colors,
  dryRun: boolean,
): string {
  return `${qualifiedName(event.kind, event.name)} ${paintWord(colors, event.result)}${dryRun ? ' (server dry run)' : ''}`;
}

export function stepLine(event: Extract<ProgressEvent, { type: 'step' }>, colors: Colors): string {
  const what =
    event.subject === '' || event.subject === event.unit ? event.step : `${event.step} ${event.subject}`;
  const where = `${event.unit} on ${event.machine}`;
  if (!event.ok) return `${where}: ${colors.red(`${what} failed`)}: ${event.message || event.reason}`;
  return `${where}: ${what}${event.reason ? colors.dim(` (${event.reason})`) : ''}`;
}

/** Only of what waits for another unit: the rest of what happens on the way is told by its steps. */
export function waitingLine(
  event: Extract<ProgressEvent, { type: 'placement' }>,
  colors: Colors,
): string | null {
  if (!isHeldReason(event.reason) || event.phase !== 'drifted') return null;
  return `${event.unit} on ${event.machine}: ${colors.yellow((event.message ?? '').replace(`${event.unit} `, ''))}`;
}

export function unplacedLines(
  event: { unit: string; message: string; machines: { machine: string; reason: string }[] },
  colors: Colors,
): string[] {
  return [
    `${colors.red('error:')} ${event.unit}: no machine: ${event.message}`,
    ...event.machines.map((machine) => `  ${machine.machine}: ${machine.reason}`),
  ];
}

export function moveLine(
  event: Extract<ProgressEvent, { type: 'move' }>,
  colors: Colors,
  dryRun: boolean,
): string {
  const what = dryRun ? 'would move' : 'moves';
  return `${event.unit} ${what} from ${event.from} to ${event.machine}${colors.dim(` (${event.reason})`)}`;
}

export function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

/** What failed, one line each; machines first, for they explain the rest. */
export function failureLines(outcome: Outcome, colors: Colors): string[] {
  const lost = new Set(outcome.machinesFailed.map((machine) => machine.machine));
  return [
    ...outcome.machinesFailed.map(
      (machine) =>
        `${colors.red('error:')} machine ${machine.machine}: ${machine.reason}: ${machine.message}`,
    ),
    ...outcome.failed
      .filter((placement) => !lost.has(placement.machine))
      .map(
        (placement) =>
          `${colors.red('error:')} ${placement.unit} on ${placement.machine}: ${placement.reason}: ${placement.message}`,
      ),
  ];
}

/** `3 placements as declared, 340 ms` · `2 of 3 placements removed, 1 failed, 5.0 s (timed out)`. */
export function summaryLine(outcome: Outcome, colors: Colors, done: string): string {
  const { total, converged } = outcome;
  const lost = new Set(outcome.machinesFailed.map((machine) => machine.machine));
  const failed = outcome.failed.filter((placement) => !lost.has(placement.machine)).length;
  const parts = [`${converged === total ? '' : `${converged} of `}${plural(total, 'placement')} ${done}`];
  if (failed > 0) parts.push(`${failed} failed`);
  if (outcome.unplaced > 0) parts.push(`${outcome.unplaced} without a machine`);
  if (lost.size > 0) parts.push(`${plural(lost.size, 'machine')} failed`);
  const whole = parts.length === 1 && converged === total;
  const text = `${parts.join(', ')}, ${formatElapsed(outcome.durationMs)}${outcome.timedOut ? ' (timed out)' : ''}`;
  return whole ? colors.green(text) : colors.yellow(text);
}
