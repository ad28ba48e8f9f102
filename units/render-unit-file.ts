/**
 * Writes `spec.sections` (and `spec.dropIns`) as the text of a unit file.
 *
 * Values go to systemd as they are: its quoting, its escapes and its `%` specifiers stay the user's to use. Only the
 * object form of Environment= (`Environment: {GREETING: "a b"}`) is quoted here, since there the value is meant
 * literally; `%` passes even there, so `%H` still is the host name and `%%` a percent sign.
 */

import type { DirectiveValue, UnitEnvironment, UnitSections } from '../schemas/types.ts';

type Scalar = string | number | boolean;

export interface RenderProblem {
  /** Below `sections`: `['Service', 'ExecStart', 1]`. */
  path: (string | number)[];
  message: string;
  target: 'key' | 'value';
}

/** Directives that take `NAME=value` words, and so an object in YAML. */
const objectDirectives = new Set(['Environment', 'LogExtraFields']);

const sectionName = /^[A-Za-z0-9][A-Za-z0-9 ._-]*$/;
const directiveName = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** Tab is white space to systemd; every other control character could end a line or hide from a reader. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
const controlCharacter = /[\u0000-\u0008\u000a-\u001f\u007f\u0085\u2028\u2029]/;

/** Renders in the order of the object's keys; each element of an array is a line of its own. */
export function renderUnitFile(sections: UnitSections): { text: string; problems: RenderProblem[] } {
  const problems: RenderProblem[] = [];
  const blocks: string[] = [];
  for (const [section, directives] of Object.entries(sections)) {
    if (!sectionName.test(section)) {
      problems.push({
        path: [section],
        message: `${JSON.stringify(section)} cannot be a section: letters, digits, "-", "_", "." and spaces are allowed`,
        target: 'key',
      });
      continue;
    }
    const lines = [`[${section}]`];
    for (const [directive, value] of Object.entries(directives ?? {})) {
      if (value === undefined) continue;
      if (!directiveName.test(directive)) {
        problems.push({
          path: [section, directive],
          message: `${JSON.stringify(directive)} cannot be a directive: letters, digits, "-", "_" and "." are allowed`,
          target: 'key',
        });
        continue;
      }
      for (const rendered of renderValues(directive, value, [section, directive], problems)) {
        lines.push(`${directive}=${rendered}`);
      }
    }
    blocks.push(`${lines.join('\n')}\n`);
  }
  return { text: blocks.join('\n'), problems };
}

/** The values that a directive's lines will have; what cannot be written is left to `renderUnitFile` to say. */
export function renderedValues(directive: string, value: DirectiveValue | UnitEnvironment): string[] {
  return renderValues(directive, value, [], []);
}

function renderValues(
  directive: string,
  value: DirectiveValue | UnitEnvironment,
  path: (string | number)[],
  problems: RenderProblem[],
): string[] {
  if (Array.isArray(value)) {
    return value.map((element, index) => renderScalar(element, [...path, index], problems));
  }
  if (typeof value !== 'object' || value === null) return [renderScalar(value, path, problems)];
  if (!objectDirectives.has(directive)) {
    problems.push({
      path,
      message: `${directive}= takes a text or a list of texts, not a mapping`,
      target: 'value',
    });
    return [];
  }
  return Object.entries(value).map(([name, element]) => {
    if (!variableName.test(name)) {
      problems.push({
        path: [...path, name],
        message: `${JSON.stringify(name)} is not a name that ${directive}= takes: letters, digits and "_" are allowed`,
        target: 'key',
      });
      return '';
    }
    const text = plainText(element);
    const problem = textProblem(text);
    if (problem !== null) problems.push({ path: [...path, name], message: problem, target: 'value' });
    return quoteAssignment(name, text);
  });
}

function plainText(value: Scalar): string {
  // In an environment variable YAML's `true` means the word; only directives speak yes/no.
  return String(value);
}

function renderScalar(value: Scalar, path: (string | number)[], problems: RenderProblem[]): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return Number.isInteger(value) ? BigInt(value).toString() : String(value);
    problems.push({ path, message: `${value} is not a number that systemd reads`, target: 'value' });
    return '';
  }
  if (typeof value !== 'string') {
    problems.push({ path, message: 'expected a text, a number or a boolean', target: 'value' });
    return '';
  }
  // YAML's `>` and `|` leave one line end behind the text; systemd strips white space around a value anyway.
  const text = value.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
  const problem =
    textProblem(text) ??
    (/(^|[^\\])(\\\\)*\\$/.test(text)
      ? 'the value ends in a backslash, which would join it with the next line; double it or remove it'
      : null);
  if (problem !== null) problems.push({ path, message: problem, target: 'value' });
  return text;
}

function textProblem(text: string): string | null {
  const found = controlCharacter.exec(text);
  if (found === null) return null;
  if (found[0] === '\n' || found[0] === '\r') {
    return 'the value has more than one line, and a directive is one line; use ">-" in YAML to fold it, or a list for several';
  }
  const code = found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return `the value contains the control character U+${code}; remove it`;
}

/** One word by systemd's rules of quoting (systemd.syntax(7), "Quoting"): `"GREETING=say \"hi\""`. */
function quoteAssignment(name: string, text: string): string {
  const assignment = `${name}=${text}`;
  return /^[A-Za-z0-9_=%./:@,+-]*$/.test(assignment)
    ? assignment
    : `"${assignment.replace(/["\\]/g, '\\$&')}"`;
}
