import type { Command } from 'commander';
import { type Context, examples } from '../command.ts';
import { defineVerb } from '../run-verb.ts';

export function define(command: Command, context: Context): void {
  command.description(
    `Read the machines afresh and repair what differs now, instead of when the next change is heard.`,
  );
  defineVerb(command, context, 'reconcile');
  examples(
    command,
    `
# One unit
muster reconcile hello

# All units on one machine
muster reconcile --all -A -m web-1`,
  );
}
