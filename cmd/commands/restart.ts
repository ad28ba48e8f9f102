import type { Command } from 'commander';
import { type Context, examples } from '../command.ts';
import { defineVerb } from '../run-verb.ts';

export function define(command: Command, context: Context): void {
  command.description(`Restart units once, wherever they are placed.`);
  defineVerb(command, context, 'restart');
  examples(
    command,
    `
# On every machine it is placed on
muster restart hello

# On one machine
muster restart hello -m web-1`,
  );
}
