/**
 * From the files that a user gives to valid objects, or to every problem in all of them, each where it stands.
 * Pure: whoever calls has read the files.
 */
import type { LocatedProblem } from '../schemas/problem.ts';
import { largestManifest, readYaml, tooLarge, type YamlDocument } from '../schemas/read-yaml.ts';
import type { AnyObject, Unit } from '../schemas/types.ts';
import { validate } from '../schemas/validate.ts';
import { cycleProblem, dependencyCycles } from './dependency-cycles.ts';
import { withFleetPlacement } from './fleet-placement.ts';
import { type LoadedObject, loadUnitFiles, type UnitFileSource } from './load-unit-files.ts';
import { manifestFileKind } from './manifest-file.ts';
import { locateInScalar } from './scalar-position.ts';
import type { UnitProblem } from './unit-problem.ts';
import { validateUnit } from './validate-unit.ts';

export type { LoadedObject } from './load-unit-files.ts';

export interface ManifestFile {
  /** To show, and to tell what it is: `web/hello.yaml`, `web/hello.service`, `web/hello.service.d/10-x.conf`. Anything else is read as YAML, such as `<stdin>`. */
  name: string;
  text: string | Buffer;
}

export interface LoadedManifests {
  /** In the order of the files; only objects without a problem. */
  objects: LoadedObject[];
  /** In the order of the files and their lines. When there is any, nothing should be applied. */
  problems: LocatedProblem[];
}

export function loadManifests(files: ManifestFile[]): LoadedManifests {
  const objects: LoadedObject[] = [];
  const problems: LocatedProblem[] = [];
  const unitFiles: UnitFileSource[] = [];
  const documents = new Map<AnyObject, YamlDocument>();
  for (const file of files) {
    const text = decode(file, problems);
    if (text === null) continue;
    const kind = manifestFileKind(file.name);
    if (kind === null || kind.is === 'yaml') loadYaml(text, file.name, { objects, problems, documents });
    else unitFiles.push({ file: file.name, kind, text });
  }
  const plain = loadUnitFiles(unitFiles);
  objects.push(...plain.objects);
  problems.push(...plain.problems);

  const order = new Map(files.map((file, index) => [file.name, index]));
  const byPlace = (
    left: { file: string; line: number; column?: number },
    right: { file: string; line: number; column?: number },
  ) =>
    (order.get(left.file) ?? 0) - (order.get(right.file) ?? 0) ||
    left.line - right.line ||
    (left.column ?? 0) - (right.column ?? 0);
  objects.sort(byPlace);
  problems.push(...duplicates(objects, files), ...cycles(objects, documents));
  problems.sort(byPlace);
  return { objects, problems };
}

/** Bytes that are no UTF-8 are refused: they would be written back as something else. */
function decode(file: ManifestFile, problems: LocatedProblem[]): string | null {
  const refuse = (message: string) => {
    problems.push({ file: file.name, line: 1, column: 1, path: [], message, sourceLine: '' });
    return null;
  };
  if (file.text.length > largestManifest) return refuse(tooLarge);
  if (typeof file.text === 'string') return file.text;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(file.text);
  } catch {
    return refuse('is not UTF-8 text; save it as UTF-8');
  }
}

interface Found extends LoadedManifests {
  documents: Map<AnyObject, YamlDocument>;
}

function loadYaml(text: string, file: string, { objects, problems, documents }: Found): void {
  const read = readYaml(text, file);
  problems.push(...read.problems);
  const lines = text.split('\n');
  for (const document of read.documents) {
    const found = validate(document.value);
    const seen = new Set(found.problems.map((problem) => JSON.stringify(problem.path)));
    problems.push(...found.problems.map((problem) => document.locate(problem)));
    let valid = found.problems.length === 0;
    const unit = unitToCheck(document.value, found.object);
    const fleet = unit === null ? null : withFleetPlacement(unit);
    const special: UnitProblem[] =
      fleet === null
        ? []
        : [
            ...fleet.problems,
            // What is only wrong together with what [X-Fleet] says.
            ...(found.object === undefined || fleet.unit === unit ? [] : validate(fleet.unit).problems),
            ...validateUnit(fleet.unit),
          ];
    for (const problem of special) {
      // What the schema has said of a place already is not said twice.
      if (problem.within === undefined && seen.has(JSON.stringify(problem.path))) continue;
      valid = false;
      problems.push(locate(problem, document, lines));
    }
    if (valid && found.object !== undefined) {
      const object = fleet?.unit ?? found.object;
      objects.push({ object, file, line: document.position([], 'value').line });
      documents.set(object, document);
    }
  }
}

function locate(problem: UnitProblem, document: YamlDocument, lines: string[]): LocatedProblem {
  const located = document.locate(problem);
  if (problem.within === undefined) return located;
  const inside = locateInScalar(document.position(problem.path, 'value'), problem.within, lines);
  if (inside !== null) return { ...located, ...inside };
  return { ...located, message: `line ${problem.within.line} of the text: ${problem.message}` };
}

/** The unit itself; or, when something else about the object is wrong, as much of it as has the right shape. */
function unitToCheck(value: unknown, object: AnyObject | undefined): Unit | null {
  if (object !== undefined) return object.kind === 'Unit' ? object : null;
  if (!isMapping(value) || value.kind !== 'Unit' || !isMapping(value.metadata) || !isMapping(value.spec))
    return null;
  const { name } = value.metadata;
  if (typeof name !== 'string') return null;
  const spec: Unit['spec'] = {};
  if (typeof value.spec.text === 'string') spec.text = value.spec.text;
  else if (isSections(value.spec.sections)) spec.sections = value.spec.sections;
  else return null;
  if (isMapping(value.spec.dropIns)) {
    spec.dropIns = Object.fromEntries(
      Object.entries(value.spec.dropIns).filter(
        (entry): entry is [string, string | NonNullable<Unit['spec']['sections']>] =>
          typeof entry[1] === 'string' || isSections(entry[1]),
      ),
    );
  }
  return { apiVersion: 'muster.dev/v1', kind: 'Unit', metadata: { name }, spec };
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSections(value: unknown): value is NonNullable<Unit['spec']['sections']> {
  const isScalar = (item: unknown) => ['string', 'number', 'boolean'].includes(typeof item);
  return (
    isMapping(value) &&
    Object.values(value).every(
      (section) =>
        isMapping(section) &&
        Object.values(section).every(
          (item) =>
            isScalar(item) ||
            (Array.isArray(item) && item.every(isScalar)) ||
            (isMapping(item) && Object.values(item).every(isScalar)),
        ),
    )
  );
}

/** Units that wait for one another; with what is stored besides, the server looks again. */
function cycles(
  objects: readonly LoadedObject[],
  documents: ReadonlyMap<AnyObject, YamlDocument>,
): LocatedProblem[] {
  const units = objects.flatMap(({ object }) => (object.kind === 'Unit' ? [object] : []));
  return dependencyCycles(units).flatMap((cycle) => {
    const [first] = cycle.units;
    const document = first === undefined ? undefined : documents.get(first);
    return first === undefined || document === undefined ? [] : [document.locate(cycleProblem(cycle, first))];
  });
}

/** Two manifests of one object: whichever came last would win, silently. */
function duplicates(objects: LoadedObject[], files: ManifestFile[]): LocatedProblem[] {
  const problems: LocatedProblem[] = [];
  const first = new Map<string, LoadedObject>();
  for (const loaded of objects) {
    const { kind, metadata } = loaded.object;
    const namespaced = kind !== 'Machine' && kind !== 'Namespace';
    const place = namespaced ? `${metadata.namespace ?? 'default'}/${metadata.name}` : metadata.name;
    const key = `${kind} ${place}`;
    const earlier = first.get(key);
    if (earlier === undefined) {
      first.set(key, loaded);
      continue;
    }
    const text = files.find((file) => file.name === loaded.file)?.text ?? '';
    problems.push({
      file: loaded.file,
      line: loaded.line,
      column: 1,
      path: ['metadata', 'name'],
      message: `${key} is given twice; first in ${earlier.file}:${earlier.line}`,
      sourceLine: text.toString().split('\n')[loaded.line - 1] ?? '',
    });
  }
  return problems;
}
