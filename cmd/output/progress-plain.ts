import type { ProgressView } from '../show-progress.ts';
import type { Colors } from './color.ts';
import {
  failureLines,
  moveLine,
  objectLine,
  stepLine,
  summaryLine,
  unplacedLines,
  waitingLine,
} from './outcome-text.ts';

/** A pipeline's log that says nothing for long looks as if it hung. */
const longestSilenceMs = 15_000;

/** For pipes and logs: one line per change, and now and then what is waited for; nothing that is redrawn. */
export function plainProgress(
  write: (line: string) => void,
  warn: (line: string) => void,
  colors: Colors,
  how: { dryRun: boolean; waits: boolean; done: string },
): ProgressView {
  const waiting = new Map<string, string>();
  let timer: NodeJS.Timeout | null = null;
  const wake = () => {
    if (timer !== null) clearTimeout(timer);
    timer = how.waits ? setTimeout(tell, longestSilenceMs).unref() : null;
  };
  const note = (what: string, words: string | null) => {
    if (words === null) waiting.delete(what);
    else waiting.set(what, words);
  };
  const print = (line: string) => {
    write(line);
    wake();
  };
  const tell = () => {
    if (waiting.size > 0) print(colors.dim(stillLine([...waiting.values()])));
    else wake();
  };
  wake();
  return {
    show(event) {
      switch (event.type) {
        case 'object':
          print(objectLine(event, colors, how.dryRun));
          break;
        case 'step':
          print(stepLine(event, colors));
          break;
        case 'move':
          print(moveLine(event, colors, how.dryRun));
          break;
        case 'unplaced':
          for (const line of unplacedLines(event, colors)) warn(line);
          break;
        case 'done':
          for (const line of failureLines(event, colors)) warn(line);
          if (how.waits && event.total > 0) print(summaryLine(event, colors, how.done));
          break;
        case 'placement': {
          const line = waitingLine(event, colors);
          if (line !== null) print(line);
          const { unit, machine, message } = event;
          // What has failed is told at the end; nobody waits for it.
          const settled =
            event.phase === 'backoff' || (event.sync === 'Synced' && event.health !== 'Progressing');
          note(`${unit} ${machine}`, settled ? null : `${unit} on ${machine}${saying(message, unit)}`);
          break;
        }
        case 'machine': {
          // States on the way; the steps tell what was done, and the end what became of it.
          const { machine, message } = event;
          note(machine, event.state === 'connecting' ? `${machine}${saying(message, machine)}` : null);
          break;
        }
      }
    },
    end() {
      if (timer !== null) clearTimeout(timer);
    },
  };
}

function saying(message: string | undefined, whose: string): string {
  return message === undefined ? '' : `: ${message.replace(`${whose} `, '')}`;
}

function stillLine(waiting: string[]): string {
  const shown = waiting.slice(0, 3).join('; ');
  return `waiting for ${shown}${waiting.length > 3 ? `; and ${waiting.length - 3} more` : ''}`;
}
