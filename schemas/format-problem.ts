import type { LocatedProblem } from './problem.ts';

/** How a path is written: `spec.files[0].path`, `spec.dropIns["10-limits.conf"]`. */
export function formatPath(path: (string | number)[]): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (/^[A-Za-z_][A-Za-z0-9_-]*$/.test(step)) text += text === '' ? step : `.${step}`;
    else text += `[${JSON.stringify(step)}]`;
  }
  return text;
}

/** Combining marks and joiners take no place; East Asian characters and emoji take two (Unicode TR 11). */
function width(character: string): number {
  // A tab, as it is shown.
  if (character === '  ') return 2;
  if (/^[\p{Mn}\p{Me}\p{Cf}]$/u.test(character)) return 0;
  if (
    /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]$/u.test(
      character,
    )
  ) {
    return 2;
  }
  return 1;
}

/** As it is shown: a tab as two spaces, a control character as a dot, so that none acts on the terminal. */
function shown(character: string): string {
  if (character === '\t') return '  ';
  // Bidirectional controls would show another order than the file has.
  return /^[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]$/u.test(character) ? '·' : character;
}

/** No control character of a file may reach the terminal. */
function plain(text: string): string {
  return [...text].map((character) => (character === '\n' ? '\\n' : shown(character))).join('');
}

const ellipsis = '…';

/** The line, cut around the column where it is too long, and the caret under it. */
function sourceWithCaret(line: string, column: number, columns: number): [string, string] {
  const characters = [...line];
  // The column counts UTF-16 units; find the character that it falls on.
  let units = 0;
  let target = 0;
  while (target < characters.length && units + (characters[target]?.length ?? 1) <= column - 1) {
    units += characters[target]?.length ?? 1;
    target++;
  }
  const widthOf = (from: number, to: number): number =>
    characters.slice(from, to).reduce((sum, character) => sum + width(shown(character)), 0);
  let from = 0;
  let to = characters.length;
  // Only the neighbourhood counts: a line may have megabytes.
  if (to > columns || widthOf(0, to) > columns) {
    from = target;
    while (from > 0 && widthOf(from - 1, target) <= columns / 2) from--;
    to = Math.min(target + 1, characters.length);
    while (to < characters.length && widthOf(from, to + 1) <= columns - 2) to++;
  }
  const before = characters.slice(from, target).map(shown).join('');
  const after = characters.slice(target, to).map(shown).join('');
  const cutBefore = from > 0 ? ellipsis : '';
  const cutAfter = to < characters.length ? ellipsis : '';
  const indent = ' '.repeat(cutBefore.length + widthOf(from, target));
  return [`${cutBefore}${before}${after}${cutAfter}`, `${indent}^`];
}

/**
 * `FILE:LINE:COL: path.to.field: what is wrong; did you mean X?`, then the line and a caret under the place.
 * Without a trailing newline.
 */
export function formatProblem(problem: LocatedProblem, options: { columns?: number } = {}): string {
  const { file, line, column, path, message, suggestion, sourceLine } = problem;
  const where = path.length === 0 ? '' : `${plain(formatPath(path))}: `;
  const hint = suggestion === undefined ? '' : `; did you mean \`${plain(suggestion)}\`?`;
  const first = `${plain(file)}:${line}:${column}: ${where}${plain(message)}${hint}`;
  if (sourceLine.trim() === '') return first;
  const [text, caret] = sourceWithCaret(sourceLine, column, options.columns ?? 100);
  return `${first}\n  ${text}\n  ${caret}`;
}

/** For sorting: by file, then by place in it. */
export function comparePlaces(a: LocatedProblem, b: LocatedProblem): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
