/** The schemas of all kinds in one, whose references all point into its own `definitions`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Json = null | boolean | number | string | Json[] | JsonObject;
export type JsonObject = { [key: string]: Json };

export interface SchemaBundle {
  definitions: JsonObject;
  /** Every kind with the name of its definition, sorted by kind. */
  kinds: { kind: string; apiVersion: string; definition: string }[];
}

/** The schemas that people write, by file name; what is made from them is left out. */
export function readSchemas(root: string): Map<string, JsonObject> {
  const folder = join(root, 'schemas');
  const files = readdirSync(folder).filter(
    (name) => name.endsWith('.schema.json') && name !== 'muster.schema.json',
  );
  return new Map(
    files.sort().map((file) => [file, JSON.parse(readFileSync(join(folder, file), 'utf8')) as JsonObject]),
  );
}

/** `config-map.schema.json` becomes `configMap`. */
function definitionName(file: string): string {
  return file.replace('.schema.json', '').replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

function rewritten(value: Json, file: string, change: (schema: JsonObject) => JsonObject): Json {
  if (Array.isArray(value)) return value.map((item) => rewritten(item, file, change));
  if (value === null || typeof value !== 'object') return value;
  const copy: JsonObject = {};
  for (const [key, item] of Object.entries(value)) {
    if (key === 'definitions' || key === '$id' || key === '$schema') continue;
    copy[key] = rewritten(item, file, change);
  }
  if (typeof copy.$ref === 'string') {
    const [target = '', fragment] = copy.$ref.split('#/definitions/');
    const name = definitionName(target === '' ? file : target);
    copy.$ref = `#/definitions/${name}${fragment === undefined ? '' : `.${fragment}`}`;
  }
  return change(copy);
}

/** `change` is applied to every schema in the bundle, the innermost first. */
export function bundleSchemas(root: string, change: (schema: JsonObject) => JsonObject): SchemaBundle {
  const definitions: JsonObject = {};
  const kinds: SchemaBundle['kinds'] = [];
  for (const [file, schema] of readSchemas(root)) {
    const name = definitionName(file);
    definitions[name] = rewritten(schema, file, change);
    for (const [inner, definition] of Object.entries((schema.definitions ?? {}) as JsonObject)) {
      definitions[`${name}.${inner}`] = rewritten(definition, file, change);
    }
    const { kind, apiVersion } = schema.properties as { [field: string]: { const?: string } };
    if (kind?.const !== undefined && apiVersion?.const !== undefined) {
      kinds.push({ kind: kind.const, apiVersion: apiVersion.const, definition: name });
    }
  }
  return { definitions, kinds };
}
