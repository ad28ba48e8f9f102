import type { Writable } from 'node:stream';
import type { ProgressEvent } from '../../controllers/operations.ts';
import { isHeldReason } from '../../units/desired.ts';
import type { ProgressView } from '../show-progress.ts';
import type { Colors } from './color.ts';
import {
  failureLines,
  moveLine,
  objectLine,
  plural,
  stepLine,
  summaryLine,
  unplacedLines,
  waitingLine,
} from './outcome-text.ts';

interface MachineLine {
  state: 'connecting' | 'ready' | 'failed';
  message: string;
  /** By unit: whether it is as declared, and its phase. */
  placements: Map<string, { settled: boolean; phase: string; health: string }>;
  /** What was done last. */
  last: string;
}

const redrawMs = 60;
const escapeStart = '\u001b[';
const clearLine = '\u001b[2K';

/** For terminals: what changed scrolls by, below it one line per machine is kept up to date. */
export function liveProgress(
  stream: Writable & { columns?: number; rows?: number },
  colors: Colors,
  done: string,
): ProgressView {
  const machines = new Map<string, MachineLine>();
  let drawn = 0;
  let scheduled: NodeJS.Timeout | undefined;

  const machineLine = (name: string): MachineLine => {
    let line = machines.get(name);
    if (!line) {
      line = { state: 'connecting', message: '', placements: new Map(), last: '' };
      machines.set(name, line);
    }
    return line;
  };
  const erase = () => (drawn > 0 ? `\u001b[${drawn}A\r\u001b[J` : '');
  const draw = (above = '') => {
    const lines = visibleLines(machines, (stream.rows || 24) - 2, stream.columns || 80, colors);
    stream.write(`${erase()}${above}${lines.map((line) => `${clearLine}${line}\n`).join('')}`);
    drawn = lines.length;
  };
  const schedule = () => {
    scheduled ??= setTimeout(() => {
      scheduled = undefined;
      draw();
    }, redrawMs);
  };
  const stop = () => {
    clearTimeout(scheduled);
    scheduled = undefined;
  };
  const say = (lines: string[]) => {
    stop();
    draw(lines.map((line) => `${line}\n`).join(''));
  };

  return {
    show(event) {
      switch (event.type) {
        case 'object':
          if (event.result !== 'unchanged') say([objectLine(event, colors, false)]);
          break;
        case 'move':
          say([moveLine(event, colors, false)]);
          break;
        case 'unplaced':
          say(unplacedLines(event, colors));
          break;
        case 'step':
          machineLine(event.machine).last = stepLine(event, colors).replace(` on ${event.machine}`, '');
          if (!event.ok) say([stepLine(event, colors)]);
          schedule();
          break;
        case 'machine': {
          const line = machineLine(event.machine);
          line.state = event.state;
          line.message = event.message ?? '';
          schedule();
          break;
        }
        case 'placement':
          machineLine(event.machine).placements.set(event.unit, settledOf(event));
          machineLine(event.machine).last =
            waitingLine(event, colors)?.replace(` on ${event.machine}`, '') ??
            machineLine(event.machine).last;
          schedule();
          break;
        case 'done':
          say([
            ...failureLines(event, colors),
            ...(event.total > 0 ? [summaryLine(event, colors, done)] : []),
          ]);
          break;
      }
    },
    end() {
      stop();
      // The machines' lines have said their part; the summary stays.
      if (drawn > 0) stream.write(erase());
      drawn = 0;
    },
  };
}

function settledOf(event: Extract<ProgressEvent, { type: 'placement' }>) {
  const phase = isHeldReason(event.reason) ? 'waiting' : event.phase;
  return { settled: event.sync === 'Synced', phase, health: event.health };
}

/** Machines that still have something to do come first, so that they are seen when there are more than fit. */
function visibleLines(
  machines: Map<string, MachineLine>,
  rows: number,
  columns: number,
  colors: Colors,
): string[] {
  const busy = (line: MachineLine) =>
    line.state !== 'ready' || [...line.placements.values()].some((placement) => !placement.settled);
  const all = [...machines].sort(([, left], [, right]) => Number(busy(right)) - Number(busy(left)));
  const width = Math.max(0, ...all.map(([name]) => name.length));
  const shown = all.slice(0, Math.max(1, rows - 1));
  const lines = shown.map(([name, line]) =>
    cut(`${name.padEnd(width)}  ${stateText(line, colors)}`, columns),
  );
  const hidden = all.length - shown.length;
  if (hidden > 0) lines.push(colors.dim(`… and ${plural(hidden, 'more machine')}`));
  return lines;
}

function stateText(line: MachineLine, colors: Colors): string {
  if (line.state === 'failed') return colors.red(`failed: ${line.message}`);
  if (line.placements.size === 0) return colors.dim(line.state === 'connecting' ? 'connecting' : 'connected');
  const settled = [...line.placements.values()].filter((placement) => placement.settled).length;
  const count = `${settled}/${line.placements.size}`;
  if (settled === line.placements.size) return `${colors.green(count)}  as declared`;
  const phases = [
    ...new Set([...line.placements.values()].filter((one) => !one.settled).map((one) => one.phase)),
  ];
  return `${colors.yellow(count)}  ${phases.join(', ')}${line.last ? colors.dim(`  ${line.last}`) : ''}`;
}

/** Cuts to the width of the terminal, so that a line never wraps: a wrapped line could not be redrawn. */
function cut(text: string, columns: number): string {
  let left = columns - 1;
  // Between escape sequences, which take no place, stands text, which does.
  return text
    .split(escapeStart)
    .map((part, index) => {
      const end = index === 0 ? 0 : part.indexOf('m') + 1;
      const characters = [...part.slice(end)].slice(0, left);
      left -= characters.length;
      return `${index === 0 ? '' : escapeStart}${part.slice(0, end)}${characters.join('')}`;
    })
    .join('');
}
