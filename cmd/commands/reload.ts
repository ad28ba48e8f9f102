import type { Command } from 'commander';
import { type Context, examples } from '../command.ts';
import { defineVerb } from '../run-verb.ts';

export function define(command: Command, context: Context): void {
  command.description(
    `Make running units read their configuration again (ExecReload), without a restart. A unit that cannot reload is an error.`,
  );
  defineVerb(command, context, 'reload');
  examples(
    command,
    `
# On every machine it is placed on
muster reload nginx

# All units with a label
muster reload -l role=proxy`,
  );
}
