import type { Command } from 'commander';
import type { DrainRequest } from '../../controllers/operations.ts';
import { action, type Context, examples } from '../command.ts';
import { usageError } from '../command-error.ts';
import {
  outputOption,
  type SelectorOption,
  selectorOption,
  type WaitingOption,
  waitingOption,
} from '../options.ts';

type Options = SelectorOption & WaitingOption & { output?: string };

export function define(command: Command, context: Context): void {
  command
    .description(
      `Move every unit that another machine can take off these machines, and place none there until "muster uncordon".
Each is handed over as its placement.handover says: first the new copy is healthy, then the old one stops, or the other way
round. What is global, or pinned to the machine, stays. A unit that nothing else can take stays too, with the reasons.

Exit codes: 0 all have moved, 1 some have not.`,
    )
    .argument('[machines...]', "names or globs: web-1, 'web-*'");
  selectorOption(command);
  waitingOption(command);
  outputOption(command, 'json or name; without it, progress as it happens');
  examples(
    command,
    `
# Before maintenance
muster drain web-1

# Take it back
muster uncordon web-1`,
  );
  action<Options>(command, context, async (words, options) => {
    if (words.length === 0 && options.selector === undefined) {
      throw usageError('which machines? Name them, or give -l LABELS');
    }
    const { machineResource } = await import('../resources.ts');
    const { findObjects } = await import('../find-objects.ts');
    const { parseDuration } = await import('../duration.ts');
    const { showProgress } = await import('../show-progress.ts');
    const timeoutMs = options.wait ? parseDuration(options.timeout, '--timeout') : 0;
    const client = await context.open('controllers');
    const names = words.map((word) => word.replace(/^machines?\//, ''));
    const { objects } = await findObjects(client, machineResource, names, {
      namespace: undefined,
      ...(options.selector === undefined ? {} : { selector: options.selector }),
    });
    if (objects.length === 0) {
      context.warn('No resources found');
      return 0;
    }
    const request: DrainRequest = { machines: objects.map(({ metadata }) => metadata.name), timeoutMs };
    return showProgress(context, client, 'drain', request, options, { done: 'moved' });
  });
}
