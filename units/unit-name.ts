/** Unit names after systemd.unit(5) and src/basic/unit-name.c. */

export const unitTypes = [
  'service',
  'socket',
  'target',
  'device',
  'mount',
  'automount',
  'swap',
  'timer',
  'path',
  'slice',
  'scope',
] as const;
export type UnitType = (typeof unitTypes)[number];

/** The types of which a unit file can be written: devices come from udev, scopes from the bus. */
export const fileUnitTypes: readonly UnitType[] = unitTypes.filter(
  (type) => type !== 'device' && type !== 'scope',
);

export interface UnitName {
  /** The whole name: `hello@1.service`. */
  name: string;
  /** Up to the `@` or the type: `hello`. */
  prefix: string;
  /** `1` in `hello@1.service`, the empty string in the template `hello@.service`, null without an `@`. */
  instance: string | null;
  type: UnitType;
  isTemplate: boolean;
  /** `hello@.service` for an instance; null otherwise. */
  template: string | null;
}

const allowedCharacters = /^[A-Za-z0-9:_.\\@-]*$/;
const longestName = 255;

/** Why this is no unit name, as a sentence; null when it is one. */
export function unitNameProblem(name: string): string | null {
  if (name === '') return 'the unit name is empty';
  if (name.length > longestName) return `the unit name has ${name.length} characters; 255 is the most`;
  if (!allowedCharacters.test(name)) {
    const character = [...name].find((candidate) => !allowedCharacters.test(candidate)) ?? '';
    return `unit names consist of letters, digits and ":-_.\\@"; ${JSON.stringify(character)} is not allowed (systemd-escape turns any text into a name)`;
  }
  const dot = name.lastIndexOf('.');
  if (dot < 0) return `the name has no type; did you mean ${name}.service?`;
  const type = name.slice(dot + 1);
  if (!isUnitType(type)) {
    return `".${type}" is no unit type; ${unitTypes.map((known) => `.${known}`).join(', ')} are`;
  }
  if (dot === 0) return `there is nothing before ".${type}"`;
  if (name.startsWith('@')) return 'there is nothing before the "@"';
  return null;
}

function isUnitType(text: string): text is UnitType {
  return (unitTypes as readonly string[]).includes(text);
}

/** Takes a name apart; null when it is not valid. */
export function parseUnitName(name: string): UnitName | null {
  if (unitNameProblem(name) !== null) return null;
  const dot = name.lastIndexOf('.');
  const type = name.slice(dot + 1);
  if (!isUnitType(type)) return null;
  const stem = name.slice(0, dot);
  const at = stem.indexOf('@');
  if (at < 0) return { name, prefix: stem, instance: null, type, isTemplate: false, template: null };
  const prefix = stem.slice(0, at);
  const instance = stem.slice(at + 1);
  const isTemplate = instance === '';
  return { name, prefix, instance, type, isTemplate, template: isTemplate ? null : `${prefix}@.${type}` };
}

/** `hello@.service` and `1` give `hello@1.service`. Throws when the name is no template or the result no name. */
export function instanceName(template: string, instance: string): string {
  const parsed = parseUnitName(template);
  if (parsed === null || !parsed.isTemplate) {
    throw new Error(
      `${template} is not a template, so it has no instances; a template is named like hello@.service`,
    );
  }
  const name = `${parsed.prefix}@${instance}.${parsed.type}`;
  const problem = instance === '' ? 'the instance is empty' : unitNameProblem(name);
  if (problem !== null) throw new Error(`instance ${JSON.stringify(instance)} of ${template}: ${problem}`);
  return name;
}

/** `a-b-c.service` has the prefixes `a-b-` and `a-`, for which drop-ins may exist (`a-.service.d/`). Longest first. */
export function prefixDropInNames(name: string): string[] {
  const parsed = parseUnitName(name);
  if (parsed === null) return [];
  const names: string[] = [];
  for (let dash = parsed.prefix.lastIndexOf('-'); dash > 0; dash = parsed.prefix.lastIndexOf('-', dash - 1)) {
    // systemd skips a prefix that is the whole name already: `foo-.service` has no prefix `foo-`.
    if (dash === parsed.prefix.length - 1) continue;
    names.push(`${parsed.prefix.slice(0, dash + 1)}.${parsed.type}`);
  }
  return names;
}

const unescaped = /[A-Za-z0-9:_.]/;

/** As `systemd-escape TEXT`: `/` becomes `-`, what may not stand in a name becomes `\xNN` (bytes of UTF-8). */
export function escapeUnitText(text: string): string {
  let escaped = '';
  for (const [index, byte] of Buffer.from(text, 'utf8').entries()) {
    const character = String.fromCharCode(byte);
    if (character === '/') escaped += '-';
    else if (unescaped.test(character) && !(index === 0 && character === '.')) escaped += character;
    else escaped += `\\x${byte.toString(16).padStart(2, '0')}`;
  }
  return escaped;
}

/** The inverse of `escapeUnitText`; null when there is a broken `\x` in it. */
export function unescapeUnitText(escaped: string): string | null {
  const bytes: number[] = [];
  for (let index = 0; index < escaped.length; index += 1) {
    const character = escaped.charAt(index);
    if (character === '-') {
      bytes.push(0x2f);
    } else if (character === '\\') {
      const code = /^\\x([0-9A-Fa-f]{2})/.exec(escaped.slice(index))?.[1];
      if (code === undefined) return null;
      bytes.push(Number.parseInt(code, 16));
      index += 3;
    } else {
      bytes.push(...Buffer.from(character, 'utf8'));
    }
  }
  return Buffer.from(bytes).toString('utf8');
}

/** As `systemd-escape --path`: `/var/lib/a b` gives `var-lib-a\x20b`, `/` gives `-`. Null when `..` or nothing is in it. */
export function escapeUnitPath(path: string): string | null {
  if (!path.startsWith('/')) return null;
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) return null;
  return parts.length === 0 ? '-' : escapeUnitText(parts.join('/'));
}

/** The inverse of `escapeUnitPath`: `var-lib` gives `/var/lib`. */
export function unescapeUnitPath(escaped: string): string | null {
  if (escaped === '-') return '/';
  const text = unescapeUnitText(escaped);
  return text === null || text === '' ? null : `/${text}`;
}

/** Matches a name against a shell glob (`*`, `?`, `[a-z]`, `[!x]`), as systemctl does with fnmatch(3). Linear in practice: no regular expression that could run away. */
export function matchesGlob(name: string, glob: string): boolean {
  let position = 0;
  let token = 0;
  let star = -1;
  let resume = 0;
  while (position < name.length) {
    const step = matchOne(name.charAt(position), glob, token);
    if (glob.charAt(token) === '*') {
      star = token;
      resume = position;
      token += 1;
    } else if (step > 0) {
      token += step;
      position += 1;
    } else if (star >= 0) {
      token = star + 1;
      resume += 1;
      position = resume;
    } else return false;
  }
  while (glob.charAt(token) === '*') token += 1;
  return token === glob.length;
}

/** How long the piece of the glob at `token` is when it matches the character; 0 when it does not. */
function matchOne(character: string, glob: string, token: number): number {
  const first = glob.charAt(token);
  if (first === '?') return 1;
  const set = first === '[' ? /^\[([!^]?)(\]?[^\]]*)\]/.exec(glob.slice(token)) : null;
  // A backslash is part of unit names (`a\x2db`), so it is not an escape here.
  if (set === null) return first !== '' && first === character ? 1 : 0;
  return inSet(character, set[2] ?? '') === (set[1] === '') ? set[0].length : 0;
}

/** Members of a bracket expression: single characters and ranges. */
function inSet(character: string, members: string): boolean {
  for (let index = 0; index < members.length; index += 1) {
    const from = members.charAt(index);
    const isRange = members.charAt(index + 1) === '-' && index + 2 < members.length;
    const to = isRange ? members.charAt(index + 2) : from;
    if (character >= from && character <= to) return true;
    if (isRange) index += 2;
  }
  return false;
}

/** Whether a name has characters that make it a glob. */
export function isGlob(name: string): boolean {
  return /[*?[]/.test(name);
}
