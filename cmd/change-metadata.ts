import type { Command } from 'commander';
import { action, type Context } from './command.ts';
import { CommandError, usageError } from './command-error.ts';
import {
  type AllNamespacesOption,
  allNamespacesOption,
  type NamespaceOption,
  namespaceOption,
  type SelectorOption,
  selectorOption,
} from './options.ts';

type Options = NamespaceOption &
  AllNamespacesOption &
  SelectorOption & { overwrite?: boolean; all?: boolean };

/** The options and the action that label and annotate share. */
export function defineMetadataChange(
  command: Command,
  context: Context,
  field: 'labels' | 'annotations',
  done: 'labeled' | 'annotated',
): void {
  command
    .usage(`KIND NAME… | KIND/NAME… KEY=VALUE… KEY-… [options]`)
    .argument('<words...>', 'what to change, then KEY=VALUE to set and KEY- to remove');
  namespaceOption(command);
  allNamespacesOption(command);
  selectorOption(command);
  command
    .option('--all', 'all objects of the kind')
    .option('--overwrite', 'replace values that are there already');
  action<Options>(command, context, async (words, options) => {
    const { parseTargets, qualifiedName } = await import('./resources.ts');
    const { findObjects } = await import('./find-objects.ts');
    // A key may have a domain before it, `example.com/rack-`; KIND/NAME has none.
    const isChange = (word: string, index: number) =>
      index > 0 && (word.includes('=') || /^([^*/]+\.[^*/]+\/)?[^*/]+-$/.test(word));
    const changes = new Map(words.filter(isChange).map(parseChange));
    if (changes.size === 0) throw usageError(`what to change? KEY=VALUE sets, KEY- removes`);
    const targets = parseTargets(words.filter((word, index) => !isChange(word, index)));
    if (
      targets.some((target) => target.name === undefined) &&
      options.selector === undefined &&
      !options.all
    ) {
      throw usageError('which ones? Give names, -l LABELS or --all');
    }
    const client = await context.open('objects');
    for (const { resource, name } of targets) {
      const { objects } = await findObjects(client, resource, [name], {
        namespace: options.allNamespaces ? undefined : (options.namespace ?? context.settings().namespace),
        ...(options.selector === undefined ? {} : { selector: options.selector }),
      });
      for (const { metadata } of objects) {
        const present = metadata[field] ?? {};
        for (const [key, value] of changes) {
          const before = present[key];
          if (value !== null && before !== undefined && before !== value && !options.overwrite) {
            throw new CommandError(
              `'${key}' already has a value (${before}) on ${resource.singular} ${metadata.name}; --overwrite replaces it`,
            );
          }
        }
        const same = [...changes].every(([key, value]) => (present[key] ?? null) === value);
        if (!same) {
          await client.patch(resource, metadata.namespace, metadata.name, {
            metadata: { [field]: Object.fromEntries(changes) },
          });
        }
        context.print(`${qualifiedName(resource.kind, metadata.name)} ${same ? `not ${done}` : done}\n`);
      }
    }
    return 0;
  });
}

function parseChange(word: string): [string, string | null] {
  const equals = word.indexOf('=');
  if (equals === -1) return [word.slice(0, -1), null];
  if (equals === 0) throw usageError(`"${word}": the key is missing`);
  return [word.slice(0, equals), word.slice(equals + 1)];
}
