import type { Command } from 'commander';
import { defineMetadataChange } from '../change-metadata.ts';
import { type Context, examples } from '../command.ts';

export function define(command: Command, context: Context): void {
  command.description('Set or remove annotations.');
  defineMetadataChange(command, context, 'annotations', 'annotated');
  examples(
    command,
    `
# A note for colleagues
muster annotate unit hello example.com/owner=team-a

# Remove it
muster annotate unit hello example.com/owner-`,
  );
}
