import type { Command } from 'commander';
import { action, type Context, examples } from '../command.ts';
import { allNamespacesOption, machineOption, namespaceOption, selectorOption } from '../options.ts';
import { sectionPrinter } from '../section-printer.ts';
import { requireSelection, type SelectionOptions, selectionOf } from '../selection.ts';

type Options = SelectionOptions & { all?: boolean; lines: string };

export function define(command: Command, context: Context): void {
  command
    .description(
      `systemctl status of units, on every machine that runs them.

Exit codes are systemctl's: 0 all run, 3 some do not, 4 no such unit; 1 when a machine could not be asked.`,
    )
    .argument('[units...]', "names or globs: hello, 'web@*'");
  machineOption(command);
  namespaceOption(command);
  allNamespacesOption(command);
  selectorOption(command);
  command
    .option('--all', 'all units')
    .option('--lines <number>', 'lines of the journal below each unit', '10');
  examples(
    command,
    `
# Wherever it runs
muster status hello

# On one machine
muster status hello -m web-1`,
  );
  action<Options>(command, context, async (names, options) => {
    requireSelection('status', names, options);
    const { colorsFor } = await import('../output/color.ts');
    const { runInspect } = await import('../run-inspect.ts');
    const { parseCount } = await import('../count.ts');
    const colors = colorsFor(context.terminal, context.settings().color);
    const printer = sectionPrinter((text) => context.print(text), colors.bold);
    const inspection = await runInspect(
      context,
      {
        ...selectionOf(names, options, context.settings()),
        inspect: 'status',
        lines: parseCount(options.lines, '--lines'),
        color: colors.isColorSupported,
      },
      printer.line,
    );
    printer.end();
    if (inspection.failedMachines > 0) return 1;
    return Math.max(0, ...inspection.exits.map((exit) => exit.code));
  });
}
