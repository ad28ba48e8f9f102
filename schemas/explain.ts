/** `muster explain`: the schemas' own words, laid out as kubectl explain does. */
import type { JsonSchema } from './json-schema.ts';
import { findKindByName, type Kind, kinds } from './kinds.ts';
import { resolveReference, type SchemaInFile } from './schema-files.ts';
import { suggest } from './suggest.ts';

export type Explanation = { text: string } | { error: string; suggestion?: string };

function typeOf(at: SchemaInFile): string {
  const { file, schema } = resolveReference(at);
  const inner = (part: JsonSchema): string => typeOf({ file, schema: part });
  const named = schema.title;
  if (schema.const !== undefined) return JSON.stringify(schema.const).replace(/"/g, '');
  if (schema.anyOf !== undefined) {
    if (named !== undefined) return named;
    return [...new Set(schema.anyOf.map(inner))].join(' | ');
  }
  const types = [schema.type ?? 'object'].flat();
  return types
    .map((type) => {
      if (type === 'array') return schema.items === undefined ? '[]any' : `[]${inner(schema.items)}`;
      if (type !== 'object') return type;
      if (named !== undefined) return named;
      const { additionalProperties } = schema;
      return typeof additionalProperties === 'object'
        ? `map[string]${inner(additionalProperties)}`
        : 'Object';
    })
    .join(' | ');
}

/** The schema one may go deeper into: a list's items, a map's values, the branch of an anyOf that has fields. */
function inside(at: SchemaInFile): SchemaInFile {
  const resolved = resolveReference(at);
  const { file, schema } = resolved;
  if (schema.items !== undefined) return inside({ file, schema: schema.items });
  if (schema.properties !== undefined) return resolved;
  for (const branch of schema.anyOf ?? []) {
    const found = inside({ file, schema: branch });
    if (found.schema.properties !== undefined) return found;
  }
  if (typeof schema.additionalProperties === 'object') {
    const found = inside({ file, schema: schema.additionalProperties });
    if (found.schema.properties !== undefined) return found;
  }
  return resolved;
}

function wrap(text: string, indent: string, columns = 80): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && indent.length + line.length + 1 + word.length > columns) {
      lines.push(indent + line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  lines.push(indent + line);
  return lines.join('\n');
}

/** Default, choices, limits and an example: what one wants to know besides the description. */
function facts(at: SchemaInFile): string[] {
  const { schema } = resolveReference(at);
  const lines: string[] = [];
  if (schema.enum !== undefined) lines.push(`Allowed: ${schema.enum.join(', ')}`);
  if (schema.default !== undefined) lines.push(`Default: ${JSON.stringify(schema.default)}`);
  if (schema['x-expected'] !== undefined) lines.push(`Form: ${schema['x-expected']}`);
  if (schema.minimum !== undefined && schema.maximum !== undefined) {
    lines.push(`Range: ${schema.minimum} to ${schema.maximum}`);
  }
  const [example] = schema.examples ?? [];
  if (example !== undefined)
    lines.push(
      `Example: ${typeof example === 'string' && !example.includes('\n') ? example : JSON.stringify(example)}`,
    );
  return lines;
}

function fieldsOf(at: SchemaInFile): [string, SchemaInFile, boolean][] {
  const { file, schema } = inside(at);
  return Object.entries(schema.properties ?? {}).map(([name, property]) => [
    name,
    { file, schema: property },
    schema.required?.includes(name) ?? false,
  ]);
}

function listFields(at: SchemaInFile, recursive: boolean, indent: string): string[] {
  return fieldsOf(at).flatMap(([name, field, required]) => {
    const head = `${indent}${name}\t<${typeOf(field)}>${required ? ' -required-' : ''}`;
    if (recursive) return [head, ...listFields(field, true, `${indent}  `)];
    const description = resolveReference(field).schema.description ?? '';
    const more = facts(field).filter((line) => /^(Allowed|Default)/.test(line));
    return [head, wrap(description, `${indent}  `), ...more.map((line) => wrap(line, `${indent}  `)), ''];
  });
}

function header(kind: Kind): string[] {
  const [group, version] = kind.apiVersion.includes('/')
    ? kind.apiVersion.split('/')
    : [undefined, kind.apiVersion];
  return [
    ...(group === undefined ? [] : [`GROUP:      ${group}`]),
    `KIND:       ${kind.kind}`,
    `VERSION:    ${version}`,
    '',
  ];
}

/**
 * `path` begins with a kind by any of its names: `unit`, `units.spec.placement`, `cm.data`. With `recursive` every
 * field below is listed, without descriptions.
 */
export function explain(path: string, options: { recursive?: boolean } = {}): Explanation {
  const [first = '', ...steps] = path.split('.').filter((step) => step !== '');
  const kind = findKindByName(first);
  if (kind === undefined) {
    const names = kinds.flatMap((known) => [known.singular, known.plural]);
    const suggestion = suggest(first, names);
    return suggestion === undefined
      ? { error: `there is no kind \`${first}\`; there are ${kinds.map((known) => known.plural).join(', ')}` }
      : { error: `there is no kind \`${first}\``, suggestion: [suggestion, ...steps].join('.') };
  }
  let at: SchemaInFile = { file: kind.schemaFile, schema: kind.schema };
  for (const [index, step] of steps.entries()) {
    const fields = fieldsOf(at);
    const field = fields.find(([name]) => name === step.replace(/\[\d*\]$/, ''));
    const { file, schema } = resolveReference(at);
    if (field === undefined && typeof schema.additionalProperties === 'object') {
      // A map: any name is one of its keys.
      at = { file, schema: schema.additionalProperties };
      continue;
    }
    if (field === undefined) {
      const before = [first, ...steps.slice(0, index)].join('.');
      const names = fields.map(([name]) => name);
      const meant = suggest(step, names);
      if (meant !== undefined) {
        return {
          error: `${before} has no field \`${step}\``,
          suggestion: [before, meant, ...steps.slice(index + 1)].join('.'),
        };
      }
      const known = names.length === 0 ? 'it has no fields' : `it has ${names.join(', ')}`;
      return { error: `${before} has no field \`${step}\`; ${known}` };
    }
    at = field[1];
  }
  const { schema } = resolveReference(at);
  const lines = header(kind);
  if (steps.length > 0) lines.push(`FIELD: ${steps[steps.length - 1]} <${typeOf(at)}>`, '');
  lines.push('DESCRIPTION:', wrap(schema.description ?? '', '    '));
  const more = steps.length > 0 ? facts(at) : [];
  if (more.length > 0) lines.push('', ...more.map((line) => wrap(line, '    ')));
  const fields = listFields(at, options.recursive === true, '  ');
  if (fields.length > 0) lines.push('', 'FIELDS:', ...fields);
  return { text: `${lines.join('\n').trimEnd()}\n` };
}
