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
