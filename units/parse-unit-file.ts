/**
 * Reads the text of a unit file as systemd does (systemd.syntax(7), `config_parse()` in src/shared/conf-parser.c):
 * nothing is lost, nothing is interpreted beyond sections, keys and values.
 */

export interface UnitFileEntry {
  key: string;
  /** Continuation lines joined with a space, as systemd joins them; white space around it removed. */
  value: string;
  /** 1-based, where the key stands. */
  line: number;
  /** 1-based. */
  column: number;
  /** 1-based line and column of the value's first character (or where it would stand). */
  valueLine: number;
  valueColumn: number;
}

export interface UnitFileSection {
  name: string;
  /** 1-based line of the `[Name]` header. */
  line: number;
  column: number;
  entries: UnitFileEntry[];
}

export interface UnitFileProblem {
  line: number;
  column: number;
  message: string;
}

export interface ParsedUnitFile {
  /** In file order; a section that is opened twice appears twice, as systemd reads on where it left off. */
  sections: UnitFileSection[];
  problems: UnitFileProblem[];
}

/** systemd refuses longer lines (LONG_LINE_MAX). Measured in UTF-16 units here, close enough for a limit. */
const longestLine = 1024 * 1024;

/** `read_line()` ends lines at \n, \r, NUL and at pairs of them. */
const lineEnd = /\r\n|\n\r|\n|\r|\0/;
const whiteSpace = ' \t\n\r';

/** How many characters of white space open this text. */
function indentation(text: string): number {
  let index = 0;
  while (index < text.length && whiteSpace.includes(text.charAt(index))) index += 1;
  return index;
}

function strip(text: string): string {
  let end = text.length;
  while (end > 0 && whiteSpace.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(Math.min(indentation(text), end), end);
}

function isComment(line: string): boolean {
  const first = line.charAt(indentation(line));
  return first === '#' || first === ';';
}

/** A backslash at the very end, itself not escaped by another one, continues the line. */
function endsInContinuation(text: string): boolean {
  let count = 0;
  for (let index = text.length - 1; index >= 0 && text.charAt(index) === '\\'; index -= 1) count += 1;
  return count % 2 === 1;
}

interface LogicalLine {
  text: string;
  /** Where each physical line starts within `text`, so that an offset can be traced back to line and column. */
  parts: { offset: number; line: number; skipped: number }[];
}

/** Joins continuation lines; comments between them are skipped, as systemd does. */
function* logicalLines(text: string): Generator<LogicalLine> {
  let pending: LogicalLine | undefined;
  const lines = text.split(lineEnd);
  let markSeen = false;
  for (const [index, raw] of lines.entries()) {
    if (isComment(raw)) continue;
    // One byte order mark is taken off, wherever the first line that is no comment stands.
    const skipped: number = !markSeen && raw.startsWith('\u{feff}') ? 1 : 0;
    markSeen = markSeen || skipped > 0;
    const physical = raw.slice(skipped);
    const current: LogicalLine = pending ?? { text: '', parts: [] };
    current.parts.push({ offset: current.text.length, line: index + 1, skipped });
    current.text += physical;
    if (endsInContinuation(current.text)) {
      current.text = `${current.text.slice(0, -1)} `;
      pending = current;
      continue;
    }
    pending = undefined;
    yield current;
  }
  if (pending !== undefined) yield pending;
}

function position(line: LogicalLine, offset: number): { line: number; column: number } {
  let found = { offset: 0, line: 1, skipped: 0 };
  for (const part of line.parts) {
    if (part.offset <= offset) found = part;
  }
  return { line: found.line, column: offset - found.offset + found.skipped + 1 };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
const controlCharacter = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** Reads a unit file. Never throws; what systemd would ignore with a warning, or refuse, is in `problems`. */
export function parseUnitFile(text: string): ParsedUnitFile {
  const sections: UnitFileSection[] = [];
  const problems: UnitFileProblem[] = [];
  let section: UnitFileSection | undefined;

  const suspicious = controlCharacter.test(text) ? text.split('\n') : [];
  for (const [index, raw] of suspicious.entries()) {
    const found = controlCharacter.exec(raw);
    if (found === null) continue;
    const code = found[0].charCodeAt(0).toString(16).padStart(4, '0');
    problems.push({
      line: index + 1,
      column: found.index + 1,
      message: `control character U+${code.toUpperCase()} in a unit file; remove it`,
    });
  }

  for (const line of logicalLines(text)) {
    const start = indentation(line.text);
    const stripped = strip(line.text);
    if (stripped === '') continue;
    const at = position(line, start);
    if (line.text.length > longestLine) {
      problems.push({ ...at, message: 'the line is longer than 1 MiB, the most that systemd reads' });
      continue;
    }
    if (stripped.startsWith('[')) {
      if (!stripped.endsWith(']') || stripped.length < 3) {
        problems.push({ ...at, message: `invalid section header "${stripped}"; write it as [Service]` });
        section = undefined;
        continue;
      }
      section = { name: stripped.slice(1, -1), ...at, entries: [] };
      sections.push(section);
      continue;
    }
    const equals = line.text.indexOf('=', start);
    if (equals < 0) {
      problems.push({ ...at, message: `"${shorten(stripped)}" has no "="; systemd would ignore the line` });
      continue;
    }
    const key = strip(line.text.slice(start, equals));
    if (key === '') {
      problems.push({ ...at, message: 'there is no directive before "="; systemd would ignore the line' });
      continue;
    }
    if (section === undefined) {
      problems.push({
        ...at,
        message: `"${shorten(key)}=" stands outside of any section; put a header such as [Service] above it`,
      });
      continue;
    }
    const rest = line.text.slice(equals + 1);
    const value = strip(rest);
    const valueAt = position(line, equals + 1 + (value === '' ? 0 : indentation(rest)));
    section.entries.push({ key, value, ...at, valueLine: valueAt.line, valueColumn: valueAt.column });
  }
  problems.sort((left, right) => left.line - right.line || left.column - right.column);
  return { sections, problems };
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** All values of one directive, over every occurrence of its section, in order. */
export function valuesOf(parsed: ParsedUnitFile, section: string, key: string): string[] {
  return parsed.sections
    .filter((candidate) => candidate.name === section)
    .flatMap((candidate) =>
      candidate.entries.filter((entry) => entry.key === key).map((entry) => entry.value),
    );
}

export function hasSection(parsed: ParsedUnitFile, section: string): boolean {
  return parsed.sections.some((candidate) => candidate.name === section);
}
