import type { Problem } from '../../schemas/problem.ts';
import type { AnyObject, Unit } from '../../schemas/types.ts';
import { invalid } from '../../store/api-error.ts';
import { cycleProblem, dependencyCycles } from '../../units/dependency-cycles.ts';
import { objectKey } from '../cluster.ts';

/** Throws Invalid when one of the objects would wait in a circle with others of them or with what is stored. */
export function checkCycles(objects: readonly AnyObject[], stored: readonly Unit[]): void {
  const problems = cycleProblems(objects, stored).map(
    ({ object, problem }): Problem => ({
      ...problem,
      path: ['objects', objects.indexOf(object), ...problem.path],
    }),
  );
  if (problems.length > 0) throw invalid(undefined, 'request', problems);
}

/** One for each circle, at an object that is given. */
export function cycleProblems(
  objects: readonly AnyObject[],
  stored: readonly Unit[],
): { object: Unit; problem: Problem }[] {
  const units = objects.flatMap((object) => (object.kind === 'Unit' ? [object] : []));
  // What waits for nothing closes no circle.
  if (!units.some(waits)) return [];
  const given = new Set(units.map(objectKey));
  const others = stored.filter((unit) => waits(unit) && !given.has(objectKey(unit)));
  return dependencyCycles([...units, ...others]).flatMap((cycle) => {
    const object = cycle.units.find((unit) => units.includes(unit));
    return object === undefined ? [] : [{ object, problem: cycleProblem(cycle, object) }];
  });
}

function waits({ spec }: Unit): boolean {
  return (spec.dependsOn ?? []).length + (spec.bindsTo ?? []).length > 0;
}
