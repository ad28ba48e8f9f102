import type { Command } from 'commander';
import type { InspectRequest } from '../../controllers/operations.ts';
import { action, type Context, examples } from '../command.ts';
import { allNamespacesOption, machineOption, namespaceOption, selectorOption } from '../options.ts';
import { requireSelection, type SelectionOptions, selectionOf } from '../selection.ts';

type Options = SelectionOptions & {
  all?: boolean;
  follow?: boolean;
  lines?: string;
  since?: string;
  prefix?: boolean;
  timestamps?: boolean;
};

export function define(command: Command, context: Context): void {
  command
    .description(
      `The units' journals from every machine that runs them, merged in the order of time, with a colour for each unit. With -f, a
machine whose connection breaks off is taken up again where it was: no line is lost and none comes twice.`,
    )
    .argument('[units...]', "names or globs: hello, 'web@*'");
  command
    .option('-f, --follow', 'go on with new lines as they come')
    .option(
      '-n, --lines <number>',
      'the last lines of each unit on each machine (100 with -f, otherwise all)',
    )
    .option('--since <time>', '-10min, "2 hours ago", today, 2026-01-31 12:00: what journalctl takes')
    .option('--prefix', 'unit and machine before every line, also when there is only one')
    .option('--no-prefix', 'nothing before a line')
    .option('-t, --timestamps', 'when each line was written, in UTC');
  machineOption(command);
  namespaceOption(command, false);
  allNamespacesOption(command);
  selectorOption(command);
  command.option('--all', 'all units');
  examples(
    command,
    `
# The last 20 lines, and what comes
muster logs hello -n 20 -f

# The last ten minutes of an application on all machines
muster logs -l app=hello --since -10min

# On one machine
muster logs hello -m web-1`,
  );
  action<Options>(command, context, async (names, options) => {
    requireSelection('logs', names, options);
    const { colorsFor } = await import('../output/color.ts');
    const { parseCount } = await import('../count.ts');
    const { followLogs, printLogs } = await import('../print-logs.ts');
    const follow = options.follow === true;
    const lines = options.lines === undefined ? (follow ? 100 : undefined) : parseCount(options.lines, '-n');
    const request: InspectRequest = {
      ...selectionOf(names, options, context.settings()),
      inspect: 'logs',
      follow,
      ...(lines === undefined ? {} : { lines }),
      ...(options.since === undefined ? {} : { since: options.since }),
    };
    const { logPrinter } = await import('../output/log-lines.ts');
    const printer = logPrinter(
      (text) => context.print(text),
      colorsFor(context.terminal, context.settings().color),
      { follow, prefix: options.prefix, timestamps: options.timestamps === true },
    );
    return follow ? followLogs(context, request, printer) : printLogs(context, request, printer);
  });
}
