/**
 * One schema for editors, of any kind by its apiVersion and kind: `schemas/muster.schema.json`. Editors report the
 * errors of the branch that applies when it is chosen by if and then; with oneOf they report those of all.
 */
import { bundleSchemas } from './bundle-schemas.ts';
import type { GeneratedFile } from './generated-file.ts';

export async function generateEditorSchema(root: string): Promise<GeneratedFile[]> {
  const { definitions, kinds } = bundleSchemas(root, (schema) => {
    const { 'x-expected': expected, ...rest } = schema;
    // What VS Code and yaml-language-server say instead of quoting the pattern.
    return typeof expected === 'string' ? { ...rest, patternErrorMessage: `must be ${expected}` } : rest;
  });
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'https://muster.dev/schemas/v1/muster.schema.json',
    $comment: 'Made from the schemas beside it by `npm run generate`. Change those, not this.',
    title: 'Muster',
    description: 'A manifest of muster: an object of any kind.',
    type: 'object',
    required: ['apiVersion', 'kind'],
    properties: {
      apiVersion: {
        description: 'The version of the shape of this kind.',
        enum: [...new Set(kinds.map(({ apiVersion }) => apiVersion))].sort(),
      },
      kind: { description: 'What kind of object this is.', enum: kinds.map(({ kind }) => kind) },
    },
    allOf: kinds.map(({ kind, definition }) => ({
      if: { required: ['kind'], properties: { kind: { const: kind } } },
      // biome-ignore lint/suspicious/noThenProperty: JSON Schema calls it so; nothing awaits this.
      then: { $ref: `#/definitions/${definition}` },
    })),
    definitions,
  };
  return [{ path: 'schemas/muster.schema.json', content: `${JSON.stringify(schema, null, 2)}\n` }];
}
