import type { Command } from 'commander';
import { action, type Context, examples } from '../command.ts';
import { type NamespaceOption, namespaceOption } from '../options.ts';

type Options = NamespaceOption & { full?: boolean; legend: boolean; fields: string };

export function define(command: Command, context: Context): void {
  command
    .description(
      'What runs where: a line for each unit (or instance of a template) and machine, sorted by unit and machine.',
    )
    .option('-l, --full', 'nothing shortened')
    .option('--no-legend', 'no line with the names of the columns')
    .option('--fields <list>', 'unit, machine, active, sub, load, hash', 'unit,machine,active,sub');
  namespaceOption(command);
  examples(
    command,
    `
# Only names and machines, for a script
muster list-units --no-legend --fields unit,machine`,
  );
  action<Options>(command, context, async (_, options) => {
    const { printFleetList } = await import('../fleet-lists.ts');
    return printFleetList(context, 'units', options);
  });
}
