/**
 * The part of kubectl's JSONPath templates that people use: `{.metadata.name}`, `{.items[*].status.sync}`, `[0]`, `[-1]`,
 * slices, `..name`, `['a.b']`, filters `[?(@.type=="Ready")]`, `{range …}{end}`, and quoted text such as `{"\n"}`.
 */
import { usageError } from '../command-error.ts';

type Selector =
  | { type: 'field'; name: string }
  | { type: 'all' }
  | { type: 'deep'; name: string }
  | { type: 'slice'; from: number | undefined; to: number | undefined; index: boolean }
  | { type: 'filter'; path: Selector[]; operator: string; value: unknown };

type Node =
  | { type: 'text'; text: string }
  | { type: 'path'; path: Selector[] }
  | { type: 'range'; path: Selector[]; body: Node[] };

/** Compiles a template; throws a usage error that shows where it is wrong. */
export function compileJsonPath(template: string): (value: unknown) => string {
  const source = template.includes('{') ? template : `{${template.startsWith('.') ? '' : '.'}${template}}`;
  const nodes = parseTemplate(source);
  return (value) => render(nodes, value);
}

/** The values at one path, as `wait --for=jsonpath=` compares them. */
export function valuesAt(path: string, value: unknown): string[] {
  const inner = path.replace(/^\{(.*)\}$/s, '$1');
  return select(parsePath(inner, path), value).map(printed);
}

function parseTemplate(source: string): Node[] {
  const stack: { path: Selector[]; body: Node[] }[] = [{ path: [], body: [] }];
  const add = (node: Node) => stack.at(-1)?.body.push(node);
  let position = 0;
  while (position < source.length) {
    const open = source.indexOf('{', position);
    if (open === -1) {
      add({ type: 'text', text: source.slice(position) });
      break;
    }
    if (open > position) add({ type: 'text', text: source.slice(position, open) });
    const close = closingBrace(source, open);
    const inner = source.slice(open + 1, close).trim();
    position = close + 1;
    if (inner === 'end') {
      const done = stack.length > 1 ? stack.pop() : undefined;
      if (!done) throw usageError(`jsonpath: {end} without {range …} in ${source}`);
      add({ type: 'range', ...done });
    } else if (/^range\s/.test(inner)) {
      stack.push({ path: parsePath(inner.slice(6).trim(), source), body: [] });
    } else if (/^["']/.test(inner)) {
      add({ type: 'text', text: unquote(inner, source) });
    } else {
      add({ type: 'path', path: parsePath(inner, source) });
    }
  }
  if (stack.length > 1) throw usageError(`jsonpath: {range …} without {end} in ${source}`);
  return stack[0]?.body ?? [];
}

function closingBrace(source: string, open: number): number {
  let quote = '';
  for (let index = open + 1; index < source.length; index++) {
    const character = source[index] ?? '';
    if (quote) {
      if (character === '\\') index++;
      else if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '}') return index;
  }
  throw usageError(`jsonpath: a closing } is missing in ${source}`);
}

function unquote(text: string, source: string): string {
  const quote = text[0] ?? '"';
  if (text.length < 2 || !text.endsWith(quote)) {
    throw usageError(`jsonpath: a closing ${quote} is missing in ${source}`);
  }
  const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r' };
  return text.slice(1, -1).replace(/\\(.)/g, (_, character: string) => escapes[character] ?? character);
}

function parsePath(text: string, source: string): Selector[] {
  const path: Selector[] = [];
  let rest = text.replace(/^[$@]/, '');
  while (rest !== '') {
    let match = /^\.\.([\w-]+|\*)/.exec(rest);
    if (match) path.push({ type: 'deep', name: match[1] ?? '' });
    else {
      match = /^\.\*/.exec(rest);
      if (match) path.push({ type: 'all' });
      else {
        match = /^\.((?:[\w/-]|\\.)+)/.exec(rest) ?? (path.length === 0 ? /^([\w-]+)/.exec(rest) : null);
        if (match) path.push({ type: 'field', name: (match[1] ?? '').replace(/\\(.)/g, '$1') });
        else if (rest[0] === '[') {
          const inside = bracket(rest, source);
          path.push(parseBracket(inside.trim(), source));
          rest = rest.slice(inside.length + 2);
          continue;
        } else if (rest === '.') return path;
        else throw usageError(`jsonpath: "${rest}" is not understood in ${source}`);
      }
    }
    rest = rest.slice(match[0].length);
  }
  return path;
}

function bracket(rest: string, source: string): string {
  let depth = 0;
  let quote = '';
  for (let index = 0; index < rest.length; index++) {
    const character = rest[index] ?? '';
    if (quote) {
      if (character === '\\') index++;
      else if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '[') depth++;
    else if (character === ']' && --depth === 0) return rest.slice(1, index);
  }
  throw usageError(`jsonpath: a closing ] is missing in ${source}`);
}

function parseBracket(inside: string, source: string): Selector {
  if (inside === '*') return { type: 'all' };
  if (/^["']/.test(inside)) return { type: 'field', name: unquote(inside, source) };
  const slice = /^(-?\d+)?(:)?(-?\d+)?$/.exec(inside);
  if (slice && inside !== '') {
    const number = (part: string | undefined) => (part === undefined ? undefined : Number(part));
    return { type: 'slice', from: number(slice[1]), to: number(slice[3]), index: slice[2] === undefined };
  }
  const filter = /^\?\(\s*(@[^=!<>\s]*)\s*(?:(==|!=|<=|>=|<|>)\s*(.+?))?\s*\)$/s.exec(inside);
  if (!filter) throw usageError(`jsonpath: "[${inside}]" is not understood in ${source}`);
  const literal = filter[3];
  let value: unknown;
  if (literal !== undefined) {
    if (/^["']/.test(literal)) value = unquote(literal, source);
    else if (literal === 'true' || literal === 'false') value = literal === 'true';
    else if (literal !== '' && !Number.isNaN(Number(literal))) value = Number(literal);
    else
      throw usageError(`jsonpath: ${literal} is not a text in quotes, a number, true or false in ${source}`);
  }
  return { type: 'filter', path: parsePath(filter[1] ?? '', source), operator: filter[2] ?? 'exists', value };
}

function select(path: Selector[], root: unknown): unknown[] {
  return path.reduce(
    (values: unknown[], selector) => values.flatMap((value) => step(selector, value)),
    [root],
  );
}

function children(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}

function step(selector: Selector, value: unknown): unknown[] {
  switch (selector.type) {
    case 'field': {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, selector.name)) return [];
      return [(value as Record<string, unknown>)[selector.name]];
    }
    case 'all':
      return children(value);
    case 'deep': {
      const here =
        selector.name === '*' ? children(value) : step({ type: 'field', name: selector.name }, value);
      return [...here, ...children(value).flatMap((child) => step(selector, child))];
    }
    case 'slice': {
      if (!Array.isArray(value)) return [];
      if (!selector.index) return value.slice(selector.from, selector.to);
      const item: unknown = value.at(selector.from ?? 0);
      return item === undefined ? [] : [item];
    }
    case 'filter':
      return children(value).filter((item) => {
        const found = select(selector.path, item);
        if (selector.operator === 'exists') return found.length > 0;
        return found.some((one) => compare(one, selector.operator, selector.value));
      });
  }
}

function compare(left: unknown, operator: string, right: unknown): boolean {
  if (operator === '==') return left === right;
  if (operator === '!=') return left !== right;
  const [a, b] =
    typeof left === 'number' && typeof right === 'number' ? [left, right] : [String(left), String(right)];
  if (operator === '<') return a < b;
  if (operator === '<=') return a <= b;
  if (operator === '>') return a > b;
  return a >= b;
}

function printed(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

function render(nodes: Node[], value: unknown): string {
  return nodes
    .map((node) => {
      if (node.type === 'text') return node.text;
      const found = select(node.path, value);
      if (node.type === 'path') return found.map(printed).join(' ');
      const items = found.length === 1 && Array.isArray(found[0]) ? (found[0] as unknown[]) : found;
      return items.map((item) => render(node.body, item)).join('');
    })
    .join('');
}
