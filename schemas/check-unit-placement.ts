import { checkSelector } from './check-selector.ts';
import { unitNameProblem } from './check-unit-name.ts';
import type { Problem } from './problem.ts';
import type { Unit, UnitPlacement } from './types.ts';
import { parseUnitName } from './unit-name.ts';

/** fleet's rules, and why: what stands second has no meaning beside the first. */
const refusedTogether: readonly [keyof UnitPlacement, keyof UnitPlacement, string][] = [
  ['machine', 'machineSelector', '`machine` already names one machine: give only one of them'],
  ['machine', 'global', 'means every machine, but `machine` names one: give only one of them'],
  ['machine', 'with', 'chooses the machine by other units, but `machine` names one: give only one of them'],
  ['machine', 'conflicts', 'cannot be combined with `machine`: let the other unit conflict with this one'],
  ['machine', 'replaces', 'cannot be combined with `machine`'],
  ['global', 'with', 'has no meaning beside `global`: the unit runs on every machine that matches'],
  ['global', 'replaces', 'cannot be combined with `global`: every machine would be taken'],
  [
    'conflicts',
    'replaces',
    'cannot be combined with `conflicts`: a unit either gives way or keeps others away',
  ],
];

/** A name or a glob, also with specifiers: what a unit's name may have, and `*?[]!^` and `%`. */
const pattern = /^[A-Za-z0-9:_.\\@*?[\]!^%-]+$/;
const longestPattern = 256;

/** What the schema cannot say of where a Unit runs; `unit` already fits the schema. */
export function checkUnitPlacement(unit: Unit): Problem[] {
  const { placement } = unit.spec;
  if (placement === undefined) return [];
  const path = ['spec', 'placement'];
  const problems: Problem[] = [];
  for (const [first, second, message] of refusedTogether) {
    if (isGiven(placement, first) && isGiven(placement, second))
      problems.push({ path: [...path, second], message, target: 'key' });
  }
  if (placement.machineSelector !== undefined)
    problems.push(...checkSelector(placement.machineSelector, [...path, 'machineSelector']));
  for (const field of ['with', 'conflicts', 'replaces'] as const) {
    for (const [index, value] of (placement[field] ?? []).entries()) {
      const at = [...path, field, index];
      if (typeof value !== 'string') {
        problems.push(...checkSelector(value, at));
        continue;
      }
      const problem =
        field !== 'conflicts' && value === unit.metadata.name
          ? { message: 'is this unit itself' }
          : field === 'conflicts'
            ? patternProblem(value)
            : nameProblem(value);
      if (problem !== null) problems.push({ path: at, target: 'value', ...problem });
    }
  }
  for (const field of ['affinity', 'antiAffinity'] as const) {
    for (const strength of ['required', 'preferred'] as const) {
      for (const [index, { labelSelector }] of (placement[field]?.[strength] ?? []).entries())
        problems.push(...checkSelector(labelSelector, [...path, field, strength, index, 'labelSelector']));
    }
  }
  for (const [index, { labelSelector }] of (placement.spread ?? []).entries()) {
    if (labelSelector !== undefined)
      problems.push(...checkSelector(labelSelector, [...path, 'spread', index, 'labelSelector']));
  }
  return problems;
}

function isGiven(placement: UnitPlacement, field: keyof UnitPlacement): boolean {
  const value = placement[field];
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false;
}

/** Why this cannot be a name or a glob; null when it can. */
export function patternProblem(glob: string): Pick<Problem, 'message'> | null {
  if (glob.length > longestPattern)
    return { message: `has ${glob.length} characters; ${longestPattern} is the most` };
  const forbidden = [...glob].find((character) => !pattern.test(character));
  return forbidden === undefined
    ? null
    : { message: `contains ${JSON.stringify(forbidden)}, which stands in no unit's name and no glob` };
}

/** The same of what is to be a name; with a glob or a specifier in it, only its characters can be looked at. */
export function nameProblem(name: string): Pick<Problem, 'message' | 'suggestion'> | null {
  if (/[*?[%]/.test(name)) return patternProblem(name);
  if (parseUnitName(name) !== null) return null;
  return unitNameProblem(name) ?? { message: 'is no name of a unit' };
}
