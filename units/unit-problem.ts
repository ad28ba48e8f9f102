import type { Problem } from '../schemas/problem.ts';

/** What is wrong with a unit, and where in its manifest. */
export interface UnitProblem extends Problem {
  /** For what lies inside a text (`spec.text`, a drop-in's text): 1-based line and column in that text. */
  within?: { line: number; column: number };
}
