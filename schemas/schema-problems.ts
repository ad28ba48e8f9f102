/** Turns ajv's errors into ours: one for each thing that is wrong, in words for the person who wrote the manifest. */
import type { ErrorObject } from 'ajv';
import type { JsonSchema } from './json-schema.ts';
import type { Problem } from './problem.ts';
import { suggest } from './suggest.ts';

type Path = (string | number)[];

/** `/spec/files/0/path` into ['spec', 'files', 0, 'path'], with the indexes of arrays as numbers. */
function toPath(pointer: string, root: unknown): Path {
  const path: Path = [];
  let value: unknown = root;
  for (const escaped of pointer.split('/').slice(1)) {
    const key = escaped.replace(/~1/g, '/').replace(/~0/g, '~');
    path.push(Array.isArray(value) ? Number(key) : key);
    value = value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[key] : undefined;
  }
  return path;
}

const typeNames: { [type: string]: string } = {
  string: 'a string',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'a mapping of fields',
  array: 'a list',
  null: 'null',
};

/** `a`, `a or b`, `a, b or c`. */
export function joinOr(words: string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} or ${words[words.length - 1]}`;
}

function describeValue(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value === 'string') return value === '' ? 'an empty string' : 'a string';
  if (typeof value === 'boolean') return `the boolean ${value}`;
  return `the number ${String(value)}`;
}

/** What to write instead of a number or boolean where a string is wanted. */
function quoted(value: unknown, schema: JsonSchema | undefined): string | undefined {
  if (typeof value !== 'number' && typeof value !== 'boolean') return undefined;
  const isMode = schema?.pattern === '^[0-7]{3,4}$';
  if (!isMode) return `"${String(value)}"`;
  return /^[0-7]{3,4}$/.test(String(value)) ? `"${String(value).padStart(4, '0')}"` : undefined;
}

function typeProblem(path: Path, types: string[], value: unknown, schema: JsonSchema | undefined): Problem {
  const wanted = joinOr(types.map((type) => typeNames[type] ?? type));
  const problem: Problem = {
    path,
    message: `must be ${wanted}, not ${describeValue(value)}`,
    target: 'value',
  };
  if (types.every((type) => type === 'string' || type === 'null')) {
    const suggestion = quoted(value, schema);
    if (suggestion !== undefined) {
      const isMode = schema?.pattern === '^[0-7]{3,4}$';
      problem.message = isMode
        ? 'must be octal digits in quotes: without quotes YAML reads a decimal number'
        : `must be a string, not ${describeValue(value)}: put it in quotes`;
      problem.suggestion = suggestion;
    }
  } else if (types.length === 1 && types[0] === 'boolean' && typeof value === 'string') {
    // YAML 1.2 reads these as strings, YAML 1.1 read them as booleans.
    const word = value.toLowerCase();
    if (['yes', 'on', 'y', 'true'].includes(word)) problem.suggestion = 'true';
    if (['no', 'off', 'n', 'false'].includes(word)) problem.suggestion = 'false';
  } else if (types.length === 1 && types[0] === 'array' && typeof value === 'string' && value !== '') {
    problem.suggestion = JSON.stringify([value]);
  } else if (
    (types.includes('integer') || types.includes('number')) &&
    typeof value === 'string' &&
    /^\d{1,15}$/.test(value)
  ) {
    problem.suggestion = String(Number(value));
  }
  return problem;
}

/** The names that a `oneOf` of `required`s lets one choose from; null for any other schema. */
function requiredChoices(schema: unknown): string[] | null {
  if (!Array.isArray(schema)) return null;
  const names = (schema as JsonSchema[]).map((branch) =>
    Object.keys(branch).length === 1 && branch.required?.length === 1 ? branch.required[0] : undefined,
  );
  return names.every((name) => name !== undefined) ? names : null;
}

function backticks(names: string[]): string[] {
  return names.map((name) => `\`${name}\``);
}

function choiceProblem(path: Path, choices: string[], value: object): Problem {
  const given = choices.filter((name) => Object.hasOwn(value, name));
  const last = given[given.length - 1];
  if (last === undefined) {
    const words = joinOr(backticks(choices));
    return {
      path,
      message: choices.length === 2 ? `needs either ${words}` : `needs one of ${words}`,
      target: 'key',
    };
  }
  const others = backticks(given.slice(0, -1)).join(', ');
  return {
    path: [...path, last],
    message: `cannot stand beside ${others}: give only one of them`,
    target: 'key',
  };
}

/** Whether `pointer` is the place `at`, or below it. */
function isWithin(pointer: string, at: string): boolean {
  return pointer === at || pointer.startsWith(`${at}/`);
}

/** Takes the errors of a failed `anyOf` or `oneOf`'s branches, which stand right before its own, off the end. */
function takeBranches(settled: ErrorObject[], at: string): ErrorObject[] {
  let start = settled.length;
  while (start > 0 && isWithin(settled[start - 1]?.instancePath ?? '', at)) start--;
  return settled.splice(start);
}

/**
 * Of a failed `anyOf`: where some branch fits the value's type, its errors say what is wrong; otherwise only the
 * types that were possible matter. No schema of ours has other rules beside an `anyOf`.
 */
function settleAnyOf(settled: ErrorObject[], failed: ErrorObject): void {
  const at = failed.instancePath;
  const branches = takeBranches(settled, at);
  const telling = branches.filter((error) => !(error.keyword === 'type' && error.instancePath === at));
  if (telling.length > 0) {
    for (const error of telling) settled.push(error);
    return;
  }
  const types = new Set<string>();
  for (const error of branches) for (const type of [error.schema].flat()) types.add(String(type));
  settled.push({ ...failed, keyword: 'type', schema: [...types] });
}

function problemOf(error: ErrorObject, root: unknown): Problem | null {
  const path = toPath(error.instancePath, root);
  const parent = error.parentSchema as JsonSchema | undefined;
  const { keyword, data } = error;
  const limit = error.schema;
  if (error.propertyName !== undefined) {
    const expected = parent?.['x-expected'];
    const what =
      keyword === 'maxLength'
        ? `have at most ${String(limit)} characters`
        : `be ${expected ?? String(limit)}`;
    return {
      path: [...path, error.propertyName],
      message: `its name must ${what}`,
      target: 'key',
    };
  }
  switch (keyword) {
    case 'type':
      return typeProblem(path, [limit as string | string[]].flat(), data, parent);
    case 'required':
      return { path: [...path, String(error.params.missingProperty)], message: 'is required', target: 'key' };
    case 'additionalProperties': {
      const name = String(error.params.additionalProperty);
      const known = Object.keys(parent?.properties ?? {});
      const problem: Problem = {
        path: [...path, name],
        message: `unknown field \`${name}\``,
        target: 'key',
      };
      const suggestion = suggest(name, known);
      if (suggestion !== undefined) problem.suggestion = suggestion;
      else if (known.length > 0 && known.length <= 12) problem.message += ` (known: ${known.join(', ')})`;
      return problem;
    }
    case 'const':
    case 'enum': {
      const allowed = (keyword === 'const' ? [limit] : (limit as unknown[])).map(String);
      const message = allowed.length === 1 ? `must be ${allowed[0]}` : `must be one of ${allowed.join(', ')}`;
      const problem: Problem = { path, message, target: 'value' };
      const suggestion = typeof data === 'string' ? suggest(data, allowed) : undefined;
      if (suggestion !== undefined) problem.suggestion = suggestion;
      return problem;
    }
    case 'pattern':
      return {
        path,
        message: `must be ${parent?.['x-expected'] ?? `like ${String(limit)}`}`,
        target: 'value',
      };
    case 'minLength':
      return { path, message: 'must not be empty', target: 'value' };
    case 'maxLength':
      return { path, message: `must have at most ${String(limit)} characters`, target: 'value' };
    case 'minimum':
      return { path, message: `must be at least ${String(limit)}`, target: 'value' };
    case 'maximum':
      return { path, message: `must be at most ${String(limit)}`, target: 'value' };
    case 'maxItems':
      return { path, message: `must have at most ${String(limit)} items`, target: 'value' };
    case 'uniqueItems': {
      const { i, j } = error.params as { i: number; j: number };
      const [first, second] = [Math.min(i, j), Math.max(i, j)];
      const item = JSON.stringify((data as unknown[])[second]);
      return {
        path: [...path, second],
        message: `${item} is given twice, first as item ${first + 1}`,
        target: 'value',
      };
    }
    // The errors of the name itself come beside it.
    case 'propertyNames':
      return null;
    default:
      return { path, message: error.message ?? `breaks the rule ${keyword}`, target: 'value' };
  }
}

/** Of several rules that one text breaks, the first one (it is empty, it is too long) says enough. */
function oneForEachText(errors: ErrorObject[]): ErrorObject[] {
  const seen = new Set<string>();
  return errors.filter((error) => {
    if (!['minLength', 'maxLength', 'pattern'].includes(error.keyword)) return true;
    const place = JSON.stringify([error.instancePath, error.propertyName]);
    return !seen.has(place) && seen.add(place);
  });
}

/** Paths that misspelt fields were meant to have. */
function meantPaths(problems: Problem[]): Set<string> {
  return new Set(
    problems
      .filter((problem) => problem.target === 'key' && problem.suggestion !== undefined)
      .map((problem) => JSON.stringify([...problem.path.slice(0, -1), problem.suggestion])),
  );
}

/** `errors` as ajv reports them with allErrors and verbose, of the object `root`. */
export function schemaProblems(errors: readonly ErrorObject[], root: unknown): Problem[] {
  const settled: ErrorObject[] = [];
  const choices: { path: Path; names: string[]; data: object }[] = [];
  for (const error of errors) {
    if (error.keyword === 'anyOf') {
      settleAnyOf(settled, error);
      continue;
    }
    const names = error.keyword === 'oneOf' ? requiredChoices(error.schema) : null;
    if (names === null) {
      settled.push(error);
      continue;
    }
    const { data } = error;
    const before = takeBranches(settled, error.instancePath);
    const isBranch = (earlier: ErrorObject): boolean =>
      earlier.keyword === 'required' && earlier.schemaPath.includes('/oneOf/');
    for (const earlier of before) if (!isBranch(earlier)) settled.push(earlier);
    // Of what is no mapping, its type is what is wrong.
    if (data !== null && typeof data === 'object' && !Array.isArray(data)) {
      choices.push({ path: toPath(error.instancePath, root), names, data });
    }
  }
  const problems = oneForEachText(settled)
    .map((error) => problemOf(error, root))
    .filter((problem) => problem !== null);
  // A misspelt field is one mistake: that the right one is missing follows from it.
  const meant = meantPaths(problems);
  const isMeant = (path: Path): boolean => meant.has(JSON.stringify(path));
  for (const { path, names, data } of choices) {
    if (!names.some((name) => isMeant([...path, name]))) problems.push(choiceProblem(path, names, data));
  }
  return problems.filter((problem) => !(problem.message === 'is required' && isMeant(problem.path)));
}
