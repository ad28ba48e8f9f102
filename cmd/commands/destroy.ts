import type { Command } from 'commander';
import type { DeleteRequest } from '../../controllers/operations.ts';
import { action, type Context, examples } from '../command.ts';
import { runVerb, type VerbOptions, verbOptions } from '../run-verb.ts';
import { requireSelection } from '../selection.ts';

export function define(command: Command, context: Context): void {
  command
    .description(
      'Take units off their machines and forget them; of a template (hello@.service) with all its instances, of an instance only that. What is not there is said, and is no error.',
    )
    .argument('[units...]', "names or globs: hello, 'web@*'");
  verbOptions(command);
  examples(command, `muster destroy hello.service`);
  action<VerbOptions>(command, context, async (words, options) => {
    requireSelection('destroy', words, options);
    const { findObjects } = await import('../find-objects.ts');
    const { globToRegExp } = await import('../glob.ts');
    const { objectName, unitResource } = await import('../resources.ts');
    const { parseUnitName } = await import('../../units/unit-name.ts');
    const client = await context.open('operations');
    const namespace = options.namespace ?? context.settings().namespace;
    const { objects } = await findObjects(client, unitResource, [], { namespace });
    const stored = new Set(objects.map((unit) => unit.metadata.name));
    const units = new Set<string>();
    const instances: string[] = [];
    for (const word of words.map((given) => objectName(unitResource, given))) {
      const matches = [...stored].filter((name) => name === word || globToRegExp(word).test(name));
      const template = parseUnitName(word)?.template;
      for (const name of matches) units.add(name);
      if (matches.length > 0) continue;
      if (template !== null && template !== undefined && stored.has(template)) instances.push(word);
      else context.warn(`there is no unit ${word}`);
    }
    let code = 0;
    if (instances.length > 0) code = await runVerb(context, 'unload', instances, options);
    if (units.size === 0) return code;
    const { showProgress } = await import('../show-progress.ts');
    const { parseDuration } = await import('../duration.ts');
    const { waitingMs } = await import('../options.ts');
    const request: DeleteRequest = {
      objects: [...units].map((name) => ({ kind: 'Unit', namespace, name })),
      dryRun: 'none',
      timeoutMs: waitingMs(options, parseDuration),
    };
    return Math.max(
      code,
      await showProgress(context, client, 'delete', request, options, { done: 'removed' }),
    );
  });
}
