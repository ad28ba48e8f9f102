import type { Command } from 'commander';
import type { VerbRequest } from '../../controllers/operations.ts';
import { type Context, examples } from '../command.ts';
import { usageError } from '../command-error.ts';
import { defineVerb } from '../run-verb.ts';

interface Options {
  signal: string;
  killWhom: string;
}

export function define(command: Command, context: Context): void {
  command.description(
    `Send a signal to the processes of units, wherever they are placed. A unit that ends by it and is desired to run is started
again: to end it for good, use muster stop.`,
  );
  command
    .option('-s, --signal <signal>', 'a name with or without SIG, or a number', 'TERM')
    .option('--kill-whom <processes>', 'main, control or all', 'all');
  defineVerb<Options>(command, context, 'kill', ({ signal, killWhom }) => ({
    signal: signal.toUpperCase(),
    whom: whomOf(killWhom),
  }));
  examples(
    command,
    `
# Reopen the log files
muster kill -s HUP nginx

# Only the main process, on one machine
muster kill -s USR1 --kill-whom main hello -m web-1`,
  );
}

function whomOf(word: string): VerbRequest['whom'] {
  if (word === 'main' || word === 'control' || word === 'all') return word;
  throw usageError(`--kill-whom ${word}: write main, control or all`);
}
