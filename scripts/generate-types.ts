/** TypeScript types of every kind, from the schemas: `schemas/types.generated.ts`. */
import { compile } from 'json-schema-to-typescript';
import { bundleSchemas, type JsonObject } from './bundle-schemas.ts';
import type { GeneratedFile } from './generated-file.ts';

const banner = '// Made from schemas/*.schema.json by `npm run generate`. Change those, not this.';

/**
 * A description beside a `$ref` would make the generator write the type twice, so it moves around it; a `oneOf` that
 * only says which of two fields is needed would make the type hard to use, and is left to validation.
 */
function forTypes(schema: JsonObject): JsonObject {
  const { $ref, description, oneOf, ...rest } = schema;
  if (typeof $ref === 'string') {
    return typeof description === 'string' ? { description, allOf: [{ $ref }] } : { $ref };
  }
  const isChoiceOfFields = JSON.stringify(oneOf ?? '').startsWith('[{"required"');
  return isChoiceOfFields ? { ...rest, ...(description === undefined ? {} : { description }) } : schema;
}

export async function generateTypes(root: string): Promise<GeneratedFile[]> {
  const { definitions, kinds } = bundleSchemas(root, forTypes);
  const text = await compile(
    {
      description: 'An object of any kind.',
      oneOf: kinds.map(({ definition }) => ({ $ref: `#/definitions/${definition}` })),
      definitions,
    } as Parameters<typeof compile>[0],
    'AnyObject',
    { bannerComment: banner, ignoreMinAndMaxItems: true },
  );
  return [{ path: 'schemas/types.generated.ts', content: text }];
}
