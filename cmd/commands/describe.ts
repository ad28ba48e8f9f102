import type { Command } from 'commander';
import type { ApiObject } from '../api-object.ts';
import { action, type Context, examples } from '../command.ts';
import { usageError } from '../command-error.ts';
import {
  type AllNamespacesOption,
  allNamespacesOption,
  type NamespaceOption,
  namespaceOption,
  type SelectorOption,
  selectorOption,
} from '../options.ts';

type Options = NamespaceOption & AllNamespacesOption & SelectorOption & { events: boolean };

export function define(command: Command, context: Context): void {
  command
    .description(
      `Show objects with everything that is known of them: conditions with their reasons, where a unit runs and why, what
differs on each machine, and the latest events.`,
    )
    .argument('<kind>', 'a kind, or KIND/NAME')
    .argument('[names...]', "names or globs: hello, 'web@*'");
  namespaceOption(command);
  allNamespacesOption(command);
  selectorOption(command);
  command.option('--no-events', 'without events');
  examples(
    command,
    `
# Why is it not ready?
muster describe unit hello

# A machine: facts, conditions, what is placed there
muster describe machine web-1`,
  );
  action<Options>(command, context, async (words, options) => {
    const { parseTargets } = await import('../resources.ts');
    const { findObjects } = await import('../find-objects.ts');
    const { describeObject } = await import('../describe-object.ts');
    const targets = parseTargets(words);
    if (words.length === 0) throw usageError('which one? muster describe unit hello');
    const client = await context.open('objects');
    const objects: ApiObject[] = [];
    for (const resource of new Set(targets.map((target) => target.resource))) {
      const names = targets.filter((target) => target.resource === resource).map((target) => target.name);
      const found = await findObjects(client, resource, names, {
        namespace: options.allNamespaces ? undefined : (options.namespace ?? context.settings().namespace),
        ...(options.selector === undefined ? {} : { selector: options.selector }),
      });
      objects.push(...found.objects);
    }
    if (objects.length === 0) context.warn('No resources found');
    for (const [index, object] of objects.entries()) {
      if (index > 0) context.print('\n\n');
      context.print(await describeObject(context, client, object, options));
    }
    return 0;
  });
}
