import type { DesiredUnit } from '../desired.ts';
import type { ObservedUnit } from '../observed.ts';
import type { PlanContext } from './context.ts';
import { type Finding, finding } from './finding.ts';

/** Files and links that an earlier manifest of this unit asked for and this one does not (drift row 23). */
export function leftoverFindings(
  desired: DesiredUnit,
  observed: ObservedUnit,
  context: PlanContext,
  alreadyFound: ReadonlySet<string>,
): Finding[] {
  const wanted = new Set([
    ...desired.files.map((file) => file.path),
    ...desired.links.map((link) => link.path),
  ]);
  // Masks of type-wide drop-ins live beside our drop-ins; those still needed are judged with the drop-ins.
  const seenDropIns = new Set(observed.dropIns.map((dropIn) => dropIn.path));
  return (observed.record?.paths ?? [])
    .filter((path) => !wanted.has(path) && !seenDropIns.has(path) && !alreadyFound.has(path))
    .filter((path) => !context.neededElsewhere.has(path))
    .map((path) =>
      finding('Orphan', path, `${path} is no longer in the manifest`, {
        steps: [{ do: 'remove', unit: desired.name, reason: 'no longer in the manifest', path }],
        touches: path.startsWith(`${context.paths.unitDir}/`) ? 'definition' : 'other',
      }),
    );
}
