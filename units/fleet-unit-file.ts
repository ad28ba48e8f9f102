/** A Unit as a unit file of CoreOS fleet, and a unit file without what was fleet's. */
import type { Unit, UnitPlacement } from '../schemas/types.ts';
import { renderUnitFile } from './render-unit-file.ts';
import { parseUnitName } from './unit-name.ts';

export interface FleetUnitFile {
  /** The file's name. */
  name: string;
  text: string;
  /** Fields that fleet has no words for: they are not in the file. */
  unsaid: string[];
}

export function toFleetUnitFile(unit: Unit): FleetUnitFile {
  const { spec } = unit;
  const { lines, unsaid } = fleetLines(spec.placement ?? {});
  const body = withoutFleetSection(spec.text ?? renderUnitFile(spec.sections ?? {}).text);
  const others = ['dropIns', 'files', 'resources', 'failover'] as const;
  for (const field of others) if (spec[field] !== undefined) unsaid.push(`spec.${field}`);
  const isTemplate = parseUnitName(unit.metadata.name)?.isTemplate === true;
  if (isTemplate && spec.instances !== undefined) unsaid.push('spec.instances');
  const section = lines.length === 0 ? '' : `\n[X-Fleet]\n${lines.join('\n')}\n`;
  return { name: unit.metadata.name, text: `${body.trimEnd()}\n${section}`, unsaid };
}

/** Byte for byte but for the section, from its header to the next one. */
export function withoutFleetSection(text: string): string {
  let inside = false;
  const kept = text.split(/(?<=\n)/).filter((line) => {
    const header = /^\s*\[([^\]]*)\]\s*$/.exec(line)?.[1];
    if (header !== undefined) inside = header === 'X-Fleet';
    return !inside;
  });
  return kept.join('').replace(/\n+$/, '\n');
}

function fleetLines(placement: UnitPlacement): { lines: string[]; unsaid: string[] } {
  const lines: string[] = [];
  const unsaid: string[] = [];
  const {
    global,
    machine,
    machineSelector,
    with: leaders = [],
    conflicts = [],
    replaces = [],
    ...rest
  } = placement;
  if (machine !== undefined) lines.push(`MachineID=${machine}`);
  if (global === true) lines.push('Global=true');
  for (const [key, value] of Object.entries(machineSelector?.matchLabels ?? {}))
    lines.push(`MachineMetadata=${quoted(`${key}=${value}`)}`);
  for (const { key, operator, values = [] } of machineSelector?.matchExpressions ?? []) {
    if (operator === 'In')
      lines.push(`MachineMetadata=${values.map((value) => quoted(`${key}=${value}`)).join(' ')}`);
    else unsaid.push(`spec.placement.machineSelector (${key} ${operator})`);
  }
  for (const leader of leaders) {
    if (typeof leader === 'string' && !/[*?[]/.test(leader)) lines.push(`MachineOf=${leader}`);
    else unsaid.push(`spec.placement.with (${typeof leader === 'string' ? leader : 'a selector'})`);
  }
  for (const glob of conflicts) lines.push(`Conflicts=${glob}`);
  for (const name of replaces) lines.push(`Replaces=${name}`);
  unsaid.push(...Object.keys(rest).map((field) => `spec.placement.${field}`));
  return { lines, unsaid };
}

function quoted(word: string): string {
  return /\s/.test(word) ? `"${word}"` : word;
}
