import type { Command } from 'commander';
import { type Context, examples } from '../command.ts';
import { defineVerb } from '../run-verb.ts';

export function define(command: Command, context: Context): void {
  command.description(
    `Stop units wherever they are placed, and keep them stopped: spec.state becomes inactive; they stay installed. With -m,
only there. To remove a unit from its machines, use muster delete.`,
  );
  defineVerb(command, context, 'stop');
  examples(
    command,
    `
# On every machine it is placed on
muster stop hello

# Everything of one application
muster stop -l app=hello`,
  );
}
