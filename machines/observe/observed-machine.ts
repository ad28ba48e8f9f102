/** Makes an ObservedMachine of a survey: which files, drop-ins, shadows and links belong to which unit. */
import { basename, dirname } from 'node:path/posix';
import type { UnitPaths } from '../../units/desired.ts';
import type { ObservedDropIn, ObservedFile, ObservedMachine, ObservedUnit } from '../../units/observed.ts';
import { parseUnitName } from '../../units/unit-name.ts';
import type { ObserveRequest } from '../link.ts';
import { dropInNames } from './drop-in-names.ts';
import type { Survey } from './parse-survey.ts';
import { type SearchDirectory, searchPath } from './search-path.ts';

export function observedMachine(
  survey: Survey,
  request: ObserveRequest,
  paths: UnitPaths,
  readAt: number,
): ObservedMachine {
  const directories = searchPath(paths);
  const index = indexFiles(survey, directories, paths);
  const asked = new Set(request.units.map(({ name }) => name));
  const units = new Map<string, ObservedUnit>();
  for (const unit of request.units)
    units.set(unit.name, observedUnit(unit, survey, index, directories, paths));
  return {
    readAt,
    bootId: survey.bootId,
    machineId: survey.machineId,
    reloadMark: survey.reloadMark,
    ownReloadMark: survey.ownReloadMark,
    epoch: survey.epoch,
    units,
    strays: request.strays
      ? [...survey.records].filter(([name]) => !asked.has(name)).map(([, record]) => record)
      : [],
    strayFiles: request.strays ? strayFiles(survey, request, paths) : [],
  };
}

interface FileIndex {
  /** Contents of each directory that is named `*.d`, by its path. */
  dropIns: Map<string, ObservedFile[]>;
  /** Links below unitDir (or the runtime directory) by the unit that they enable or stand for. */
  links: Map<string, ObservedFile[]>;
  runtimeLinks: Map<string, ObservedFile[]>;
}

function indexFiles(survey: Survey, directories: SearchDirectory[], paths: UnitPaths): FileIndex {
  const index: FileIndex = { dropIns: new Map(), links: new Map(), runtimeLinks: new Map() };
  const runtime = directories.filter((directory) => directory.runtime).map(({ path }) => path);
  for (const file of survey.files.values()) {
    const parent = dirname(file.path);
    if (parent.endsWith('.d') && file.path.endsWith('.conf') && file.type !== 'directory') {
      push(index.dropIns, parent, file);
    }
    if (file.type !== 'link') continue;
    const name = basename(file.path);
    const grandparent = dirname(parent);
    const enables = /\.(wants|requires|upholds)$/.test(parent);
    const target = basename(file.target ?? '');
    if (enables && grandparent === paths.unitDir) push(index.links, name, file);
    else if (parent === paths.unitDir && target !== name && target !== 'null')
      push(index.links, target, file);
    else if (enables && runtime.includes(grandparent)) push(index.runtimeLinks, name, file);
    else if (runtime.includes(parent)) {
      // A mask (to /dev/null) or a link of the same name concerns the name; any other is an alias of its target.
      push(index.runtimeLinks, target === 'null' || target === '' ? name : target, file);
    }
  }
  return index;
}

function push<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

function observedUnit(
  { name, paths: askedPaths }: ObserveRequest['units'][number],
  survey: Survey,
  index: FileIndex,
  directories: SearchDirectory[],
  paths: UnitPaths,
): ObservedUnit {
  const files = new Map<string, ObservedFile>();
  for (const path of askedPaths) {
    const file = survey.files.get(path);
    if (file !== undefined) files.set(path, file);
  }
  const template = parseUnitName(name)?.template ?? null;
  const own = template === null ? [name] : [name, template];
  const links = own.flatMap((each) => index.links.get(each) ?? []);
  const invocation = survey.invocations.get(name);
  const aliases = links
    .filter((link) => dirname(link.path) === paths.unitDir)
    .map((link) => basename(link.path));
  return {
    name,
    files,
    dropIns: dropInsOf([name, ...aliases], index, directories),
    shadows: shadowsOf(name, template, askedPaths, survey, directories, paths),
    links,
    runtimeLinks: own.flatMap((each) => index.runtimeLinks.get(each) ?? []),
    loaded: survey.loaded.get(name) ?? null,
    invocation: invocation?.id ?? null,
    invocationAt: invocation?.at ?? null,
    ledger: survey.ledgers.get(name) ?? null,
    record: survey.records.get(name) ?? null,
    details: null,
  };
}

/**
 * As unit_file_find_dropin_paths() in systemd's src/shared/dropin.c: of two with the same file name the one in the
 * earlier directory counts, type-wide ones after all others; then they apply in the order of their file names.
 */
function dropInsOf(names: string[], index: FileIndex, directories: SearchDirectory[]): ObservedDropIn[] {
  const found = new Map<string, ObservedDropIn>();
  const collect = (unit: string, reach: ObservedDropIn['reach'], directory: SearchDirectory) => {
    for (const file of index.dropIns.get(`${directory.path}/${unit}.d`) ?? []) {
      const key = basename(file.path);
      if (!found.has(key)) found.set(key, { ...file, reach, source: directory.source });
    }
  };
  const sought = names.flatMap(dropInNames);
  for (const directory of directories) {
    for (const { name, reach } of sought) collect(name, reach, directory);
  }
  const type = names[0]?.slice(names[0].lastIndexOf('.') + 1) ?? '';
  for (const directory of directories) collect(type, 'type', directory);
  return [...found.entries()].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, dropIn]) => dropIn);
}

function shadowsOf(
  name: string,
  template: string | null,
  askedPaths: string[],
  survey: Survey,
  directories: SearchDirectory[],
  paths: UnitPaths,
): ObservedFile[] {
  const candidates = directories
    .filter((directory) => directory.wins)
    .flatMap(({ path }) =>
      template === null ? [`${path}/${name}`] : [`${path}/${name}`, `${path}/${template}`],
    );
  // A file of the instance's own name wins over the template, wherever it is; ours when it was asked for.
  if (template !== null) {
    for (const { path } of directories) candidates.push(`${path}/${name}`);
  } else if (!askedPaths.includes(`${paths.unitDir}/${name}`)) {
    candidates.push(`${paths.unitDir}/${name}`);
  }
  return [...new Set(candidates)].flatMap((path) => {
    const file = survey.files.get(path);
    return file === undefined || file.type === 'directory' || askedPaths.includes(path) ? [] : [file];
  });
}

function strayFiles(survey: Survey, request: ObserveRequest, paths: UnitPaths): ObservedFile[] {
  const accounted = new Set(request.units.flatMap((unit) => unit.paths));
  const owners = new Set<string>();
  for (const [name, record] of survey.records) {
    owners.add(name);
    for (const path of record.paths) accounted.add(path);
  }
  for (const { name } of request.units) owners.add(name);
  return [...survey.files.values()].filter(
    (file) =>
      file.stamp !== null &&
      file.path.startsWith(`${paths.unitDir}/`) &&
      !accounted.has(file.path) &&
      !owners.has(file.stamp),
  );
}
