import type { Command } from 'commander';
import { action, type Context, examples } from '../command.ts';

export function define(command: Command, context: Context): void {
  command
    .description(
      'Print completions for the last of the words given, one a line, each with a tab and a description.',
    )
    .argument('[words...]', 'the command line so far, without "muster"');
  examples(command, `muster __complete -- get u`);
  action(command, context, async (words) => {
    const { completions } = await import('../completions.ts');
    try {
      for (const line of await completions(context, words)) context.print(`${line}\n`);
    } catch {
      // A shell that completes has no place for errors: it offers nothing.
    }
    return 0;
  });
}
