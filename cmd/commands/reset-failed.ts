import type { Command } from 'commander';
import { type Context, examples } from '../command.ts';
import { defineVerb } from '../run-verb.ts';

export function define(command: Command, context: Context): void {
  command.description(
    `Forget that units have failed, and how often they were started (their start limit). What is desired to run is then started
again at once.`,
  );
  defineVerb(command, context, 'reset-failed');
  examples(
    command,
    `
# On every machine it is placed on
muster reset-failed hello

# All units with a label
muster reset-failed -l app=hello`,
  );
}
