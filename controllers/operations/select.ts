import type { Placement, Unit } from '../../schemas/types.ts';
import { parseLabelSelector } from '../../store/label-selector.ts';
import { matchesGlob, parseUnitName } from '../../units/unit-name.ts';
import type { Cluster } from '../cluster.ts';
import { objectKey } from '../cluster.ts';
import type { Selection } from '../operations.ts';
import { spotOfPlacement } from '../placement-objects.ts';
import { runningName } from '../scheduling/spot.ts';

export function isGlob(name: string): boolean {
  return /[*?[]/.test(name);
}

/** systemctl's habit: a name without a type means a service. */
export function withType(name: string): string {
  return /\.(service|socket|device|mount|automount|swap|target|path|timer|slice|scope)$/.test(name) ||
    isGlob(name)
    ? name
    : `${name}.service`;
}

/** Placements that a selection means, sorted by unit and machine. */
export function selectPlacements(cluster: Cluster, selection: Selection): Placement[] {
  const labels = selection.selector === undefined ? null : parseLabelSelector(selection.selector);
  return cluster
    .all('Placement')
    .filter((placement) => {
      const spot = spotOfPlacement(placement);
      if (selection.namespace !== undefined && spot.namespace !== selection.namespace) return false;
      if (selection.machine !== undefined && spot.machine !== selection.machine) return false;
      if (
        selection.units !== undefined &&
        !selection.units.some((name) => means(name, spot.unit, spot.instance))
      )
        return false;
      if (labels === null) return true;
      const unit = cluster.get('Unit', `${spot.namespace}/${spot.unit}`);
      return labels(unit?.metadata.labels ?? {});
    })
    .sort((a, b) => (objectKey(a) < objectKey(b) ? -1 : 1));
}

export function selectUnits(units: Unit[], selection: Selection): Unit[] {
  const labels = selection.selector === undefined ? null : parseLabelSelector(selection.selector);
  return units
    .filter((unit) => {
      if (selection.namespace !== undefined && unit.metadata.namespace !== selection.namespace) return false;
      if (
        selection.units !== undefined &&
        !selection.units.some((name) => means(name, unit.metadata.name, null))
      )
        return false;
      return labels === null || labels(unit.metadata.labels ?? {});
    })
    .sort((a, b) => (objectKey(a) < objectKey(b) ? -1 : 1));
}

/** Whether a name or glob means a unit, or an instance of it. `hello@.service` means all its instances, `hello@1.service` one, and a glob what it matches of either. */
export function means(given: string, unit: string, instance: string | null): boolean {
  const wanted = withType(given);
  const runs = runningName(unit, instance);
  if (wanted === unit || wanted === runs) return true;
  if (matchesGlob(runs, wanted) || matchesGlob(unit, wanted) || matchesGlob(runs, `${wanted}.service`))
    return true;
  return (
    instance === null && parseUnitName(unit)?.isTemplate === true && parseUnitName(wanted)?.template === unit
  );
}
