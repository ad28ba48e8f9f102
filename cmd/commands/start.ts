import type { Command } from 'commander';
import { type Context, examples } from '../command.ts';
import { defineVerb } from '../run-verb.ts';

export function define(command: Command, context: Context): void {
  command.description(
    `Start units wherever they are placed, and keep them started: spec.state becomes active. With -m, only there.`,
  );
  defineVerb(command, context, 'start');
  examples(
    command,
    `
# On every machine it is placed on
muster start hello

# All instances of a template, on one machine
muster start 'web@*' -m web-1`,
  );
}
