import type { Command } from 'commander';
import type { ScheduleEvent, ScheduleRequest } from '../../controllers/operations.ts';
import { action, type Context, examples } from '../command.ts';
import { usageError } from '../command-error.ts';
import {
  allNamespacesOption,
  type FilesOption,
  filesOption,
  machineOption,
  namespaceOption,
  outputOption,
  selectorOption,
} from '../options.ts';
import { type SelectionOptions, selectionOf } from '../selection.ts';

type Options = SelectionOptions & FilesOption & { explain?: boolean; output?: string };

export function define(command: Command, context: Context): void {
  command
    .description(
      `Show where the scheduler would have units run, and why: what is stored, or what manifests would change.
Changes nothing. Exit codes: 0 everything has a place, 1 something has none.`,
    )
    .argument('[units...]', "only these: names or globs, hello, 'web@*'");
  filesOption(command);
  machineOption(command);
  namespaceOption(command);
  allNamespacesOption(command);
  selectorOption(command);
  command.option('--explain', 'of each unit, what speaks for and against every machine');
  outputOption(command, 'text or json');
  examples(
    command,
    `
# Where would these go?
muster schedule -f manifests/

# Why does it run where it runs, and why does it not elsewhere?
muster schedule hello --explain`,
  );
  action<Options>(command, context, async (names, options) => {
    if (options.output !== undefined && !['text', 'json'].includes(options.output))
      throw usageError(`-o ${options.output}: the formats are text and json`);
    const { readManifests } = await import('../read-manifests.ts');
    const objects = options.filename ? await readManifests(context, options) : undefined;
    const selection = selectionOf(names, options, context.settings());
    const request: ScheduleRequest = {
      ...selection,
      ...(objects === undefined ? {} : { objects }),
      explain: options.explain === true,
    };
    const client = await context.open('operations');
    const events: ScheduleEvent[] = [];
    for await (const event of client.operation<ScheduleEvent>('schedule', request, context.terminal.signal))
      events.push(event);
    if (options.output === 'json') {
      const shown = events.filter(({ type }) => type !== 'done');
      context.print(`${JSON.stringify(shown, null, 2)}\n`);
    } else await printText(context, events);
    return events.some(({ type }) => type === 'unplaced' || type === 'stuck') ? 1 : 0;
  });
}

const words = { keep: 'stays', place: 'comes', remove: 'leaves', abandon: 'is given up' };

async function printText(context: Context, events: ScheduleEvent[]): Promise<void> {
  const { formatTable } = await import('../output/table.ts');
  const rows = events.flatMap((event): string[][] => {
    if (event.type === 'spot')
      return [
        [
          event.unit,
          event.machine,
          words[event.decision],
          `${event.reason}${event.from === undefined ? '' : ` (from ${event.from})`}`,
        ],
      ];
    if (event.type === 'unplaced') return [[event.unit, '<none>', 'waits', event.message]];
    return event.type === 'stuck' ? [[event.unit, '<none>', 'is stuck', event.message]] : [];
  });
  if (rows.length === 0) context.warn('no unit matches; see muster get units');
  else context.print(formatTable(['UNIT', 'MACHINE', 'WHAT', 'WHY'], rows, {}).text);
  for (const event of events) {
    if (event.type !== 'explained') continue;
    const lines = event.machines.map(({ machine, reason }) => `  ${machine} ${reason}\n`);
    context.print(`\n${event.unit}:\n${lines.join('')}`);
  }
}
