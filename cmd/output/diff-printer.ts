import type { DiffEntry, DiffEvent } from '../../controllers/operations.ts';
import { qualifiedName } from '../resources.ts';
import type { Colors } from './color.ts';
import { diffMarkdown } from './diff-markdown.ts';
import { actsText, changeWord, diffSummary, driftBeyondFiles } from './diff-words.ts';

export type DiffFormat = 'text' | 'wide' | 'json' | 'markdown';

export interface DiffPrinter {
  show(event: DiffEvent): void;
}

/** Text is printed as it comes; json and markdown are one document at the end. */
export function diffPrinter(
  format: DiffFormat,
  print: (text: string) => void,
  warn: (line: string) => void,
  options: { colors: Colors },
): DiffPrinter {
  if (format === 'json' || format === 'markdown') {
    const events: DiffEvent[] = [];
    return {
      show(event) {
        events.push(event);
        if (event.type === 'done') print(format === 'json' ? diffJson(events) : diffMarkdown(events));
      },
    };
  }
  const { colors } = options;
  let printed = 0;
  return {
    show(event) {
      if (event.type === 'entry') {
        if (event.change === 'none' && format !== 'wide') return;
        print(`${printed++ > 0 ? '\n' : ''}${entryText(event, colors)}`);
      } else if (event.type === 'object') {
        // What the store holds is not what a machine holds; said only where it would change.
        if (event.result !== 'unchanged') {
          print(`${qualifiedName(event.kind, event.name)}: would be ${event.result}\n`);
          printed++;
        }
      } else if (event.type === 'unplaced') {
        print(
          `${printed++ > 0 ? '\n' : ''}${colors.bold(event.unit)}: ${colors.red('no machine')}: ${event.message}\n`,
        );
        for (const machine of event.machines) print(`  ${machine.machine}: ${machine.reason}\n`);
      } else {
        warn(diffSummary(event));
      }
    },
  };
}

function entryText(entry: DiffEntry, colors: Colors): string {
  const paint = {
    create: colors.green,
    update: colors.yellow,
    remove: colors.red,
    none: colors.dim,
    unknown: colors.red,
  }[entry.change];
  const lines = [`${colors.bold(`${entry.unit} on ${entry.machine}`)}: ${paint(changeWord(entry.change))}`];
  if (entry.message) lines.push(`  ${entry.message}`);
  for (const file of entry.files) {
    if (file.diff === '') lines.push(`  ${file.path}: content differs (secret, not shown)`);
    else
      lines.push(
        ...file.diff
          .trimEnd()
          .split('\n')
          .map((line) => paintDiffLine(line, colors)),
      );
  }
  for (const drift of driftBeyondFiles(entry)) {
    lines.push(
      `  ${colors.yellow(drift.kind)}: ${drift.message}${drift.heals ? '' : colors.dim(' (reported only)')}`,
    );
  }
  if (entry.acts.length > 0) lines.push(`  ${colors.cyan('→')} ${actsText(entry)}`);
  return `${lines.join('\n')}\n`;
}

function paintDiffLine(line: string, colors: Colors): string {
  if (line.startsWith('+++') || line.startsWith('---')) return colors.bold(line);
  if (line.startsWith('@@')) return colors.cyan(line);
  if (line.startsWith('+')) return colors.green(line);
  if (line.startsWith('-')) return colors.red(line);
  return line;
}

function diffJson(events: DiffEvent[]): string {
  const of = <Type extends DiffEvent['type']>(type: Type) =>
    events
      .filter((event): event is Extract<DiffEvent, { type: Type }> => event.type === type)
      .map(({ type: _, ...rest }) => rest);
  const [summary] = of('done');
  const document = { entries: of('entry'), objects: of('object'), unplaced: of('unplaced'), summary };
  return `${JSON.stringify(document, null, 2)}\n`;
}
