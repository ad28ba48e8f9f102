import { unitNameProblem } from './check-unit-name.ts';
import type { Problem } from './problem.ts';
import type { Unit } from './types.ts';
import { parseUnitName } from './unit-name.ts';

/** What the schema cannot say of `dependsOn` and `bindsTo`; circles of several units are found where all of them are known. */
export function checkDependencies(unit: Unit): Problem[] {
  const problems: Problem[] = [];
  for (const field of ['dependsOn', 'bindsTo'] as const) {
    for (const [index, name] of (unit.spec[field] ?? []).entries()) {
      const problem = dependencyProblem(name, unit.metadata.name);
      if (problem !== null) problems.push({ path: ['spec', field, index], target: 'value', ...problem });
    }
  }
  return problems;
}

function dependencyProblem(name: string, own: string): Pick<Problem, 'message' | 'suggestion'> | null {
  if (/[*?[]/.test(name))
    return { message: 'is a glob: name each unit, or a template for all its instances' };
  const template = own.includes('@.') ? own : null;
  const isOwn = name === own || name === '%n' || (template !== null && templateOf(name) === template);
  if (isOwn) return { message: `is this unit itself: ${own} would wait for itself for ever` };
  // What specifiers stand for is part of a name: with a letter in their place the rest can be looked at.
  const plain = name.replace(/%[nNpi]/g, 'x');
  const problem = parseUnitName(plain) === null ? unitNameProblem(plain) : null;
  return problem === null || plain === name
    ? problem
    : { message: `with its specifiers filled in ${problem.message}` };
}

function templateOf(name: string): string {
  return name.replace(/@.*(\.[a-z]+)$/, '@$1');
}
