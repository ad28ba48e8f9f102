import type { Command } from 'commander';
import { action, type Context, examples } from '../command.ts';
import { type NamespaceOption, namespaceOption } from '../options.ts';

type Options = NamespaceOption & { full?: boolean; legend: boolean; fields: string };

export function define(command: Command, context: Context): void {
  command
    .description(
      'What is stored: a line for each unit (or instance of a template), sorted by name. DSTATE is what is desired, STATE what is.',
    )
    .option('-l, --full', 'nothing shortened')
    .option('--no-legend', 'no line with the names of the columns')
    .option(
      '--fields <list>',
      'unit, hash, dstate, state, target, global, desc',
      'unit,hash,dstate,state,target',
    );
  namespaceOption(command);
  examples(
    command,
    `
# With descriptions and whole hashes
muster list-unit-files --full --fields unit,hash,desc`,
  );
  action<Options>(command, context, async (_, options) => {
    const { printFleetList } = await import('../fleet-lists.ts');
    return printFleetList(context, 'unit-files', options);
  });
}
