/**
 * What systemd would refuse in a unit, or ignore with a warning, before any machine has seen it. Legal forms pass;
 * what cannot be known without the machine (files, users, specifiers) passes too.
 */
import { protectedUnitReason } from '../schemas/protected-units.ts';
import { suggest } from '../schemas/suggest.ts';
import type { Unit } from '../schemas/types.ts';
import { accessPathProblem } from './access-path-problem.ts';
import {
  directiveNames,
  findDirective,
  knownSections,
  sectionsKnowing,
  sectionsOf,
} from './directive-catalogue.ts';
import { type LocatedDefinition, type LocatedDirective, locateUnit } from './located-directives.ts';
import { removedDirectives } from './newer-directives.ts';
import { missingSettings } from './required-settings.ts';
import { parseUnitName, type UnitName, unitNameProblem } from './unit-name.ts';
import type { UnitProblem } from './unit-problem.ts';
import { checkValue } from './value-checks.ts';

/** Every problem of the unit's name, file and drop-ins; empty when it is fine. */
export function validateUnit(unit: Unit): UnitProblem[] {
  const { name } = unit.metadata;
  const parsed = parseUnitName(name);
  const problem = unitNameProblem(name) ?? protectedUnitReason(name);
  if (parsed === null || problem !== null) {
    return [{ path: ['metadata', 'name'], target: 'value', message: problem ?? 'is not a unit name' }];
  }
  const { fragment, dropIns } = locateUnit(unit);
  const problems = [fragment, ...dropIns].flatMap((definition) => definitionProblems(definition, parsed));
  // With a line unread, or a name misspelt, what seems to be missing may be just that.
  if (problems.length > 0) return problems;

  const directives = [fragment, ...dropIns].flatMap((definition) => definition.directives);
  const effective = directives.map(({ section, name: key, text }) => ({ section, key, value: text }));
  for (const { message, directive } of missingSettings(parsed, effective)) {
    const found = directives.findLast(
      (candidate) => candidate.section === directive?.section && candidate.name === directive.name,
    );
    problems.push({ ...(found?.value ?? fragment.whole), message });
  }
  return problems;
}

/** The newest systemd that the unit asks for, with the directive that does; null when any supported version will do. */
export function minimumSystemdVersion(unit: Unit): { version: number; directive: string } | null {
  const { fragment, dropIns } = locateUnit(unit);
  let newest: { version: number; directive: string } | null = null;
  for (const { section, name } of [fragment, ...dropIns].flatMap((definition) => definition.directives)) {
    const since = findDirective(section, name)?.since ?? null;
    if (since !== null && since > (newest?.version ?? 0)) newest = { version: since, directive: `${name}=` };
  }
  return newest;
}

function definitionProblems(definition: LocatedDefinition, name: UnitName): UnitProblem[] {
  const allowed = sectionsOf(name.type);
  const problems = [...definition.problems];
  for (const section of definition.sections) {
    const message = sectionProblem(section.name, allowed, name);
    if (message !== null) problems.push({ ...section.at, ...message });
  }
  for (const directive of definition.directives) {
    if (!allowed.includes(directive.section)) continue;
    const problem = directiveProblem(directive, allowed);
    if (problem !== null) problems.push(problem);
  }
  return problems;
}

function sectionProblem(
  section: string,
  allowed: string[],
  name: UnitName,
): { message: string; suggestion?: string } | null {
  if (section.startsWith('X-') || allowed.includes(section)) return null;
  if (knownSections().includes(section)) {
    return {
      message: `a ${name.type} unit has no [${section}] section; it has ${allowed.map((known) => `[${known}]`).join(', ')}`,
    };
  }
  const suggestion = suggest(section, allowed);
  return {
    message: `there is no [${section}] section in unit files; systemd would ignore it`,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

function directiveProblem(directive: LocatedDirective, allowed: string[]): UnitProblem | null {
  const { section, name, text } = directive;
  if (name.startsWith('X-')) return null;
  const entry = findDirective(section, name);
  if (entry !== undefined) {
    const access = accessPathProblem(section, name, text);
    if (access !== null) return { ...directive.value, message: `${name}=: ${access}` };
    const problem = checkValue(name, entry.type, text);
    if (problem === null) return null;
    const shown = text.length > 60 ? `${text.slice(0, 57)}…` : text;
    return { ...directive.value, ...problem, message: `${name}=${shown} ${problem.message}` };
  }
  const removed = removedDirectives.find(
    (candidate) => candidate.name === name && candidate.sections.includes(section),
  );
  if (removed !== undefined) {
    return { ...directive.key, message: `${name}= has been removed from systemd; use ${removed.instead}` };
  }
  const elsewhere = sectionsKnowing(name, allowed);
  if (elsewhere.length > 0) {
    return {
      ...directive.key,
      message: `${name}= belongs in [${elsewhere.join('] or [')}], not in [${section}]`,
    };
  }
  const suggestion = suggest(name, directiveNames(section));
  return {
    ...directive.key,
    message: `there is no directive ${name}= in [${section}]; systemd would ignore it`,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}
