import type { Problem } from '../../schemas/problem.ts';
import type { AnyObject } from '../../schemas/types.ts';
import { validate } from '../../schemas/validate.ts';
import { withDefaults } from '../../schemas/with-defaults.ts';
import { invalid } from '../../store/api-error.ts';
import { withFleetPlacement } from '../../units/fleet-placement.ts';
import { validateUnit } from '../../units/validate-unit.ts';

/** The objects of a request with their defaults; throws Invalid with every cause when anything is wrong with any of them. */
export function checkObjects(objects: unknown[]): AnyObject[] {
  const wrong: Problem[] = [];
  const valid: AnyObject[] = [];
  for (const [index, given] of objects.entries()) {
    const { problems, object } = validate(given);
    const unit = object?.kind === 'Unit' && problems.length === 0 ? withFleetPlacement(object) : null;
    const all = unit === null ? problems : [...unit.problems, ...validateUnit(unit.unit)];
    for (const problem of all) wrong.push({ ...problem, path: ['objects', index, ...problem.path] });
    if (object !== undefined) valid.push(namespaced(withDefaults(unit?.unit ?? object)));
  }
  if (wrong.length > 0) throw invalid(undefined, 'request', wrong);
  return valid;
}

/** What is namespaced and names none is in `default`. */
function namespaced(object: AnyObject): AnyObject {
  if (object.kind === 'Machine' || object.kind === 'Namespace') return object;
  if (object.metadata.namespace !== undefined) return object;
  return { ...object, metadata: { ...object.metadata, namespace: 'default' } };
}
