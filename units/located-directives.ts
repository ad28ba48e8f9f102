/** The directives of a Unit, however they are written, each with its place in the manifest. */
import type { DirectiveValue, Unit, UnitEnvironment, UnitSections } from '../schemas/types.ts';
import { parseUnitFile } from './parse-unit-file.ts';
import { renderedValues, renderUnitFile } from './render-unit-file.ts';
import type { UnitProblem } from './unit-problem.ts';

/** A place, for a problem about a name or about a value. */
export interface Place {
  key: Pick<UnitProblem, 'path' | 'target' | 'within'>;
  value: Pick<UnitProblem, 'path' | 'target' | 'within'>;
}

export interface LocatedDirective extends Place {
  section: string;
  name: string;
  /** The value as systemd will read it. */
  text: string;
}

export interface LocatedSection {
  name: string;
  at: Pick<UnitProblem, 'path' | 'target' | 'within'>;
}

export interface LocatedDefinition {
  sections: LocatedSection[];
  directives: LocatedDirective[];
  /** What cannot be read, or cannot be written as a unit file. */
  problems: UnitProblem[];
  /** Where to point at for what is missing. */
  whole: Pick<UnitProblem, 'path' | 'target' | 'within'>;
}

export function locateText(text: string, path: (string | number)[]): LocatedDefinition {
  const parsed = parseUnitFile(text);
  const at = (line: number, column: number) => ({ path, target: 'value' as const, within: { line, column } });
  return {
    sections: parsed.sections.map((section) => ({
      name: section.name,
      at: at(section.line, section.column),
    })),
    directives: parsed.sections.flatMap((section) =>
      section.entries.map((entry) => ({
        section: section.name,
        name: entry.key,
        text: entry.value,
        key: at(entry.line, entry.column),
        value: at(entry.valueLine, entry.valueColumn),
      })),
    ),
    problems: parsed.problems.map(({ line, column, message }) => ({ ...at(line, column), message })),
    whole: at(1, 1),
  };
}

export function locateSections(sections: UnitSections, path: (string | number)[]): LocatedDefinition {
  const result: LocatedDefinition = {
    sections: Object.keys(sections).map((name) => ({ name, at: { path: [...path, name], target: 'key' } })),
    directives: [],
    problems: renderUnitFile(sections).problems.map((problem) => ({
      ...problem,
      path: [...path, ...problem.path],
    })),
    whole: { path, target: 'key' },
  };
  const broken = new Set(result.problems.map((problem) => JSON.stringify(problem.path)));
  for (const [section, directives] of Object.entries(sections)) {
    for (const [name, value] of Object.entries(directives ?? {})) {
      if (value === undefined) continue;
      const key = { path: [...path, section, name], target: 'key' as const };
      for (const [step, element] of elements(value)) {
        const valuePath = [...key.path, ...step];
        if (broken.has(JSON.stringify(valuePath))) continue;
        result.directives.push({
          section,
          name,
          text: renderedValues(name, element)[0] ?? '',
          key,
          value: { path: valuePath, target: 'value' },
        });
      }
    }
  }
  return result;
}

type Scalar = string | number | boolean;

function elements(
  value: DirectiveValue | UnitEnvironment,
): [(string | number)[], Scalar | UnitEnvironment][] {
  if (Array.isArray(value)) return value.map((element, index) => [[index], element]);
  if (typeof value !== 'object') return [[[], value]];
  return Object.entries(value).map(([name, element]) => [[name], { [name]: element }]);
}

/** The fragment, then the drop-ins in systemd's order. */
export function locateUnit(unit: Unit): { fragment: LocatedDefinition; dropIns: LocatedDefinition[] } {
  const { spec } = unit;
  const fragment =
    spec.text === undefined
      ? locateSections(spec.sections ?? {}, ['spec', 'sections'])
      : locateText(spec.text, ['spec', 'text']);
  const dropIns = Object.entries(spec.dropIns ?? {})
    .sort(([left], [right]) => Buffer.compare(Buffer.from(left), Buffer.from(right)))
    .map(([file, dropIn]) => {
      const path = ['spec', 'dropIns', file];
      return typeof dropIn === 'string' ? locateText(dropIn, path) : locateSections(dropIn, path);
    });
  return { fragment, dropIns };
}
