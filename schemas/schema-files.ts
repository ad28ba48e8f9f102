import conditionSchema from './condition.schema.json';
import configMapSchema from './config-map.schema.json';
import eventSchema from './event.schema.json';
import type { JsonSchema } from './json-schema.ts';
import labelSelectorSchema from './label-selector.schema.json';
import leaseSchema from './lease.schema.json';
import machineSchema from './machine.schema.json';
import namespaceSchema from './namespace.schema.json';
import objectMetaSchema from './object-meta.schema.json';
import placementSchema from './placement.schema.json';
import secretSchema from './secret.schema.json';
import unitSchema from './unit.schema.json';

/** Every schema by the name of its file, which is also how they refer to each other. */
export const schemaFiles: { readonly [file: string]: JsonSchema } = {
  'condition.schema.json': conditionSchema,
  'config-map.schema.json': configMapSchema,
  'event.schema.json': eventSchema,
  'label-selector.schema.json': labelSelectorSchema,
  'lease.schema.json': leaseSchema,
  'machine.schema.json': machineSchema,
  'namespace.schema.json': namespaceSchema,
  'object-meta.schema.json': objectMetaSchema,
  'placement.schema.json': placementSchema,
  'secret.schema.json': secretSchema,
  'unit.schema.json': unitSchema,
};

/** A schema and the file whose `#/definitions` its references mean. */
export interface SchemaInFile {
  file: string;
  schema: JsonSchema;
}

/**
 * Follows `$ref` (`#/definitions/spec`, `object-meta.schema.json`) to the schema itself. What stands beside the
 * reference, such as a description of this use of it, wins. Throws for a reference to nothing.
 */
export function resolveReference(at: SchemaInFile): SchemaInFile {
  const reference = at.schema.$ref;
  if (reference === undefined) return at;
  const [name = '', fragment = ''] = reference.split('#');
  const file = name === '' ? at.file : name;
  const root = schemaFiles[file];
  const target = fragment === '' ? root : root?.definitions?.[fragment.replace('/definitions/', '')];
  if (target === undefined) throw new Error(`${at.file} refers to ${reference}, which does not exist`);
  const resolved = resolveReference({ file, schema: target });
  const { $ref: _, ...beside } = at.schema;
  return { file: resolved.file, schema: { ...resolved.schema, ...beside } };
}
