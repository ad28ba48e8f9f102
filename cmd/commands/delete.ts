import type { Command } from 'commander';
import type { DeleteRequest } from '../../controllers/operations.ts';
import { action, type Context, examples } from '../command.ts';
import { usageError } from '../command-error.ts';
import {
  type DryRunOption,
  dryRunOption,
  type FilesOption,
  filesOption,
  type NamespaceOption,
  namespaceOption,
  outputOption,
  type SelectorOption,
  selectorOption,
  type WaitingOption,
  waitingOption,
} from '../options.ts';

type Options = FilesOption &
  NamespaceOption &
  SelectorOption &
  DryRunOption &
  WaitingOption & { all?: boolean; output?: string; ignoreNotFound?: boolean };

export function define(command: Command, context: Context): void {
  command
    .description(
      `Remove objects. A unit is stopped, its files are removed from every machine, and what was adopted is given back.

Exit codes: 0 gone, 1 failed, 2 usage (nothing was changed), 4 some machines failed.`,
    )
    .usage('KIND NAME… | KIND/NAME… | -f PATH… [options]')
    .argument('[words...]', 'a kind and names or globs, or KIND/NAME');
  filesOption(command);
  namespaceOption(command);
  selectorOption(command);
  command.option('--all', 'all objects of the kind in the namespace');
  command.option('--ignore-not-found', 'exit with 0 when there is nothing of that name');
  dryRunOption(command);
  waitingOption(command);
  outputOption(command, 'name or json; without it, progress as it happens');
  examples(
    command,
    `
# One unit, wherever it runs
muster delete unit hello

# All instances of a template
muster delete unit 'web@*'

# What a folder of manifests declares
muster delete -R -f manifests/

# What would go?
muster delete units -l app=hello --dry-run=server`,
  );
  action<Options>(command, context, async (words, options) => {
    const { dryRunMode } = await import('../dry-run.ts');
    const { parseDuration } = await import('../duration.ts');
    const dryRun = dryRunMode(options);
    const named = await namedObjects(context, words, options);
    if (named.length === 0) {
      if (!options.ignoreNotFound) context.warn('No resources found');
      return 0;
    }
    if (dryRun === 'client') {
      const { qualifiedName } = await import('../resources.ts');
      for (const object of named)
        context.print(`${qualifiedName(object.kind, object.name)} deleted (dry run)\n`);
      return 0;
    }
    const { showProgress } = await import('../show-progress.ts');
    const request: DeleteRequest = {
      objects: named,
      dryRun,
      timeoutMs: options.wait ? parseDuration(options.timeout, '--timeout') : 0,
    };
    const client = await context.open('operations');
    return showProgress(context, client, 'delete', request, options, { done: 'removed' });
  });
}

/** What to delete, by kind and name: each exists, so that a misspelt name deletes nothing at all. */
async function namedObjects(
  context: Context,
  words: string[],
  options: Options,
): Promise<{ kind: string; namespace?: string; name: string }[]> {
  if (options.filename) {
    if (words.length > 0) throw usageError('give either names or -f, not both');
    const { readManifests } = await import('../read-manifests.ts');
    const { findKind } = await import('../../schemas/kinds.ts');
    const { ApiError } = await import('../api-error.ts');
    const objects = await readManifests(context, options);
    const client = await context.open('operations');
    const present = [];
    for (const { apiVersion, kind, metadata } of objects) {
      const resource = findKind(apiVersion, kind);
      try {
        if (resource) await client.get(resource, metadata.namespace, metadata.name);
      } catch (error) {
        if (!(error instanceof ApiError) || error.reason !== 'NotFound') throw error;
        if (!options.ignoreNotFound) context.warn(error.message);
        continue;
      }
      present.push({
        kind,
        ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
        name: metadata.name,
      });
    }
    return present;
  }
  const { parseTargets } = await import('../resources.ts');
  const { findObjects } = await import('../find-objects.ts');
  const targets = parseTargets(words);
  if (targets.some((target) => target.name === undefined) && options.selector === undefined && !options.all) {
    throw usageError('which ones? Give names, -l LABELS or --all: muster delete unit hello.service');
  }
  for (const { resource } of targets) {
    if (resource.kind === 'Placement') {
      throw usageError(
        'placements follow their units: delete the unit, or change its spec.placement or spec.instances',
      );
    }
  }
  const client = await context.open('operations');
  const found = [];
  for (const resource of new Set(targets.map((target) => target.resource))) {
    const names = targets.filter((target) => target.resource === resource).map((target) => target.name);
    const { ApiError } = await import('../api-error.ts');
    try {
      const { objects } = await findObjects(client, resource, names, {
        namespace: options.namespace ?? context.settings().namespace,
        ...(options.selector === undefined ? {} : { selector: options.selector }),
      });
      found.push(...objects);
    } catch (error) {
      if (error instanceof ApiError && error.reason === 'NotFound' && options.ignoreNotFound) continue;
      throw error;
    }
  }
  return found.map(({ kind, metadata }) => ({
    kind,
    ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
    name: metadata.name,
  }));
}
