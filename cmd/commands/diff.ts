import type { Command } from 'commander';
import type { DiffEvent, DiffRequest } from '../../controllers/operations.ts';
import { action, type Context, examples } from '../command.ts';
import { CommandError, usageError } from '../command-error.ts';
import {
  allNamespacesOption,
  type FilesOption,
  filesOption,
  machineOption,
  namespaceOption,
  outputOption,
  selectorOption,
} from '../options.ts';
import { type SelectionOptions, selectionOf } from '../selection.ts';

type Options = SelectionOptions & FilesOption & { output?: string };
const formats = ['text', 'wide', 'json', 'markdown'] as const;

export function define(command: Command, context: Context): void {
  command
    .description(
      `Compare manifests, or without -f what is stored, with the live machines: files line by line (live → desired), then
state, enablement, drop-ins and leftovers, and what apply would do about each. Changes nothing.
Secrets show as changed, never in clear.

Exit codes: 0 nothing differs, 1 differences, 2 or more an error.`,
    )
    .argument('[units...]', "only these: names or globs, hello, 'web@*'");
  filesOption(command);
  machineOption(command);
  namespaceOption(command);
  allNamespacesOption(command);
  selectorOption(command);
  outputOption(
    command,
    'text, wide (every unit, also those that do not differ), json, or markdown for a pull request',
  );
  examples(
    command,
    `
# What would apply do?
muster diff -R -f manifests/

# What has been changed by hand on one machine?
muster diff -A -m web-1

# For a comment on a pull request
muster diff -f manifests/ -o markdown`,
  );
  action<Options>(command, context, async (names, options) => {
    try {
      return await diff(context, names, options);
    } catch (error) {
      // 1 means that something differs: whatever failed must not look like that.
      if (error instanceof CommandError && error.exitCode === 1) {
        const failure = new CommandError(error.message, 2);
        throw failure;
      }
      throw error;
    }
  });
}

async function diff(context: Context, names: string[], options: Options): Promise<number> {
  const format = formats.find((word) => word === (options.output ?? 'text'));
  if (!format) throw usageError(`-o ${options.output}: the formats are ${formats.join(', ')}`);
  const { readManifests } = await import('../read-manifests.ts');
  const { colorsFor } = await import('../output/color.ts');
  const { diffPrinter } = await import('../output/diff-printer.ts');
  const objects = options.filename ? await readManifests(context, options) : undefined;
  const selection = selectionOf(names, options, context.settings());
  const request: DiffRequest = objects
    ? // Manifests name their namespaces themselves.
      { ...selection, ...(options.namespace === undefined ? { namespace: undefined } : {}), objects }
    : selection;
  const client = await context.open('operations');
  const printer = diffPrinter(
    format,
    (text) => context.print(text),
    (line) => context.warn(line),
    {
      colors: colorsFor(context.terminal, context.settings().color),
    },
  );
  let done: Extract<DiffEvent, { type: 'done' }> | undefined;
  let stored = 0;
  for await (const event of client.operation<DiffEvent>('diff', request, context.terminal.signal)) {
    if (event.type === 'done') done = event;
    if (event.type === 'object' && event.result !== 'unchanged') stored++;
    printer.show(event);
  }
  if (context.terminal.signal.aborted) return 130;
  if (!done) throw new CommandError('the server ended before it was done; run the same command again', 2);
  if (done.unknown > 0) return 2;
  return done.differing > 0 || stored > 0 ? 1 : 0;
}
