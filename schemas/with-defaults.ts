import { findKind } from './kinds.ts';
import { resolveReference, type SchemaInFile } from './schema-files.ts';

function isMapping(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function filled(value: unknown, at: SchemaInFile): unknown {
  const { file, schema } = resolveReference(at);
  if (Array.isArray(value)) {
    const { items } = schema;
    return items === undefined ? value : value.map((item) => filled(item, { file, schema: items }));
  }
  if (!isMapping(value) || schema.properties === undefined) return value;
  const copy: Record<string, unknown> = { ...value };
  for (const [name, property] of Object.entries(schema.properties)) {
    const inner = { file, schema: property };
    if (copy[name] !== undefined) copy[name] = filled(copy[name], inner);
    else {
      const fallback = resolveReference(inner).schema.default;
      if (fallback !== undefined) copy[name] = structuredClone(fallback);
    }
  }
  return copy;
}

/**
 * A copy with every default of the schema filled in, in the parts that are there: no `placement` is made for its own
 * defaults. Objects of unknown kind come back as they are.
 */
export function withDefaults<T>(object: T): T {
  if (!isMapping(object)) return object;
  const kind = findKind(object.apiVersion, object.kind);
  return kind === undefined ? object : (filled(object, { file: kind.schemaFile, schema: kind.schema }) as T);
}
