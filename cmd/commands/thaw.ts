import type { Command } from 'commander';
import { type Context, examples } from '../command.ts';
import { defineVerb } from '../run-verb.ts';

export function define(command: Command, context: Context): void {
  command.description(`Let units that were frozen go on.`);
  defineVerb(command, context, 'thaw');
  examples(
    command,
    `
# On every machine it is placed on
muster thaw batch

# All units with a label
muster thaw -l app=batch`,
  );
}
