import type { Command } from 'commander';
import type { Client } from './client.ts';
import { exitCode } from './command-error.ts';
import type { Settings } from './settings.ts';
import type { Terminal } from './terminal.ts';

/**
 * What the command needs of the other side when no server runs, and this process has to be it.
 * `objects`: reading and writing what is stored. `operations`: acting on the machines that one request is about.
 * `controllers`: all machines, heard and kept as declared, until the command ends.
 */
export type Need = 'objects' | 'operations' | 'controllers';

export interface Context {
  terminal: Terminal;
  /** Options from flags, environment and muster.yaml, in this order. */
  settings(): Settings;
  /** The API: a running server's, or this process's own. Closed when the command ends, or when more is needed than before. */
  open(need: Need): Promise<Client>;
  /** Prints to standard output. */
  print(text: string): void;
  /** Prints a line to standard error. */
  warn(text: string): void;
  /** Every command there is. */
  commands: readonly CommandEntry[];
  /** Set by the action when the command ended without an error but not with 0. */
  exitCode: number;
}

export interface CommandModule {
  /** Adds description, options, examples and action. Must stay cheap: whatever is heavy is imported by the action. */
  define(command: Command, context: Context): void;
}

/** Registers the action; what it returns is the exit code, unless Ctrl-C or SIGTERM ended it early. */
export function action<Options extends object>(
  command: Command,
  context: Context,
  run: (positional: string[], options: Options) => Promise<number>,
  how: { endsBySignal: boolean } = { endsBySignal: false },
): void {
  command.action(async () => {
    const code = await run(command.args, command.opts<Options>());
    const interrupted = context.terminal.signal.aborted && !how.endsBySignal;
    context.exitCode = code === exitCode.ok && interrupted ? exitCode.interrupted : code;
  });
}

/** Examples at the end of a help text; one per blank-line separated paragraph, `#` lines first. */
export function examples(command: Command, text: string): void {
  const body = text
    .trim()
    .split('\n')
    .map((line) => (line.trim() === '' ? '' : `  ${line.trim()}`))
    .join('\n');
  command.addHelpText('after', `\nExamples:\n${body}`);
}

/** A command as `muster --help` and completion know it, before it is loaded. */
export interface CommandEntry {
  name: string;
  /** One line for `muster --help`. */
  summary: string;
  group: string;
  hidden?: boolean;
  load(): Promise<CommandModule>;
}
