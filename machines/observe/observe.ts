/** Reads a machine: one exec for everything, and a second one for the units that are not plainly well. */
import type { UnitPaths } from '../../units/desired.ts';
import type { ObservedMachine, ObservedUnit, UnitDetails } from '../../units/observed.ts';
import { LinkError, type ObserveRequest } from '../link.ts';
import type { RunScript } from '../run-script.ts';
import { detailsScript } from './details-script.ts';
import { observedMachine } from './observed-machine.ts';
import { parseDetails } from './parse-details.ts';
import { parseSurvey } from './parse-survey.ts';
import { encodeDetails, encodeSurvey } from './request.ts';
import { surveyScript } from './survey-script.ts';

export async function observeMachine(
  runScript: RunScript,
  request: ObserveRequest,
  paths: UnitPaths,
  /** How long an act that is under way is waited for. */
  waitSeconds = 0,
): Promise<ObservedMachine> {
  const readAt = Date.now();
  const names = request.units.map(({ name }) => name);
  // A user manager leaves no invocation links before systemd 255, so that its units are all shown.
  const all = request.details === 'all' || paths.scope === 'user';
  const [survey, everyDetail] = await Promise.all([
    runScript(surveyScript, encodeSurvey(request, paths, waitSeconds)),
    all ? unitDetails(runScript, names, paths) : null,
  ]);
  const machine = observedMachine(parseAnswer(survey, paths), request, paths, readAt);
  const details = everyDetail ?? (await unitDetails(runScript, suspects(machine, request, paths), paths));
  for (const [name, detail] of details) {
    const unit = machine.units.get(name);
    if (unit === undefined) continue;
    unit.details = detail;
    if (paths.scope === 'user') unit.invocation ??= detail.invocationID || null;
  }
  return machine;
}

/** By name; units that systemd cannot show are left out. */
export async function unitDetails(
  runScript: RunScript,
  names: string[],
  paths: UnitPaths,
): Promise<Map<string, UnitDetails>> {
  if (names.length === 0) return new Map();
  const answer = await runScript(detailsScript, encodeDetails(names, paths));
  return parseDetails(answer.stdout, names);
}

function parseAnswer(answer: { stdout: Buffer; stderr: string; code: number }, paths: UnitPaths) {
  try {
    return parseSurvey(answer.stdout, paths);
  } catch (error) {
    if (error instanceof LinkError && error.reason === 'ProtocolError' && answer.stderr.trim() !== '') {
      throw new LinkError('ProtocolError', `${error.message}; it said: ${answer.stderr.trim().slice(-300)}`);
    }
    throw error;
  }
}

/** The units of which more than a row of list-units is wanted: whatever is not running its known definition. */
export function suspects(machine: ObservedMachine, request: ObserveRequest, paths: UnitPaths): string[] {
  return request.units
    .filter(({ name, paths: asked }) => {
      const unit = machine.units.get(name);
      if (unit === undefined || unit.loaded === null) return false;
      return request.closely?.includes(name) === true || !isPlainlyWell(unit, machine, asked, paths);
    })
    .map(({ name }) => name);
}

function isPlainlyWell(
  unit: ObservedUnit,
  machine: ObservedMachine,
  asked: string[],
  paths: UnitPaths,
): boolean {
  const { loaded, ledger } = unit;
  if (loaded === null || loaded.load !== 'loaded' || loaded.active !== 'active') return false;
  if (ledger === null || unit.shadows.length > 0 || unit.runtimeLinks.length > 0) return false;
  if (unit.dropIns.some((dropIn) => dropIn.source !== 'vendor' && !asked.includes(dropIn.path))) return false;
  if (machine.reloadMark !== ledger.reloadMark && machine.reloadMark !== machine.ownReloadMark) return false;
  const known = ledger.loaded.split(',');
  for (const path of asked) {
    if (!path.startsWith(`${paths.unitDir}/`) || /\.(wants|requires|upholds)\/[^/]+$/.test(path)) continue;
    const file = unit.files.get(path);
    if (file?.type === 'file' && !known.includes(file.identity)) return false;
  }
  return true;
}
