import type { Command } from 'commander';
import { action, type Context, examples } from '../command.ts';
import { allNamespacesOption, machineOption, namespaceOption, selectorOption } from '../options.ts';
import { sectionPrinter } from '../section-printer.ts';
import { requireSelection, type SelectionOptions, selectionOf } from '../selection.ts';

export function define(command: Command, context: Context): void {
  command
    .description('systemctl cat: unit files and drop-ins as they are on the machines now.')
    .argument('[units...]', "names or globs: hello, 'web@*'");
  machineOption(command);
  namespaceOption(command);
  allNamespacesOption(command);
  selectorOption(command);
  command
    .option('--all', 'all units')
    .option('--stored', 'the unit file as it is stored, byte for byte; asks no machine');
  examples(
    command,
    `
# On every machine that has it
muster cat hello

# On one machine
muster cat hello -m web-1

# The file as it was applied
muster cat --stored hello`,
  );
  action<SelectionOptions & { all?: boolean; stored?: boolean }>(command, context, async (names, options) => {
    requireSelection('cat', names, options);
    if (options.stored) {
      const { printStored } = await import('../stored-unit-file.ts');
      return printStored(context, names, options);
    }
    const { colorsFor } = await import('../output/color.ts');
    const { runInspect } = await import('../run-inspect.ts');
    const colors = colorsFor(context.terminal, context.settings().color);
    const printer = sectionPrinter((text) => context.print(text), colors.bold);
    const inspection = await runInspect(
      context,
      { ...selectionOf(names, options, context.settings()), inspect: 'cat', color: colors.isColorSupported },
      printer.line,
    );
    printer.end();
    return inspection.failedMachines > 0 || inspection.exits.some((exit) => exit.code !== 0) ? 1 : 0;
  });
}
