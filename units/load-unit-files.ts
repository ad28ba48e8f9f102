/** Plain unit files, and folders of them, as Unit objects: `hello.service`, with `hello.service.d/*.conf` beside it. */
import type { LocatedProblem } from '../schemas/problem.ts';
import type { AnyObject, Unit } from '../schemas/types.ts';
import { validate } from '../schemas/validate.ts';
import { withFleetPlacement } from './fleet-placement.ts';
import type { ManifestFileKind } from './manifest-file.ts';
import { parseUnitFile } from './parse-unit-file.ts';
import type { UnitProblem } from './unit-problem.ts';
import { validateUnit } from './validate-unit.ts';

export interface LoadedObject {
  object: AnyObject;
  file: string;
  /** 1-based, where the object begins in the file. */
  line: number;
}

export interface UnitFileSource {
  file: string;
  kind: Exclude<ManifestFileKind, { is: 'yaml' }>;
  text: string;
}

export function loadUnitFiles(sources: UnitFileSource[]): {
  objects: LoadedObject[];
  problems: LocatedProblem[];
} {
  const objects: LoadedObject[] = [];
  const problems: LocatedProblem[] = [];
  const owned = new Set<UnitFileSource>();
  for (const source of sources) {
    if (source.kind.is !== 'unit') continue;
    const dropIns = sources.filter((other) => belongsTo(other, source));
    for (const dropIn of dropIns) owned.add(dropIn);
    const loaded = loadUnit(source, dropIns);
    problems.push(...loaded.problems);
    if (loaded.problems.length === 0) objects.push({ object: loaded.unit, file: source.file, line: 1 });
  }
  for (const source of sources) {
    if (source.kind.is !== 'drop-in' || owned.has(source)) continue;
    problems.push(
      inFile(source, {
        path: [],
        target: 'key',
        message: `is a drop-in of ${source.kind.unit}, and no unit file of that name stands beside its folder; add it, or write the drop-in into the Unit's dropIns`,
      }),
    );
  }
  return { objects, problems };
}

function belongsTo(other: UnitFileSource, source: UnitFileSource): boolean {
  return (
    other.kind.is === 'drop-in' &&
    other.kind.unit === source.kind.unit &&
    other.kind.folder === folderOf(source.file)
  );
}

function folderOf(path: string): string {
  return path.split('/').slice(0, -1).join('/');
}

function loadUnit(
  source: UnitFileSource,
  dropIns: UnitFileSource[],
): { unit: Unit; problems: LocatedProblem[] } {
  const name = source.kind.unit;
  const unit: Unit = {
    apiVersion: 'muster.dev/v1',
    kind: 'Unit',
    metadata: { name },
    spec: { text: source.text },
  };
  const byFile = new Map(dropIns.map((dropIn) => [dropIn.file.split('/').at(-1) ?? '', dropIn]));
  if (byFile.size > 0) {
    unit.spec.dropIns = Object.fromEntries([...byFile].map(([file, dropIn]) => [file, dropIn.text]));
  }
  const fleet = withFleetPlacement(unit);
  const section = parseUnitFile(source.text).sections.find((candidate) => candidate.name === 'X-Fleet');

  const problems = fleet.problems.map((problem) => inFile(source, problem));
  const general = validate(fleet.unit).problems;
  const seen = new Set(general.map((problem) => JSON.stringify(problem.path)));
  const special = validateUnit(fleet.unit).filter(
    (problem) => problem.within !== undefined || !seen.has(JSON.stringify(problem.path)),
  );
  for (const problem of [...general, ...special]) {
    const [, field, file] = problem.path;
    const dropIn = field === 'dropIns' && typeof file === 'string' ? byFile.get(file) : undefined;
    const within = field === 'placement' && section !== undefined ? { within: section } : {};
    problems.push(inFile(dropIn ?? source, { ...within, ...problem }));
  }
  return { unit: fleet.unit, problems };
}

/** The path in the object means nothing in a unit file; the line says it all. */
function inFile(source: UnitFileSource, problem: UnitProblem): LocatedProblem {
  const { line, column } = problem.within ?? { line: 1, column: 1 };
  const isName = problem.path[0] === 'metadata';
  return {
    file: source.file,
    line,
    column,
    path: [],
    message: isName ? `the file's name ${problem.message}` : problem.message,
    ...(problem.suggestion === undefined ? {} : { suggestion: problem.suggestion }),
    sourceLine: source.text.split(/\r\n|\n/)[line - 1] ?? '',
  };
}
