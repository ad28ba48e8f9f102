import type { Command } from 'commander';
import { defineCordon } from '../change-cordon.ts';
import { type Context, examples } from '../command.ts';

export function define(command: Command, context: Context): void {
  command.description('Let units be placed on a machine again.');
  defineCordon(command, context, false);
  examples(
    command,
    `
# After maintenance
muster uncordon web-1`,
  );
}
