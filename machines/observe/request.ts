/** The two questions put to a machine, as the bytes that the scripts read from stdin. */
import { dirname } from 'node:path/posix';
import type { UnitPaths } from '../../units/desired.ts';
import { LinkError, type ObserveRequest } from '../link.ts';
import { machinePathProblem, machineUnitProblem } from '../validate.ts';
import { searchPath } from './search-path.ts';

/** `glance`: identities of files without their contents; `files`: those alone, without list-units. */
export type SurveyDepth = 'full' | 'glance' | 'files';

/** For `surveyScript`. Throws ConfigurationInvalid for a name or path that cannot be one. */
export function encodeSurvey(
  request: ObserveRequest,
  paths: UnitPaths,
  waitSeconds = 0,
  depth: SurveyDepth = 'full',
): Buffer {
  const directories = searchPath(paths).map(({ path }) => path);
  const seen = new Set<string>();
  for (const unit of request.units) {
    refuse(machineUnitProblem(unit.name));
    for (const path of unit.paths) {
      refuse(machinePathProblem(path));
      if (!isSurveyed(path, paths)) seen.add(path);
    }
  }
  for (const path of [paths.stateDir, paths.runtimeDir, ...directories]) refuse(machinePathProblem(path));
  const { scope, stateDir, runtimeDir } = paths;
  const header = [String(waitSeconds), depth, scope, stateDir, runtimeDir, ...directories].join('\t');
  return Buffer.from(`${[header, ...seen].join('\n')}\n`);
}

/** For `contentsScript`: paths that a survey has met, without line breaks. */
export function encodeContents(files: readonly string[], records: readonly string[]): Buffer {
  return Buffer.from(`${files.length}\n${[...files, ...records].map((path) => `${path}\n`).join('')}`);
}

/** For `detailsScript`. */
export function encodeDetails(units: string[], paths: UnitPaths): Buffer {
  for (const unit of units) refuse(machineUnitProblem(unit));
  return Buffer.from(`${[paths.scope, ...units].join('\n')}\n`);
}

/** True for what the walk of `unitDir`, two levels deep, meets anyway. */
function isSurveyed(path: string, paths: UnitPaths): boolean {
  const parent = dirname(path);
  return parent === paths.unitDir || dirname(parent) === paths.unitDir;
}

function refuse(problem: string | null): void {
  if (problem !== null) throw new LinkError('ConfigurationInvalid', problem);
}
