import type { Selection } from '../controllers/operations.ts';
import { usageError } from './command-error.ts';
import type { AllNamespacesOption, MachineOption, NamespaceOption, SelectorOption } from './options.ts';
import type { Settings } from './settings.ts';

export type SelectionOptions = NamespaceOption & AllNamespacesOption & SelectorOption & MachineOption;

/** `unit/hello`, `units/hello.service` and `hello` name the same unit. */
export function unitName(word: string): string {
  const match = /^(?:units?|unit\.muster\.dev|units\.muster\.dev)\/(.+)$/.exec(word);
  const name = match?.[1] ?? word;
  if (name.includes('/')) {
    throw usageError(`"${word}" is not a unit; write its name, such as hello.service`);
  }
  return name;
}

/** Which placements the words and options on the command line mean. */
export function selectionOf(names: string[], options: SelectionOptions, settings: Settings): Selection {
  return {
    ...(options.allNamespaces ? {} : { namespace: options.namespace ?? settings.namespace }),
    ...(names.length > 0 ? { units: names.map(unitName) } : {}),
    ...(options.selector === undefined ? {} : { selector: options.selector }),
    ...(options.machine === undefined ? {} : { machine: options.machine.replace(/^machines?\//, '') }),
  };
}

/** For commands that would otherwise act on everything. */
export function requireSelection(
  command: string,
  names: string[],
  options: SelectionOptions & { all?: boolean },
): void {
  if (names.length > 0 || options.selector !== undefined || options.all) return;
  throw usageError(`which units? Name them, or give -l LABELS or --all: muster ${command} hello.service`);
}
