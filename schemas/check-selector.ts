import type { Problem } from './problem.ts';
import type { LabelSelector } from './types.ts';

/** Which number of values each operator takes. */
export function checkSelector(selector: LabelSelector, path: Problem['path']): Problem[] {
  const problems: Problem[] = [];
  for (const [index, { operator, values }] of (selector.matchExpressions ?? []).entries()) {
    const at = [...path, 'matchExpressions', index, 'values'];
    const count = values?.length ?? 0;
    const say = (message: string): void => {
      problems.push({ path: at, message, target: values === undefined ? 'key' : 'value' });
    };
    if ((operator === 'In' || operator === 'NotIn') && count === 0)
      say(`${operator} needs at least one value`);
    if ((operator === 'Exists' || operator === 'DoesNotExist') && count > 0)
      say(`${operator} takes no values`);
    if ((operator === 'Gt' || operator === 'Lt') && !(count === 1 && /^-?\d+$/.test(values?.[0] ?? ''))) {
      say(`${operator} needs one whole number in quotes, such as ["5"]`);
    }
  }
  return problems;
}
