import type { Command } from 'commander';
import { type ApiObject, conditionsOf } from '../api-object.ts';
import type { Client } from '../client.ts';
import { action, type Context, examples } from '../command.ts';
import { usageError } from '../command-error.ts';
import {
  type AllNamespacesOption,
  allNamespacesOption,
  type NamespaceOption,
  namespaceOption,
  outputOption,
  type SelectorOption,
  selectorOption,
} from '../options.ts';
import type { Resource, Target } from '../resources.ts';

type Options = NamespaceOption &
  AllNamespacesOption &
  SelectorOption & {
    fieldSelector?: string;
    output?: string;
    watch?: boolean;
    showLabels?: boolean;
    showManagedFields?: boolean;
    headers: boolean;
    ignoreNotFound?: boolean;
  };

export function define(command: Command, context: Context): void {
  command
    .description(
      'List objects: units, placements (a unit on a machine), machines, events, namespaces, configmaps, secrets.',
    )
    .argument('<kind>', 'a kind or several (units,machines), all, or KIND/NAME')
    .argument('[names...]', "names or globs: hello, 'web-*'");
  namespaceOption(command);
  allNamespacesOption(command);
  selectorOption(command);
  outputOption(command, 'table, wide, name, yaml, json or jsonpath=TEMPLATE');
  command
    .option('-w, --watch', 'after listing, show changes as they come')
    .option('--field-selector <fields>', 'only those with these fields: metadata.name=hello.service')
    .option('--show-labels', 'a column with the labels')
    .option('--show-managed-fields', 'keep metadata.managedFields in yaml and json')
    .option('--no-headers', 'no line with the names of the columns')
    .option('--ignore-not-found', 'exit with 0 when a name does not exist');
  examples(
    command,
    `
# All units of the namespace
muster get units

# Where they run and how they are, as it changes
muster get placements -w

# Machines with their labels
muster get machines --show-labels

# Units by pattern, with more columns
muster get units 'hello@*' -o wide

# One field
muster get unit hello -o jsonpath='{.status.sync}'`,
  );
  action<Options>(command, context, async (words, options) => {
    const { parseTargets } = await import('../resources.ts');
    const targets = parseTargets(words);
    if (options.watch && new Set(targets.map((target) => target.resource)).size > 1) {
      throw usageError('-w follows one kind at a time');
    }
    return list(context, targets, options);
  });
}

async function list(context: Context, targets: Target[], options: Options): Promise<number> {
  const { findObjects } = await import('../find-objects.ts');
  const { sayWhoChanges } = await import('../watch-note.ts');
  const { formatterFor, tablePrinter, withoutManagedFields } = await import('../output/objects.ts');
  const { ApiError } = await import('../api-error.ts');
  const format = await formatterFor(options.output);
  const client = await context.open('objects');
  if (options.watch) await sayWhoChanges(context, client);
  const where = {
    namespace: options.allNamespaces ? undefined : (options.namespace ?? context.settings().namespace),
    ...(options.selector === undefined ? {} : { selector: options.selector }),
    ...(options.fieldSelector === undefined ? {} : { fieldSelector: options.fieldSelector }),
  };
  const shown = options.showManagedFields ? (object: ApiObject) => object : withoutManagedFields;
  const groups = new Map<Resource, (string | undefined)[]>();
  for (const { resource, name } of targets) groups.set(resource, [...(groups.get(resource) ?? []), name]);

  const all: ApiObject[] = [];
  let missing = 0;
  let printed = 0;
  let watched: Follow | undefined;
  for (const [resource, names] of groups) {
    let found: Awaited<ReturnType<typeof findObjects>>;
    try {
      found = await findObjects(client, resource, names, where);
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'NotFound') throw error;
      if (!options.ignoreNotFound) context.warn(error.message);
      missing++;
      continue;
    }
    all.push(...found.objects);
    const table =
      format === 'table' || format === 'wide'
        ? tablePrinter(context, resource, {
            wide: format === 'wide',
            namespaces: options.allNamespaces === true,
            showLabels: options.showLabels === true,
            header: options.headers,
            qualified: groups.size > 1,
          })
        : undefined;
    if (table && found.objects.length > 0) {
      if (printed++ > 0) context.print('\n');
      table.print(found.objects);
      if (names.some((name) => name !== undefined))
        for (const each of found.objects) sayWhyNot(context, each);
    }
    const print = (object: ApiObject) => {
      if (table) table.print([object]);
      else if (typeof format === 'function') context.print(format(shown(object), [object]));
    };
    watched = { resource, names, where, resourceVersion: found.resourceVersion, print };
  }
  if (typeof format === 'function') {
    const one = targets.length === 1 && targets[0]?.name !== undefined && all.length === 1;
    const items = all.map(shown);
    if (!(missing > 0 && all.length === 0)) {
      const whole = { apiVersion: 'v1', kind: 'List', metadata: { resourceVersion: '' }, items };
      context.print(format(one ? items[0] : whole, all));
    }
  } else if (all.length === 0 && missing === 0 && !options.watch) {
    context.warn(nothingFound(targets, where.namespace));
  }
  if (options.watch && watched && missing === 0) await follow(context, client, watched);
  return missing > 0 && !options.ignoreNotFound ? 1 : 0;
}

/** Of a unit asked for by name, why it has no machine. */
function sayWhyNot(context: Context, object: ApiObject): void {
  const ready = conditionsOf(object).find(({ type }) => type === 'Ready');
  if (object.kind === 'Unit' && ready?.reason === 'Unschedulable')
    context.warn(`${object.metadata.name}: ${ready.message ?? ''}`);
}

function nothingFound(targets: Target[], namespace: string | undefined): string {
  const scoped = targets.some((target) => target.resource.namespaced);
  return scoped && namespace !== undefined
    ? `No resources found in ${namespace} namespace.`
    : 'No resources found';
}

interface Follow {
  resource: Resource;
  names: (string | undefined)[];
  where: { namespace: string | undefined; selector?: string; fieldSelector?: string };
  resourceVersion: string | undefined;
  print(object: ApiObject): void;
}

async function follow(context: Context, client: Client, what: Follow): Promise<void> {
  const { globToRegExp } = await import('../glob.ts');
  const patterns = what.names.map((name) => (name === undefined ? /^/ : globToRegExp(name)));
  const { namespace, selector, fieldSelector } = what.where;
  const events = client.watch(
    what.resource,
    {
      ...(namespace === undefined ? {} : { namespace }),
      ...(selector === undefined ? {} : { labelSelector: selector }),
      ...(fieldSelector === undefined ? {} : { fieldSelector }),
      ...(what.resourceVersion === undefined ? {} : { resourceVersion: what.resourceVersion }),
    },
    context.terminal.signal,
  );
  for await (const { type, object } of events) {
    if (type === 'BOOKMARK') continue;
    if (patterns.some((pattern) => pattern.test(object.metadata.name))) what.print(object);
  }
}
