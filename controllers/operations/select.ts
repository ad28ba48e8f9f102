import { suggestUnit } from '../../schemas/suggest-unit.ts';
import type { Placement, Unit } from '../../schemas/types.ts';
import { ApiError } from '../../store/api-error.ts';
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

/** Says which units are near to what was asked for, or that they are placed nowhere or elsewhere. */
export function noSuchUnits(cluster: Cluster, selection: Selection): ApiError {
  const asked = (selection.units ?? ['*']).join(', ');
  const { machine: _machine, ...anywhere } = selection;
  const elsewhere = selectPlacements(cluster, anywhere).map(({ spec }) => spec.machine);
  const why =
    elsewhere.length > 0
      ? ` on ${selection.machine}; it is placed on ${[...new Set(elsewhere)].join(', ')}`
      : selectUnits(cluster.all('Unit'), anywhere).length > 0
        ? ' on any machine; muster describe unit says why'
        : nearNames(cluster, selection);
  return new ApiError('NotFound', `units.muster.dev "${asked}" not found${why}`);
}

function nearNames(cluster: Cluster, { units = [] }: Selection): string {
  const placed = cluster.all('Placement').flatMap((placement) => {
    const { unit, instance } = spotOfPlacement(placement);
    return [runningName(unit, instance), unit];
  });
  // Also what is on no machine: a template without instances.
  const known = new Set([...placed, ...cluster.all('Unit').map(({ metadata }) => metadata.name)]);
  const near = units.flatMap((name) => suggestUnit(withType(name), [...known]) ?? []);
  return near.length === 0 ? '' : `; did you mean ${[...new Set(near)].join(', ')}?`;
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
