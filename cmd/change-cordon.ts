import type { Command } from 'commander';
import { fieldAt } from './api-object.ts';
import { action, type Context } from './command.ts';
import { usageError } from './command-error.ts';
import { type SelectorOption, selectorOption } from './options.ts';

/** What cordon and uncordon share: spec.unschedulable of machines; uncordon takes a drain back, too. */
export function defineCordon(command: Command, context: Context, unschedulable: boolean): void {
  command.argument('[machines...]', "names or globs: web-1, 'web-*'");
  selectorOption(command);
  action<SelectorOption>(command, context, async (words, options) => {
    if (words.length === 0 && options.selector === undefined) {
      throw usageError('which machines? Name them, or give -l LABELS');
    }
    const { machineResource, qualifiedName } = await import('./resources.ts');
    const { findObjects } = await import('./find-objects.ts');
    const client = await context.open('objects');
    const names = words.map((word) => word.replace(/^machines?\//, ''));
    const { objects } = await findObjects(client, machineResource, names, {
      namespace: undefined,
      ...(options.selector === undefined ? {} : { selector: options.selector }),
    });
    const done = unschedulable ? 'cordoned' : 'uncordoned';
    for (const machine of objects) {
      const draining = fieldAt(machine, 'spec', 'drain') === true && !unschedulable;
      const already = (fieldAt(machine, 'spec', 'unschedulable') === true) === unschedulable && !draining;
      if (!already) {
        const spec = { unschedulable, ...(draining ? { drain: false } : {}) };
        await client.patch(machineResource, undefined, machine.metadata.name, { spec });
      }
      context.print(
        `${qualifiedName('Machine', machine.metadata.name)} ${already ? `already ${done}` : done}\n`,
      );
    }
    if (objects.length === 0) context.warn('No resources found');
    return 0;
  });
}
