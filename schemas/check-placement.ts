import type { Problem } from './problem.ts';
import type { Placement } from './types.ts';
import { parseUnitName } from './unit-name.ts';

/** What the schema cannot say of a Placement; `placement` already fits the schema. */
export function checkPlacement(placement: Placement): Problem[] {
  const { unit, instance } = placement.spec;
  const name = parseUnitName(unit);
  if (name === null) {
    return [{ path: ['spec', 'unit'], target: 'value', message: 'is no name of a unit' }];
  }
  if (instance !== undefined && name.instance !== '') {
    return [
      { path: ['spec', 'instance'], target: 'key', message: `${unit} is no template and has no instances` },
    ];
  }
  return [];
}
