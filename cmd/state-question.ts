import type { Command } from 'commander';
import { action, type Context } from './command.ts';
import { allNamespacesOption, machineOption, namespaceOption, selectorOption } from './options.ts';
import { requireSelection, type SelectionOptions, selectionOf } from './selection.ts';

type Options = SelectionOptions & { all?: boolean; quiet?: boolean };

const noSuchUnit = 4;
const notAsked = 5;

/** The options and the action of is-active and is-enabled. */
export function defineStateQuestion(
  command: Command,
  context: Context,
  question: 'is-active' | 'is-enabled',
  answer: { none: number; notPlaced: string },
): void {
  command.argument('[units...]', "names or globs: hello, 'web@*'");
  machineOption(command);
  namespaceOption(command);
  allNamespacesOption(command);
  selectorOption(command);
  command.option('--all', 'all units').option('-q, --quiet', 'print nothing: the exit code tells');
  action<Options>(command, context, async (names, options) => {
    requireSelection(question, names, options);
    const { runInspect } = await import('./run-inspect.ts');
    const { ApiError } = await import('./api-error.ts');
    const say = (text: string) => {
      if (!options.quiet) context.print(`${text}\n`);
    };
    const lines: { unit: string; machine: string; text: string }[] = [];
    let inspection: Awaited<ReturnType<typeof runInspect>>;
    try {
      const request = { ...selectionOf(names, options, context.settings()), inspect: question };
      inspection = await runInspect(context, request, (line) => void lines.push(line));
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'NotFound') throw error;
      if (!(await isStored(context, names, options))) {
        context.warn(error.message);
        return noSuchUnit;
      }
      say(answer.notPlaced);
      return answer.none;
    }
    lines.sort((a, b) => (`${a.unit} ${a.machine}` < `${b.unit} ${b.machine}` ? -1 : 1));
    for (const { unit, machine, text } of lines) {
      say(
        inspection.exits.length > 1 || inspection.failedMachines > 0 ? `${text}\t${unit}\t${machine}` : text,
      );
    }
    const units = new Map<string, boolean>();
    for (const { unit, code } of inspection.exits) units.set(unit, (units.get(unit) ?? true) && code === 0);
    if (inspection.failedMachines > 0) return notAsked;
    return [...units.values()].some((yes) => yes) ? 0 : answer.none;
  });
}

/** Stored, and on no machine: submitted, or without a place. */
async function isStored(context: Context, names: string[], options: Options): Promise<boolean> {
  const { findObjects } = await import('./find-objects.ts');
  const { objectName, unitResource } = await import('./resources.ts');
  const client = await context.open('operations');
  const { objects } = await findObjects(client, unitResource, [], {
    namespace: options.allNamespaces ? undefined : (options.namespace ?? context.settings().namespace),
  });
  const stored = new Set(objects.map((object) => object.metadata.name));
  return names.some((name) => stored.has(objectName(unitResource, name)));
}
