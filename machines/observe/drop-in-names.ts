/**
 * The names in whose `.d` directories systemd looks for a unit's drop-ins; of two drop-ins with one file name in one
 * directory of the search path, that of the earlier name counts. As unit_file_find_dirs() in systemd's
 * src/shared/dropin.c; for an instance measured on systemd 252: `a-b@7.service` has `a-b@7`, `a-b@`, `a-`, `a-@7`, `a-@`.
 */
import type { ObservedDropIn } from '../../units/observed.ts';
import { parseUnitName } from '../../units/unit-name.ts';

export interface DropInName {
  name: string;
  reach: ObservedDropIn['reach'];
}

export function dropInNames(unit: string): DropInName[] {
  const names = new Set<string>();
  collect(unit, names);
  const template = parseUnitName(unit)?.template ?? null;
  return [...names].map((name) => ({
    name,
    reach: name === unit ? 'unit' : name === template ? 'template' : 'prefix',
  }));
}

function collect(name: string, names: Set<string>): void {
  const parsed = parseUnitName(name);
  if (parsed === null || names.has(name)) return;
  names.add(name);
  if (parsed.template !== null) collect(parsed.template, names);
  // A dash at the end belongs to what was cut before.
  const dash = parsed.prefix.slice(0, -1).lastIndexOf('-');
  if (dash <= 0) return;
  const instance = parsed.instance ? `@${parsed.instance}` : '';
  collect(`${parsed.prefix.slice(0, dash + 1)}${instance}.${parsed.type}`, names);
}
