import type { Command } from 'commander';
import { action, type Context, examples } from '../command.ts';
import { type NamespaceOption, namespaceOption } from '../options.ts';

type Options = NamespaceOption & { full?: boolean; legend: boolean; fields: string };

export function define(command: Command, context: Context): void {
  command
    .description('The machines with their addresses and labels, sorted by name.')
    .option('-l, --full', 'nothing shortened')
    .option('--no-legend', 'no line with the names of the columns')
    .option('--fields <list>', 'machine, ip, metadata, id', 'machine,ip,metadata');
  namespaceOption(command);
  examples(
    command,
    `
# Names only
muster list-machines --no-legend --fields machine`,
  );
  action<Options>(command, context, async (_, options) => {
    const { printFleetList } = await import('../fleet-lists.ts');
    return printFleetList(context, 'machines', options);
  });
}
