/**
 * Validation code of every kind: `schemas/validators.generated.ts`. Compiling the schemas at run time would cost
 * every command that reads a manifest 100 ms or more; ajv's standalone code costs none of it.
 */
import { Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { readSchemas } from './bundle-schemas.ts';
import type { GeneratedFile } from './generated-file.ts';

interface KindSchema {
  $id: string;
  title: string;
  properties?: { kind?: { const?: string } };
}

const annotations = new Set([
  'description',
  'examples',
  'title',
  'default',
  'readOnly',
  'writeOnly',
  '$schema',
]);

/** Without what only people read: it would double the code's size. A field may be named like a keyword. */
function withoutAnnotations(schema: unknown, isSchema = true): unknown {
  if (Array.isArray(schema)) return schema.map((item) => withoutAnnotations(item));
  if (schema === null || typeof schema !== 'object') return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => !isSchema || !annotations.has(key))
      .map(([key, value]) => [
        key,
        withoutAnnotations(
          value,
          !['properties', 'patternProperties', 'definitions'].includes(key) || !isSchema,
        ),
      ]),
  );
}

/** `Unit` is validated by `validateUnit`. */
function exportName(kind: string): string {
  return `validate${kind}`;
}

export async function generateValidators(root: string): Promise<GeneratedFile[]> {
  const ajv = new Ajv({
    allErrors: true,
    // Errors carry the schema and the data, from which our own messages are made.
    verbose: true,
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
    code: { source: true, esm: true, lines: true },
  });
  ajv.addKeyword('x-expected');
  const exported: { [name: string]: string } = {};
  for (const source of readSchemas(root).values()) {
    const schema = source as unknown as KindSchema;
    ajv.addSchema(withoutAnnotations(schema) as KindSchema);
    if (schema.properties?.kind?.const !== undefined) exported[exportName(schema.title)] = schema.$id;
  }
  // With CommonJS and ES modules both reading this file, its one dependency on ajv's runtime is ours instead.
  const code = standaloneCode(ajv, exported).replace(
    /const (\w+) = require\("ajv\/dist\/runtime\/ucs2length"\)\.default;/g,
    (_, name: string) => `const ${name} = codePoints;`,
  );
  const left = /require\([^)]*\)/.exec(code);
  if (left !== null) throw new Error(`the validators would need ${left[0]} at run time`);
  const content = [
    '// @ts-nocheck',
    '// Made from schemas/*.schema.json by `npm run generate`. Change those, not this.',
    "import { codePoints } from './code-points.ts';",
    code.replace('"use strict";', ''),
    '',
  ].join('\n');
  return [{ path: 'schemas/validators.generated.ts', content }];
}
