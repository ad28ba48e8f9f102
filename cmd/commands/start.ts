import type { Command } from 'commander';
import { type Context, examples } from '../command.ts';
import { defineFileVerb } from '../run-verb.ts';

export function define(command: Command, context: Context): void {
  command.description(
    `Start units wherever they are placed, and keep them started: spec.state becomes active. An
instance of a template that is not there yet (hello@1) is made. With -m, only there.`,
  );
  defineFileVerb(command, context, 'start', 'active');
  examples(
    command,
    `
# On every machine it is placed on
muster start hello

# All instances of a template, on one machine
muster start 'web@*' -m web-1`,
  );
}
