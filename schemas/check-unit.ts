import { checkDependencies } from './check-dependencies.ts';
import { filePathProblem } from './check-file-path.ts';
import { checkSectionValues } from './check-section-values.ts';
import { checkUnitPlacement } from './check-unit-placement.ts';
import type { Problem } from './problem.ts';
import type { Unit, UnitSpec } from './types.ts';
import { instanceName, longestUnitName, parseUnitName } from './unit-name.ts';

function checkInstances(unit: Unit): Problem[] {
  const { instances } = unit.spec;
  const name = parseUnitName(unit.metadata.name);
  if (instances === undefined || name === null) return [];
  const path = ['spec', 'instances'];
  if (name.instance !== '') {
    return [
      {
        path,
        target: 'key',
        message: `only a template has instances: its name has an @ with nothing after it, such as \`${name.prefix}@.${name.type}\``,
      },
    ];
  }
  if (typeof instances === 'number') return [];
  return instances.flatMap((instance, index): Problem[] =>
    instanceName(unit.metadata.name, instance).length > longestUnitName
      ? [
          {
            path: [...path, index],
            target: 'value',
            message: `makes a unit name longer than ${longestUnitName} characters`,
          },
        ]
      : [],
  );
}

function checkFiles(spec: UnitSpec): Problem[] {
  const problems: Problem[] = [];
  const seen = new Map<string, number>();
  for (const [index, file] of (spec.files ?? []).entries()) {
    const path = ['spec', 'files', index, 'path'];
    const message = filePathProblem(file.path, { adopt: spec.adopt === true });
    if (message !== null) problems.push({ path, message, target: 'value' });
    const first = seen.get(file.path);
    if (first !== undefined) {
      problems.push({ path, message: `is given twice, first by \`spec.files[${first}]\``, target: 'value' });
    } else {
      seen.set(file.path, index);
    }
  }
  for (const [path, index] of seen) {
    for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      const parent = path.slice(0, slash);
      if (!seen.has(parent)) continue;
      problems.push({
        path: ['spec', 'files', index, 'path'],
        message: `is below ${parent}, which is itself one of the files`,
        target: 'value',
      });
      break;
    }
  }
  return problems;
}

/** Unit files are text: systemd reads lines that end at a zero byte as well. */
function checkText(text: string, path: Problem['path']): Problem[] {
  return text.includes('\0')
    ? [{ path, message: 'contains a zero byte, which is not text', target: 'value' }]
    : [];
}

function hasInstallSection(spec: UnitSpec): boolean {
  return [spec.sections, spec.text, ...Object.values(spec.dropIns ?? {})].some((part) =>
    typeof part === 'string' ? /^\[Install\]\s*$/m.test(part) : part?.Install !== undefined,
  );
}

/** What the schema cannot say of a Unit; `unit` already fits the schema. */
export function checkUnit(unit: Unit): Problem[] {
  const { spec } = unit;
  const problems = [...checkInstances(unit), ...checkUnitPlacement(unit), ...checkDependencies(unit)];
  if (spec.sections !== undefined) problems.push(...checkSectionValues(spec.sections, ['spec', 'sections']));
  if (spec.text !== undefined) problems.push(...checkText(spec.text, ['spec', 'text']));
  for (const [name, dropIn] of Object.entries(spec.dropIns ?? {})) {
    const path = ['spec', 'dropIns', name];
    problems.push(
      ...(typeof dropIn === 'string' ? checkText(dropIn, path) : checkSectionValues(dropIn, path)),
    );
  }
  problems.push(...checkFiles(spec));
  if (spec.enabled === true && !hasInstallSection(spec)) {
    problems.push({
      path: ['spec', 'enabled'],
      target: 'value',
      message: 'needs an [Install] section, such as `Install: {WantedBy: multi-user.target}`',
    });
  }
  return problems;
}
