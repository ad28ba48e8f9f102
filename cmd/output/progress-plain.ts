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

/** For pipes and logs: one line per change, nothing that is redrawn. */
export function plainProgress(
  print: (line: string) => void,
  warn: (line: string) => void,
  colors: Colors,
  how: { dryRun: boolean; waits: boolean; done: string },
): ProgressView {
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
          break;
        }
        case 'machine':
          // States on the way; the steps tell what was done, and the end what became of it.
          break;
      }
    },
    end() {},
  };
}
