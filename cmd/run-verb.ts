import type { Command } from 'commander';
import type { VerbRequest } from '../controllers/operations.ts';
import { action, type Context } from './command.ts';
import { parseDuration } from './duration.ts';
import {
  allNamespacesOption,
  machineOption,
  namespaceOption,
  noBlockOption,
  outputOption,
  selectorOption,
  type WaitingOption,
  waitingMs,
  waitingOption,
} from './options.ts';
import { requireSelection, type SelectionOptions, selectionOf } from './selection.ts';

export type VerbOptions = SelectionOptions & WaitingOption & { all?: boolean; output?: string };

const outcomes: Record<VerbRequest['verb'], string> = {
  start: 'started',
  load: 'loaded',
  stop: 'stopped',
  unload: 'unloaded',
  restart: 'restarted',
  reload: 'reloaded',
  kill: 'signalled',
  freeze: 'frozen',
  thaw: 'thawed',
  'reset-failed': 'reset',
  reconcile: 'as declared',
};

/** The options and the action that start, load, stop, unload, restart, kill and the like share. */
export function defineVerb<More extends object>(
  command: Command,
  context: Context,
  verb: VerbRequest['verb'],
  more: (options: More) => Partial<VerbRequest> = () => ({}),
): void {
  command.argument('[units...]', "names or globs: hello, 'web@*'");
  verbOptions(command);
  action<VerbOptions & More>(command, context, async (names, options) => {
    requireSelection(verb, names, options);
    return runVerb(context, verb, names, options, more(options));
  });
}

type FileOptions = VerbOptions & { files?: boolean; replace?: boolean };

/** As `defineVerb`; under fleet's name, a word may also be the file of a unit that is not stored yet. */
export function defineFileVerb(
  command: Command,
  context: Context,
  verb: 'start' | 'load',
  target: 'active' | 'inactive',
): void {
  command.argument('[units...]', "names or globs: hello, 'web@*'");
  verbOptions(command);
  command.addOption(command.createOption('--files', 'words may be unit files, as for fleetctl').hideHelp());
  command.addOption(command.createOption('--replace', 'with --files: put changed ones in place').hideHelp());
  action<FileOptions>(command, context, async (words, options) => {
    requireSelection(verb, words, options);
    if (!options.files || words.length === 0) return runVerb(context, verb, words, options);
    const { submitFiles } = await import('./submit-files.ts');
    const isGlob = (word: string) => /[*?[]/.test(word);
    const files = words.filter((word) => !isGlob(word));
    const { code, names } = await submitFiles(context, files, target, options);
    if (code !== 0) return code;
    return runVerb(context, verb, [...words.filter(isGlob), ...names], options);
  });
}

export function verbOptions(command: Command): void {
  machineOption(command);
  namespaceOption(command);
  allNamespacesOption(command);
  selectorOption(command);
  command.option('--all', 'all units');
  waitingOption(command, '2m');
  noBlockOption(command);
  outputOption(command, 'json or name; without it, progress as it happens');
}

export async function runVerb(
  context: Context,
  verb: VerbRequest['verb'],
  names: string[],
  options: VerbOptions,
  more: Partial<VerbRequest> = {},
): Promise<number> {
  const { showProgress } = await import('./show-progress.ts');
  const request: VerbRequest = {
    ...selectionOf(names, options, context.settings()),
    ...more,
    verb,
    timeoutMs: waitingMs(options, parseDuration),
  };
  const client = await context.open('operations');
  // What is on no machine afterwards, or waits for instances, has no placement to count.
  const none = ['unload', 'stop'].includes(verb)
    ? {}
    : {
        none: `nothing to ${verb}: no placed unit matches${names.length > 0 ? ` ${names.join(', ')}` : ''}; see muster get placements`,
      };
  return showProgress(context, client, 'verb', request, options, { done: outcomes[verb], ...none });
}
