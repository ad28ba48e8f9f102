/** Reads a machine: one exec for everything, and a second one for the units that are not plainly well. */
import type { UnitPaths } from '../../units/desired.ts';
import type { ObservedMachine, ObservedUnit, UnitDetails } from '../../units/observed.ts';
import type { ObserveRequest } from '../link.ts';
import type { RunScript } from '../run-script.ts';
import { detailsScript } from './details-script.ts';
import { observedMachine } from './observed-machine.ts';
import { parseDetails } from './parse-details.ts';
import type { Survey } from './parse-survey.ts';
import { encodeDetails } from './request.ts';
import type { Surveyor } from './surveyor.ts';

export async function observeMachine(
  runScript: RunScript,
  surveyor: Surveyor,
  request: ObserveRequest,
  paths: UnitPaths,
  /** How long an act that is under way is waited for. */
  waitSeconds = 0,
): Promise<ObservedMachine> {
  const readAt = Date.now();
  // A user manager leaves no invocation links before systemd 255, so that its units are all shown.
  const all = request.details === 'all' || paths.scope === 'user';
  const asked = request.units.map(({ name }) => name);
  const early = asked.filter((name) => all || request.closely?.includes(name) === true);
  // What list-units would say of a few units is in their details.
  const withRows = request.strays || early.length < asked.length || early.length > fewUnits;
  const [survey, details] = await Promise.all([
    surveyor.survey(runScript, request, waitSeconds, withRows),
    unitDetails(runScript, early, paths),
  ]);
  if (!withRows) for (const [name, detail] of details) addRow(survey, name, detail);
  const machine = observedMachine(survey, request, paths, readAt);
  const late = suspects(machine, request, paths).filter((name) => !early.includes(name));
  for (const [name, detail] of await unitDetails(runScript, late, paths)) details.set(name, detail);
  for (const [name, detail] of details) {
    const unit = machine.units.get(name);
    if (unit === undefined) continue;
    unit.details = detail;
    if (paths.scope === 'user') unit.invocation ??= detail.invocationID || null;
  }
  return machine;
}

const fewUnits = 3;

function addRow({ loaded }: Survey, name: string, details: UnitDetails): void {
  const { loadState: load, activeState: active, subState: sub } = details;
  if (loaded.has(name) || (load === 'not-found' && active === 'inactive')) return;
  loaded.set(name, { load, active, sub });
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

/** The units of which more than a row of list-units is wanted: whatever is not running its known definition. */
export function suspects(machine: ObservedMachine, request: ObserveRequest, paths: UnitPaths): string[] {
  return request.units
    .filter(({ name, paths: asked }) => {
      const unit = machine.units.get(name);
      if (unit === undefined) return false;
      if (unit.loaded === null) return request.started?.includes(name) === true;
      return !isPlainlyWell(unit, machine, asked, paths);
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
