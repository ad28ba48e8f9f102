/** Something wrong with an object, without knowing the file it came from. */
export interface Problem {
  /** Where in the object; for a field that is missing, where it should be. Empty for the object as a whole. */
  path: (string | number)[];
  /** What is wrong, to be read after the path: `must be one of active, inactive`. */
  message: string;
  /** What was probably meant: a field's name or a value. */
  suggestion?: string;
  /** Whether the field's name is wrong, or its value. */
  target: 'key' | 'value';
}

/** A problem in a file. Lines and columns count from 1; columns are UTF-16 code units. */
export interface LocatedProblem {
  file: string;
  line: number;
  column: number;
  path: (string | number)[];
  message: string;
  suggestion?: string;
  /** The line itself, for the caret; empty when there is none to show. */
  sourceLine: string;
}
