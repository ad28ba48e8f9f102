import type { Command } from 'commander';
import { defineCordon } from '../change-cordon.ts';
import { type Context, examples } from '../command.ts';

export function define(command: Command, context: Context): void {
  command.description('Let no further unit be placed on a machine. Units that are there stay.');
  defineCordon(command, context, true);
  examples(
    command,
    `
# Before maintenance
muster cordon web-1`,
  );
}
