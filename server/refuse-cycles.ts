import { cycleProblems } from '../controllers/operations/check-cycles.ts';
import type { Kind } from '../schemas/kinds.ts';
import type { AnyObject } from '../schemas/types.ts';
import { invalid } from '../store/api-error.ts';
import { checkValid, inNamespace } from '../store/object-rules.ts';
import type { Objects } from '../store/objects.ts';

/**
 * Refuses a Unit that would wait in a circle with others. `body` is what came in: where it names no dependency, nothing
 * is read. What is stored is read before, so that the check can be part of a change.
 */
export async function cycleCheck(
  objects: Objects,
  kind: Kind,
  body: unknown,
): Promise<(object: AnyObject) => void> {
  if (kind.kind !== 'Unit' || !/"[^"]*(dependsOn|bindsTo)/.test(JSON.stringify(body))) return () => undefined;
  const { items } = await objects.list('Unit');
  return (object) => {
    checkValid(object);
    const problems = cycleProblems([inNamespace(object)], items).map(({ problem }) => problem);
    if (problems.length > 0) throw invalid(kind, object.metadata.name, problems);
  };
}
