import type { Command } from 'commander';
import { type Context, examples } from '../command.ts';
import { defineFileVerb } from '../run-verb.ts';

export function define(command: Command, context: Context): void {
  command.description(
    `Install units on the machines chosen for them, and do not start them: spec.state becomes inactive. One that runs is stopped.
An instance of a template that is not there yet (hello@1) is made. With -m, only there.`,
  );
  defineFileVerb(command, context, 'load', 'inactive');
  examples(
    command,
    `
# Placed and installed, not started
muster load hello

# Two instances of a template
muster load hello@1 hello@2`,
  );
}
