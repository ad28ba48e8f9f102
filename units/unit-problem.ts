/** What is wrong with a unit, and where in its manifest; problems of schemas/ have the same shape. */
export interface UnitProblem {
  /** From the object's root: `['spec', 'sections', 'Service', 'RestartSec']`. */
  path: (string | number)[];
  /** A sentence without the path in it. */
  message: string;
  /** What was probably meant. */
  suggestion?: string;
  /** Whether the caret belongs under the key or under the value. */
  target: 'key' | 'value';
  /** For what lies inside a text (`spec.text`, a drop-in): 1-based position in that text. */
  within?: { line: number; column: number };
}
