import type { DesiredUnit } from '../desired.ts';
import type { ObservedUnit, UnitRecord } from '../observed.ts';
import type { Step } from '../step.ts';
import type { PlanContext } from './context.ts';

/**
 * The record that goes to the machine with an act. `intent` is written first: it claims what is ours now and what will
 * be, and still names the old definition as the one carried out. `final` replaces it when everything else is done.
 */
export function records(
  desired: DesiredUnit,
  observed: ObservedUnit,
  context: PlanContext,
  steps: Step[],
): { intent: string; final: string } {
  const base = JSON.parse(desired.record) as UnitRecord;
  const masks = observed.dropIns
    .filter(
      (dropIn) => dropIn.target === '/dev/null' && observed.record?.paths.includes(dropIn.path) === true,
    )
    .map((dropIn) => dropIn.path);
  const removed = new Set(steps.flatMap((step) => (step.do === 'remove' ? [step.path] : [])));
  const paths = [
    ...desired.files.map((file) => file.path),
    ...desired.links.map((link) => link.path),
    ...steps.flatMap((step) => (step.do === 'link' ? [step.path] : [])),
    ...masks.filter((path) => !removed.has(path)),
  ];
  const newlyAdopted = steps.flatMap((step) =>
    step.do === 'set-aside' && step.kept.startsWith(`${context.paths.stateDir}/adopted/`)
      ? [{ path: step.path, kept: step.kept }]
      : [],
  );
  const earlier = (observed.record?.adopted ?? []).filter(
    (old) => !newlyAdopted.some((now) => now.path === old.path),
  );
  const record: UnitRecord = {
    ...base,
    name: desired.name,
    owner: desired.owner,
    store: context.store,
    machineId: context.machineId,
    paths: unique(paths),
    adopted: [...earlier, ...newlyAdopted],
  };
  const { applied: _before, ...bare } = record;
  const before = observed.record?.applied;
  return {
    intent: JSON.stringify({
      ...bare,
      paths: unique([...paths, ...(observed.record?.paths ?? [])]),
      ...(before === undefined ? {} : { applied: before }),
    }),
    final: JSON.stringify({ ...bare, applied: appliedDefinition(desired) }),
  };
}

function appliedDefinition(desired: DesiredUnit): NonNullable<UnitRecord['applied']> {
  return {
    ...desired.digests,
    state: desired.state,
    enabled: desired.enabled,
    files: Object.fromEntries(desired.files.map((file) => [file.path, file.digest])),
  };
}

/** The manifest has changed since the record was last carried out to the end, or there is none. */
export function specChanged(desired: DesiredUnit, observed: ObservedUnit): boolean {
  const applied = observed.record?.applied;
  if (applied === undefined) return true;
  return (
    applied.desired !== desired.digests.desired ||
    applied.state !== desired.state ||
    applied.enabled !== desired.enabled ||
    observed.record?.owner.uid !== desired.owner.uid
  );
}

function unique(paths: string[]): string[] {
  return [...new Set(paths)].sort();
}
