import type { Command } from 'commander';
import { defineMetadataChange } from '../change-metadata.ts';
import { type Context, examples } from '../command.ts';

export function define(command: Command, context: Context): void {
  command.description('Set or remove labels. A machine with other labels may be chosen for other units.');
  defineMetadataChange(command, context, 'labels', 'labeled');
  examples(
    command,
    `
# Units that select role=web may run there from now on
muster label machine web-3 role=web

# Remove a label
muster label machine web-3 role-`,
  );
}
