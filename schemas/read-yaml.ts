import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseAllDocuments,
  type YAMLMap,
} from 'yaml';
import type { LocatedProblem, Problem } from './problem.ts';
import { syntaxMessage } from './yaml-syntax-message.ts';

/** Manifests are read whole; one larger than this is a mistake, and would take long to read. */
export const largestManifest = 10 * 1024 * 1024;

/** What is said of one that is larger. */
export const tooLarge = `is larger than ${largestManifest / 1024 / 1024} MB, the most a manifest may have: split it, or leave out what is no manifest`;

/** How often anchors may be repeated in one document, counting repetitions within repetitions. */
const mostAliases = 100;

export interface Position {
  /** From 1. */
  line: number;
  /** From 1, in UTF-16 code units. */
  column: number;
}

export interface YamlDocument {
  /** Plain data: mappings, lists, strings, numbers, booleans, null. */
  value: unknown;
  /** Where the field's name or its value stands; for a field that is missing, the nearest one around it. */
  position(path: Problem['path'], target: Problem['target']): Position;
  /** Puts a problem of `value` where it stands in the file. */
  locate(problem: Problem): LocatedProblem;
}

export interface YamlFile {
  /** Objects in the order of the file, the items of a List among them; empty documents are left out. */
  documents: YamlDocument[];
  /** What is no YAML. A document with such a problem is not among the documents; the others are. */
  problems: LocatedProblem[];
}

type PathNode = { key: Node | null; value: Node | null };

/** The pairs of mappings that were looked into, by name: a large one may have many problems. */
const pairsOf = new WeakMap<YAMLMap, Map<string, Pair>>();

function findPair(map: YAMLMap, name: string): Pair | undefined {
  let pairs = pairsOf.get(map);
  if (pairs === undefined) {
    pairs = new Map(map.items.map((pair) => [isScalar(pair.key) ? String(pair.key.value ?? '') : '', pair]));
    pairsOf.set(map, pairs);
  }
  return pairs.get(name);
}

/** The pair or item at the end of the path, or of as much of the path as is there. */
function find(document: Document, path: Problem['path']): { node: PathNode; found: boolean } {
  let node: PathNode = { key: null, value: document.contents as Node | null };
  for (const step of path) {
    let value: unknown = node.value;
    if (isAlias(value)) value = value.resolve(document);
    if (isMap(value)) {
      const pair = findPair(value, String(step));
      if (pair === undefined) return { node, found: false };
      node = { key: pair.key as Node, value: pair.value as Node | null };
    } else if (isSeq(value) && typeof step === 'number' && value.items[step] !== undefined) {
      node = { key: null, value: value.items[step] as Node };
    } else {
      return { node, found: false };
    }
  }
  return { node, found: true };
}

/** The first repeated key of any mapping. yaml's own check compares each key with each other, which takes minutes for a large mapping. */
function duplicateKeys(document: Document): { key: string; offset: number; first: number }[] {
  const found: { key: string; offset: number; first: number }[] = [];
  const waiting: unknown[] = [document.contents];
  while (waiting.length > 0) {
    const node = waiting.pop();
    if (isSeq(node)) {
      for (const item of node.items) waiting.push(item);
    } else if (isMap(node)) {
      const seen = new Map<string, number>();
      for (const { key, value } of node.items) {
        waiting.push(value);
        if (!isScalar(key) || key.range === null || key.range === undefined) continue;
        const name = String(key.value);
        const offset = key.range[0];
        const first = seen.get(name);
        if (first === undefined) seen.set(name, offset);
        else if (name !== '<<') found.push({ key: name, offset, first });
      }
    }
  }
  return found.sort((a, b) => a.offset - b.offset);
}

/** Places in a text, by offset. */
class SourceText {
  readonly #lines = new LineCounter();
  readonly #text: string;
  readonly #file: string;

  constructor(text: string, file: string) {
    this.#text = text;
    this.#file = file;
  }

  get lineCounter(): LineCounter {
    return this.#lines;
  }

  position(offset: number): Position {
    const { line, col } = this.#lines.linePos(Math.min(Math.max(offset, 0), this.#text.length));
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }

  line(number: number): string {
    const start = this.#lines.lineStarts[number - 1] ?? 0;
    const end = this.#text.indexOf('\n', start);
    return this.#text.slice(start, end < 0 ? undefined : end).replace(/\r$/, '');
  }

  problem(position: Position, problem: Pick<Problem, 'path' | 'message' | 'suggestion'>): LocatedProblem {
    const { path, message, suggestion } = problem;
    const located: LocatedProblem = {
      file: this.#file,
      ...position,
      path,
      message,
      sourceLine: this.line(position.line),
    };
    if (suggestion !== undefined) located.suggestion = suggestion;
    return located;
  }
}

function readable(
  value: unknown,
  document: Document,
  prefix: Problem['path'],
  source: SourceText,
): YamlDocument {
  const position = (path: Problem['path'], target: Problem['target']): Position => {
    const { node, found } = find(document, [...prefix, ...path]);
    // A missing field is shown at the name of the mapping that lacks it.
    const preferKey = target === 'key' || !found;
    const start = (preferKey ? (node.key ?? node.value) : (node.value ?? node.key))?.range?.[0];
    const empty = !preferKey && isScalar(node.value) && node.value.source === '';
    return source.position((empty ? node.key?.range?.[0] : start) ?? document.range?.[0] ?? 0);
  };
  return {
    value,
    position,
    locate: (problem) => source.problem(position(problem.path, problem.target), problem),
  };
}

function isList(value: unknown): value is { items: unknown[] } {
  if (value === null || typeof value !== 'object') return false;
  const { kind, items } = value as { kind?: unknown; items?: unknown };
  return typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items);
}

/** Every document of a YAML or JSON text. `file` is the name to show, such as `web/hello.yaml` or `<stdin>`. Never throws. */
export function readYaml(text: string, file: string): YamlFile {
  const start: Position = { line: 1, column: 1 };
  const alone = (message: string): YamlFile => ({
    documents: [],
    problems: [{ file, ...start, path: [], message, sourceLine: '' }],
  });
  if (text.length > largestManifest || Buffer.byteLength(text) > largestManifest) return alone(tooLarge);
  // The parser's time grows with the square of such a depth; no manifest has it.
  if (/(?:[[{][ \t]*){1000}/.test(text)) return alone('is nested too deeply');
  const source = new SourceText(text, file);
  let parsed: Document[];
  try {
    const stream = parseAllDocuments(text, {
      lineCounter: source.lineCounter,
      version: '1.2',
      schema: 'core',
      merge: true,
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'silent',
    });
    parsed = Array.isArray(stream) ? [...stream] : [];
  } catch (error) {
    // Too many levels of nesting overflow the parser's stack.
    const reason = error instanceof RangeError ? 'is nested too deeply' : String(error);
    return alone(`cannot be read as YAML: it ${reason}`);
  }
  const result: YamlFile = { documents: [], problems: [] };
  for (const document of parsed) {
    // What follows the first error is mostly its consequence.
    const [error] = document.errors;
    if (error !== undefined) {
      const position = source.position(error.pos[0]);
      const message = syntaxMessage(error.code, error.message, source.line(position.line));
      result.problems.push(source.problem(position, { path: [], message }));
      continue;
    }
    const duplicates = duplicateKeys(document);
    for (const { key, offset, first } of duplicates) {
      result.problems.push(
        source.problem(source.position(offset), {
          path: [],
          message: `\`${key}\` is given twice in one mapping, first in line ${source.position(first).line}`,
        }),
      );
    }
    if (duplicates.length > 0) continue;
    let value: unknown;
    try {
      value = document.toJS({ maxAliasCount: mostAliases });
    } catch (problem) {
      const message =
        problem instanceof ReferenceError && /alias/i.test(problem.message)
          ? `repeats its anchors more than ${mostAliases} times: write the values out`
          : problem instanceof RangeError
            ? 'is nested too deeply'
            : `cannot be read: ${problem instanceof Error ? problem.message : String(problem)}`;
      const offset = (document.contents as Node | null)?.range?.[0] ?? document.range?.[0] ?? 0;
      result.problems.push(source.problem(source.position(offset), { path: [], message }));
      continue;
    }
    if (value === null || value === undefined) continue;
    if (isList(value)) {
      for (const [index, item] of value.items.entries()) {
        result.documents.push(readable(item, document, ['items', index], source));
      }
    } else {
      result.documents.push(readable(value, document, [], source));
    }
  }
  return result;
}
