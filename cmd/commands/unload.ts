import type { Command } from 'commander';
import { type Context, examples } from '../command.ts';
import { defineVerb } from '../run-verb.ts';

export function define(command: Command, context: Context): void {
  command.description(
    `Take units off their machines: stopped, files removed. They stay stored (spec.state becomes submitted), and muster load or
muster start places them again. Of a template's instances, those that are named go. To forget a unit, use muster delete.`,
  );
  defineVerb(command, context, 'unload');
  examples(
    command,
    `
# Off all its machines
muster unload hello

# One instance of several
muster unload hello@2`,
  );
}
