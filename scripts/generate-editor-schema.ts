/**
 * One schema for editors, of any kind by its apiVersion and kind, with every directive that systemd knows:
 * `schemas/muster.schema.json`. Editors report the errors of the branch that applies when it is chosen by `if` and
 * `then`; with `oneOf` they report those of all.
 */
import { directiveNames, findDirective } from '../units/directive-catalogue.ts';
import { bundleSchemas, type Json, type JsonObject } from './bundle-schemas.ts';
import type { GeneratedFile } from './generated-file.ts';

/** Where a directive is described, when not in the manual of its section. */
const manuals: { [section: string]: string } = {
  Unit: 'systemd.unit(5)',
  Install: 'systemd.unit(5)',
  Slice: 'systemd.resource-control(5)',
};

/** What stands for a type in systemd's list; those left out say nothing to a reader. */
const typeWords: { [type: string]: string } = {
  BOOLEAN: 'true or false',
  SECONDS: 'a time span, such as 5min 20s',
  TIMER: 'a time, such as daily or 10min',
  'UNIT [...]': 'names of units',
  UNIT: 'the name of a unit',
  SIGNAL: 'a signal, such as SIGTERM',
  MODE: 'an octal mode',
  UNSIGNED: 'a whole number',
  INTEGER: 'a whole number',
  'PATH [...]': 'paths',
  PATH: 'a path',
};

/** A section's schema with its directives spelt out, for completion; anything else but `X-…` is an error. */
function sectionSchema(section: string, definitions: JsonObject): JsonObject | null {
  const names = directiveNames(section);
  const general = definitions['unit.section'] as JsonObject;
  if (names.length === 0) return null;
  const properties: JsonObject = {};
  for (const name of names.sort()) {
    const { type = '', since = null } = findDirective(section, name) ?? {};
    const what = typeWords[type];
    const description = [
      what === undefined ? '' : `Takes ${what}.`,
      `See ${manuals[section] ?? `systemd.${section.toLowerCase()}(5)`} or systemd.directives(7).`,
      since === null ? '' : `Since systemd ${since}.`,
    ];
    properties[name] = {
      $ref: '#/definitions/unit.directiveValue',
      description: description.filter((sentence) => sentence !== '').join(' '),
    };
  }
  const own = general.properties as JsonObject;
  for (const [name, schema] of Object.entries(own)) if (name in properties) properties[name] = schema;
  return {
    description: `[${section}]`,
    type: 'object',
    properties,
    patternProperties: { '^X-': { $ref: '#/definitions/unit.directiveValue' } },
    additionalProperties: false,
  };
}

function addDirectives(definitions: JsonObject): void {
  const sections = (definitions['unit.sections'] as { properties: { [section: string]: Json } }).properties;
  for (const [section, given] of Object.entries(sections)) {
    const schema = sectionSchema(section, definitions);
    if (schema === null) continue;
    definitions[`unit.section.${section}`] = schema;
    sections[section] = { ...(given as JsonObject), $ref: `#/definitions/unit.section.${section}` };
  }
}

export async function generateEditorSchema(root: string): Promise<GeneratedFile[]> {
  const { definitions, kinds } = bundleSchemas(root, (schema) => {
    const { 'x-expected': expected, ...rest } = schema;
    // What VS Code and yaml-language-server say instead of quoting the pattern.
    return typeof expected === 'string' ? { ...rest, patternErrorMessage: `must be ${expected}` } : rest;
  });
  addDirectives(definitions);
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
  return [{ path: 'schemas/muster.schema.json', content: `${JSON.stringify(schema, null, 1)}\n` }];
}
