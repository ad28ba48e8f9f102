import { unitNameProblem } from './check-unit-name.ts';
import type { Kind } from './kinds.ts';
import type { Problem } from './problem.ts';
import type { AnyObject } from './types.ts';

const dnsSubdomain = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;
const dnsLabel = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;
/** Names that muster makes carry unit names in them. */
const madeName = /^[A-Za-z0-9:_.\\@-]+$/;

function dnsProblem(
  name: string,
  longest: number,
  dots: boolean,
): Pick<Problem, 'message' | 'suggestion'> | null {
  const pattern = dots ? dnsSubdomain : dnsLabel;
  if (name.length <= longest && pattern.test(name)) return null;
  const suggestion = name
    .toLowerCase()
    .replace(dots ? /[^a-z0-9.-]+/g : /[^a-z0-9-]+/g, '-')
    .replace(/^[.-]+|[.-]+$/g, '')
    .slice(0, longest);
  const problem: Pick<Problem, 'message' | 'suggestion'> = {
    message: `must have at most ${longest} lower-case letters, digits, ${dots ? '`-` and `.`' : 'and `-`'}, beginning and ending with a letter or digit`,
  };
  if (suggestion !== name && pattern.test(suggestion)) problem.suggestion = suggestion;
  return problem;
}

function nameProblem(kind: string, name: string): Pick<Problem, 'message' | 'suggestion'> | null {
  switch (kind) {
    case 'Unit':
      return unitNameProblem(name);
    case 'Namespace':
      return dnsProblem(name, 63, false);
    case 'Placement':
    case 'Event':
      return madeName.test(name) ? null : { message: 'must have only letters, digits and : _ . \\ @ -' };
    default:
      return dnsProblem(name, 253, true);
  }
}

/** What the schema of `metadata` cannot say, since it is the same for every kind. */
export function checkMetadata(object: AnyObject, kind: Kind): Problem[] {
  const problems: Problem[] = [];
  const problem = nameProblem(object.kind, object.metadata.name);
  if (problem !== null) problems.push({ path: ['metadata', 'name'], target: 'value', ...problem });
  if (!kind.namespaced && object.metadata.namespace !== undefined) {
    problems.push({
      path: ['metadata', 'namespace'],
      target: 'key',
      message: `a ${object.kind} belongs to no namespace: remove this line`,
    });
  }
  return problems;
}
