/** A Unit whose file has an [X-Fleet] section, with what that says in its placement. */
import { isDeepStrictEqual } from 'node:util';
import type { Unit, UnitPlacement } from '../schemas/types.ts';
import { locateUnit } from './located-directives.ts';
import type { UnitProblem } from './unit-problem.ts';
import { readFleetSection } from './x-fleet.ts';

/**
 * Fills in the fields of `spec.placement` that only [X-Fleet] gives. Both may say the same: what is stored, read and applied
 * again does. When they differ, neither is taken for the one that was meant.
 */
export function withFleetPlacement(unit: Unit): { unit: Unit; problems: UnitProblem[] } {
  const { placement: said, problems } = readFleetSection(
    locateUnit(unit).fragment.directives,
    unit.metadata.name,
  );
  if (said === undefined || problems.length > 0) return { unit, problems };
  const given = unit.spec.placement ?? {};
  const filled: Unit = { ...unit, spec: { ...unit.spec, placement: { ...said, ...given } } };
  return { unit: filled, problems: fieldsOf(said).flatMap((field) => difference(field, said, given)) };
}

/** For what cannot be filled in: as above, and a problem for what [X-Fleet] says and the placement does not. */
export function fleetPlacementProblems(unit: Unit): UnitProblem[] {
  const { unit: filled, problems } = withFleetPlacement(unit);
  if (problems.length > 0) return problems;
  const { placement } = unit.spec;
  return fieldsOf(filled.spec.placement ?? {}).flatMap((field) =>
    placement?.[field] !== undefined
      ? []
      : [
          {
            path: ['spec'],
            target: 'key' as const,
            message: `[X-Fleet] is read by muster apply only; say it in placement: {"${field}": ${JSON.stringify(filled.spec.placement?.[field])}}`,
          },
        ],
  );
}

type Field = keyof UnitPlacement;

function fieldsOf(placement: UnitPlacement): Field[] {
  return Object.keys(placement) as Field[];
}

function difference(field: Field, said: UnitPlacement, given: UnitPlacement): UnitProblem[] {
  if (given[field] === undefined || isDeepStrictEqual(given[field], said[field])) return [];
  return [
    {
      path: ['spec', 'placement', field],
      target: 'value',
      message: `differs from ${JSON.stringify(said[field])}, as [X-Fleet] has it; keep one of the two`,
    },
  ];
}
