/** What a unit waits for, by name: `spec.dependsOn` and `spec.bindsTo`. */
import type { Unit } from '../schemas/types.ts';
import { expandSpecifiers } from './specifiers.ts';
import { parseUnitName } from './unit-name.ts';

export interface Dependency {
  /** `db.service`, `db@1.service`, or `db@.service` for all instances. */
  name: string;
  /** The unit is stopped, too, when that one is no longer healthy. */
  binds: boolean;
}

/** Each name once; `runs` is the name that runs, for the specifiers. */
export function dependenciesOf(unit: Unit, runs: string): Dependency[] {
  const { dependsOn = [], bindsTo = [] } = unit.spec;
  if (dependsOn.length + bindsTo.length === 0) return [];
  const binds = new Map<string, boolean>();
  for (const name of dependsOn) binds.set(expandSpecifiers(name, runs), false);
  for (const name of bindsTo) binds.set(expandSpecifiers(name, runs), true);
  return [...binds].map(([name, bound]) => ({ name, binds: bound }));
}

/** Names of Units that may be meant: the one of that name, or the template of the instance. */
export function unitsMeant(name: string): string[] {
  const template = parseUnitName(name)?.template;
  return template == null ? [name] : [name, template];
}
