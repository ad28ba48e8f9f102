/** TypeScript types of every kind, from the schemas: `schemas/types.generated.ts`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from 'json-schema-to-typescript';
import type { GeneratedFile } from './generated-file.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

const banner = '// Made from schemas/*.schema.json by `npm run generate`. Change those, not this.';

/** `config-map.schema.json` becomes `configMap`. */
function definitionName(file: string): string {
  return file.replace('.schema.json', '').replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * One file's schema with its references pointing into the one bundle. A description beside a `$ref` would make the
 * generator write the type twice, so it moves around it; a `oneOf` that only says which of two fields is needed
 * would make the type hard to use, and is left to validation.
 */
function forBundle(value: Json, file: string): Json {
  if (Array.isArray(value)) return value.map((item) => forBundle(item, file));
  if (value === null || typeof value !== 'object') return value;
  if (typeof value.$ref === 'string') {
    const [target, fragment] = value.$ref.split('#/definitions/');
    const name = target === '' || target === undefined ? file : target;
    const reference: JsonObject = {
      $ref: `#/definitions/${definitionName(name)}${fragment === undefined ? '' : `.${fragment}`}`,
    };
    return typeof value.description === 'string'
      ? { description: value.description, allOf: [reference] }
      : reference;
  }
  const copy: JsonObject = {};
  for (const [key, item] of Object.entries(value)) {
    if (key === 'definitions' || key === '$id' || key === '$schema') continue;
    if (key === 'oneOf' && JSON.stringify(item).startsWith('[{"required"')) continue;
    copy[key] = forBundle(item, file);
  }
  return copy;
}

export async function generateTypes(root: string): Promise<GeneratedFile[]> {
  const folder = join(root, 'schemas');
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.schema.json') && name !== 'muster.schema.json')
    .sort();
  const definitions: JsonObject = {};
  const kinds: Json[] = [];
  for (const file of files) {
    const schema = JSON.parse(readFileSync(join(folder, file), 'utf8')) as JsonObject;
    const name = definitionName(file);
    definitions[name] = forBundle(schema, file);
    for (const [inner, definition] of Object.entries((schema.definitions ?? {}) as JsonObject)) {
      definitions[`${name}.${inner}`] = forBundle(definition, file);
    }
    if ((schema.properties as JsonObject).kind !== undefined && file !== 'object-meta.schema.json') {
      kinds.push({ $ref: `#/definitions/${name}` });
    }
  }
  const text = await compile(
    { description: 'An object of any kind.', oneOf: kinds, definitions } as Parameters<typeof compile>[0],
    'AnyObject',
    { bannerComment: banner, ignoreMinAndMaxItems: true },
  );
  return [{ path: 'schemas/types.generated.ts', content: text }];
}
