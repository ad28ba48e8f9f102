import type { Command } from 'commander';
import type { ApiObject } from '../api-object.ts';
import { textAt } from '../api-object.ts';
import { action, type Context, examples } from '../command.ts';
import { usageError } from '../command-error.ts';
import {
  type AllNamespacesOption,
  allNamespacesOption,
  type NamespaceOption,
  namespaceOption,
  outputOption,
} from '../options.ts';

type Options = NamespaceOption &
  AllNamespacesOption & { for?: string; types?: string; watch?: boolean; output?: string; headers: boolean };

export function define(command: Command, context: Context): void {
  command.description(
    'List what happened, the latest last: what muster did on which machine, and what it found.',
  );
  namespaceOption(command);
  allNamespacesOption(command);
  command
    .option('--for <object>', 'only about this one: unit/hello, machine/web-1')
    .option('--types <types>', 'only these: Normal, Warning')
    .option('-w, --watch', 'after listing, show new ones as they come')
    .option('--no-headers', 'no line with the names of the columns');
  outputOption(command, 'table, wide, name, yaml, json or jsonpath=TEMPLATE');
  examples(
    command,
    `
# What happened in the namespace
muster events

# To one unit, and what comes
muster events --for unit/hello -w

# What went wrong, anywhere
muster events -A --types Warning`,
  );
  action<Options>(command, context, async (words, options) => {
    if (words.length > 0) throw usageError('muster events takes no names; --for unit/hello chooses one');
    const { eventResource } = await import('../resources.ts');
    const { sortEvents, subjectFilter } = await import('../event-list.ts');
    const { sayWhoChanges } = await import('../watch-note.ts');
    const { formatterFor, tablePrinter } = await import('../output/objects.ts');
    const format = await formatterFor(options.output);
    const about = options.for === undefined ? undefined : subjectFilter(options.for);
    const types = options.types?.split(',').map((type) => type.toLowerCase());
    // Events of machines, which have no namespace, lie in "default".
    const everywhere = options.allNamespaces || about?.clusterScoped;
    const namespace = everywhere ? undefined : (options.namespace ?? context.settings().namespace);
    const wanted = (event: ApiObject) =>
      (about?.matches(event) ?? true) && (types?.includes(textAt(event, 'type').toLowerCase()) ?? true);
    const client = await context.open('objects');
    if (options.watch) await sayWhoChanges(context, client);
    const where = namespace === undefined ? {} : { namespace };
    const list = await client.list(eventResource, where);
    const events = sortEvents(list.items).filter(wanted);
    const table = tablePrinter(context, eventResource, {
      wide: format === 'wide',
      namespaces: options.allNamespaces === true,
      showLabels: false,
      header: options.headers,
      qualified: false,
    });
    const print = (objects: ApiObject[]) => {
      if (typeof format === 'function') {
        context.print(
          format(
            { apiVersion: 'v1', kind: 'List', metadata: { resourceVersion: '' }, items: objects },
            objects,
          ),
        );
      } else table.print(objects);
    };
    if (events.length > 0 || typeof format === 'function') print(events);
    else if (!options.watch)
      context.warn(namespace ? `No events found in ${namespace} namespace.` : 'No events found.');
    if (!options.watch) return 0;
    const resourceVersion = list.metadata.resourceVersion;
    const changes = client.watch(
      eventResource,
      { ...where, ...(resourceVersion === undefined ? {} : { resourceVersion }) },
      context.terminal.signal,
    );
    for await (const { type, object } of changes) {
      if ((type === 'ADDED' || type === 'MODIFIED') && wanted(object)) print([object]);
    }
    return 0;
  });
}
