import type { Command } from 'commander';
import type { VerbRequest } from '../controllers/operations.ts';
import { action, type Context } from './command.ts';
import { parseDuration } from './duration.ts';
import {
  allNamespacesOption,
  machineOption,
  namespaceOption,
  outputOption,
  selectorOption,
  type WaitingOption,
  waitingOption,
} from './options.ts';
import { requireSelection, type SelectionOptions, selectionOf } from './selection.ts';

type Options = SelectionOptions & WaitingOption & { all?: boolean; output?: string };

const outcomes: Record<VerbRequest['verb'], string> = {
  start: 'started',
  stop: 'stopped',
  restart: 'restarted',
  reload: 'reloaded',
  reconcile: 'as declared',
};

/** The options and the action that start, stop, restart, reload and reconcile share. */
export function defineVerb(command: Command, context: Context, verb: VerbRequest['verb']): void {
  command.argument('[units...]', "names or globs: hello, 'web@*'");
  machineOption(command);
  namespaceOption(command);
  allNamespacesOption(command);
  selectorOption(command);
  command.option('--all', 'all units');
  waitingOption(command, '2m');
  outputOption(command, 'json or name; without it, progress as it happens');
  action<Options>(command, context, async (names, options) => {
    requireSelection(verb, names, options);
    const { showProgress } = await import('./show-progress.ts');
    const request: VerbRequest = {
      ...selectionOf(names, options, context.settings()),
      verb,
      timeoutMs: options.wait ? parseDuration(options.timeout, '--timeout') : 0,
    };
    const client = await context.open('operations');
    return showProgress(context, client, 'verb', request, options, {
      done: outcomes[verb],
      none: `nothing to ${verb}: no placed unit matches${names.length > 0 ? ` ${names.join(', ')}` : ''}; see muster get placements`,
    });
  });
}
