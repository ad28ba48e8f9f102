/** What a terminal shows after all that was written to it: as much of one as muster's own output needs. */

/** The colours of SGR 30 to 37, by number; undefined is the terminal's own. */
export interface Style {
  color: number | undefined;
  bold: boolean;
  dim: boolean;
}
interface Cell extends Style {
  character: string;
}
export interface Run extends Style {
  column: number;
  text: string;
}

const escapeStart = '\u001b';
/** A control sequence (ECMA-48: ESC [ parameters final), another escape of two characters, or one character. */
const tokens = new RegExp(`${escapeStart}\\[[0-?]*[ -/]*[@-~]|${escapeStart}.|.`, 'gsu');

const plain: Style = { color: undefined, bold: false, dim: false };

/** The lines from first to last, each as stretches of one style without blanks around them. */
export function screenLines(written: string): Run[][] {
  const rows: Cell[][] = [[]];
  let row = 0;
  let column = 0;
  let style = plain;
  for (const [token] of written.matchAll(tokens)) {
    if (token === '\n') row++;
    else if (token === '\r') column = 0;
    else if (token.startsWith(`${escapeStart}[`)) {
      const parameters = token.slice(2, -1);
      const count = Number(parameters) || 1;
      const final = token.at(-1);
      if (final === 'A') row = Math.max(0, row - count);
      else if (final === 'G') column = count - 1;
      else if (final === 'J') {
        rows.length = row + 1;
        rows[row] = (rows[row] ?? []).slice(0, column);
      } else if (final === 'K') rows[row] = parameters === '2' ? [] : (rows[row] ?? []).slice(0, column);
      else if (final === 'm') style = parameters.split(';').reduce(styled, style);
    } else if (token === '\t') column += 8 - (column % 8);
    else if (!token.startsWith(escapeStart) && token >= ' ') {
      const cells = rows[row] ?? [];
      rows[row] = cells;
      while (cells.length < column) cells.push({ ...plain, character: ' ' });
      cells[column++] = { ...style, character: token };
    }
  }
  return Array.from(rows, (cells) => runsOf(cells ?? []));
}

function styled(style: Style, parameter: string): Style {
  const code = Number(parameter);
  if (code === 0) return plain;
  if (code === 1) return { ...style, bold: true };
  if (code === 2) return { ...style, dim: true };
  if (code === 22) return { ...style, bold: false, dim: false };
  if (code >= 30 && code <= 37) return { ...style, color: code - 30 };
  if (code === 39) return { ...style, color: undefined };
  return style;
}

function runsOf(cells: Cell[]): Run[] {
  const runs: Run[] = [];
  cells.forEach(({ character, ...style }, column) => {
    const last = runs.at(-1);
    if (last && last.color === style.color && last.bold === style.bold && last.dim === style.dim) {
      last.text += character;
    } else runs.push({ ...style, column, text: character });
  });
  return runs
    .filter(({ text }) => text.trim() !== '')
    .map((run) => ({
      ...run,
      column: run.column + run.text.length - run.text.trimStart().length,
      text: run.text.trim(),
    }));
}
