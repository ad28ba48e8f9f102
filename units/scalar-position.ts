/** Places inside a YAML block scalar (`text: |`), whose lines stand indented in the file. */

/**
 * @param scalar where the scalar begins (its `|`), 1-based
 * @param within line and column in the scalar's text, 1-based
 * @param lines the file's lines
 * @returns null when the scalar is written in another style, in which lines of the text are not lines of the file
 */
export function locateInScalar(
  scalar: { line: number; column: number },
  within: { line: number; column: number },
  lines: string[],
): { line: number; column: number; sourceLine: string } | null {
  const header = lines[scalar.line - 1]?.slice(scalar.column - 1) ?? '';
  const [, indicator] = /^\|(?:[+-]?([1-9])?|([1-9])?[+-]?)[ \t]*(?:#.*)?\r?$/.exec(header) ?? [];
  if (!header.startsWith('|')) return null;
  const first = lines.slice(scalar.line).find((line) => line.trim() !== '') ?? '';
  // With an indentation indicator the first line's own indentation belongs to the text.
  const indentation =
    indicator === undefined
      ? first.length - first.trimStart().length
      : smallestIndentation(lines, scalar.line, Number(indicator));
  const line = scalar.line + within.line;
  const sourceLine = (lines[line - 1] ?? '').replace(/\r$/, '');
  return { line, column: Math.min(indentation + within.column, sourceLine.length + 1), sourceLine };
}

/** The parent's indentation is that of the line with the key. */
function smallestIndentation(lines: string[], headerLine: number, indicator: number): number {
  const header = lines[headerLine - 1] ?? '';
  return header.length - header.replace(/^[ -]*/, '').length + indicator;
}
