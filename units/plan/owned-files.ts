import type { DesiredFile, DesiredUnit } from '../desired.ts';
import type { ObservedFile, ObservedUnit } from '../observed.ts';
import type { Step } from '../step.ts';
import { parseUnitName } from '../unit-name.ts';
import type { PlanContext } from './context.ts';
import { changedAt, type Finding, finding, keptPath } from './finding.ts';

/** A file that stands where ours should, and that neither our header nor our record claims. */
export interface Conflict {
  path: string;
  message: string;
}

/** Compares every file that we write (fragment, drop-ins, accompanying files) with what is on disk (drift rows 1, 2, 10, 18–21). */
export function ownedFileFindings(
  desired: DesiredUnit,
  observed: ObservedUnit,
  context: PlanContext,
): { findings: Finding[]; conflicts: Conflict[] } {
  const findings: Finding[] = [];
  const conflicts: Conflict[] = [];
  const ours = new Set(observed.record?.paths ?? []);
  for (const file of desired.files) {
    const live = observed.files.get(file.path);
    if (live !== undefined && isAsDesired(file, live)) continue;
    if (live?.type === 'directory') {
      conflicts.push({
        path: file.path,
        message: `${file.path} is a directory on the machine: name a file in it, or choose another path`,
      });
      continue;
    }
    const foreign = live !== undefined && !ours.has(file.path) && !isStamped(live, file) && !isMask(live);
    if (foreign && !desired.adopt && !sameContent(file, live)) {
      conflicts.push({
        path: file.path,
        message: `${file.path} was not written by muster: set spec.adopt: true to take it over (it is given back when the unit is deleted), or ${file.role === 'file' ? 'choose another path' : 'rename the unit'}`,
      });
      continue;
    }
    findings.push(describe(desired, observed, file, live, foreign, context));
  }
  return { findings, conflicts };
}

function describe(
  desired: DesiredUnit,
  observed: ObservedUnit,
  file: DesiredFile,
  live: ObservedFile | undefined,
  foreign: boolean,
  context: PlanContext,
): Finding {
  const unit = desired.name;
  const touches = file.role === 'file' ? 'input' : 'definition';
  const write = (reason: string): Step => ({ do: 'write', unit, reason, file });
  if (live === undefined) {
    const running =
      observed.loaded !== null && ['active', 'activating', 'reloading'].includes(observed.loaded.active);
    const known = observed.record?.applied?.files[file.path] !== undefined;
    const deleted = file.role === 'fragment' && running && known;
    const kind = deleted ? 'DeletedWhileRunning' : file.role === 'drop-in' ? 'DropInMissing' : 'FileMissing';
    const message =
      kind === 'DeletedWhileRunning'
        ? `${file.path} was deleted while the unit runs`
        : `${file.path} is not on the machine`;
    return finding(kind, file.path, message, { steps: [write('missing')], touches });
  }
  if (isMask(live) && file.role === 'fragment') {
    return finding('UnitMasked', file.path, `${unit} is masked: ${file.path} leads to /dev/null`, {
      steps: [write('masked')],
      touches,
      foreignSince: changedAt(live.identity),
    });
  }
  if (live.type === 'file' && live.digest === file.digest) {
    const message = `${file.path} is ${live.mode} ${live.owner}, desired is ${file.mode} ${file.owner}`;
    return finding('FileAttributes', file.path, message, {
      steps: [write('mode or owner differs')],
      touches: 'other',
    });
  }
  // What muster wrote itself may be overwritten; anything else is moved where it can be found again.
  const keep = live.type !== 'file' || foreign || (file.role !== 'file' && !isStamped(live, file));
  const shelf = foreign && desired.adopt ? 'adopted' : 'set-aside';
  const setAside: Step[] = keep
    ? [
        {
          do: 'set-aside',
          unit,
          reason: `not written by muster`,
          path: file.path,
          kept: keptPath(context.paths.stateDir, shelf, file.path),
        },
      ]
    : [];
  const other = file.role === 'fragment' ? aliasedUnit(file.path, live) : null;
  if (other !== null) {
    const message = `${file.path} is a link to ${other}: the name of ${unit} has become an alias`;
    return finding('AliasTaken', file.path, message, {
      steps: [...setAside, write('its name is an alias of another unit')],
      touches,
      foreignSince: changedAt(live.identity),
    });
  }
  const written = observed.record?.applied?.files[file.path];
  const byUs = live.digest !== null && written === live.digest;
  const what =
    live.type === 'link'
      ? `${file.path} is a link to ${live.target ?? 'nowhere'}`
      : byUs
        ? `${file.path} changes`
        : `${file.path} was changed on the machine`;
  return finding(foreign ? 'FileNotOurs' : 'FileChanged', file.path, what, {
    steps: [...setAside, write(byUs ? 'the manifest changed' : 'changed on the machine')],
    touches,
    foreignSince: byUs ? null : changedAt(live.identity),
  });
}

function isAsDesired(file: DesiredFile, live: ObservedFile): boolean {
  return (
    live.type === 'file' &&
    live.digest === file.digest &&
    live.mode === file.mode &&
    live.owner === file.owner
  );
}

function sameContent(file: DesiredFile, live: ObservedFile): boolean {
  return live.type === 'file' && live.digest === file.digest;
}

/** Our header names the unit that owns the file; of a template that is the template. */
function isStamped(live: ObservedFile, file: DesiredFile): boolean {
  return file.role !== 'file' && live.stamp !== null;
}

/** Which unit a link gives this file's name to; null when it leads to a file of the same name, or to no unit. */
function aliasedUnit(path: string, live: ObservedFile): string | null {
  if (live.type !== 'link' || live.target === null) return null;
  const target = baseName(live.target);
  return target === baseName(path) || parseUnitName(target) === null ? null : target;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function isMask(live: ObservedFile): boolean {
  return (live.type === 'link' && live.target === '/dev/null') || (live.type === 'file' && live.size === 0);
}
