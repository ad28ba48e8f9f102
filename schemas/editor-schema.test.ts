import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { arbitraryObject } from './arbitrary-objects.ts';
import editorSchema from './muster.schema.json';
import { readYaml } from './read-yaml.ts';
import { validate } from './validate.ts';

const accepts = new Ajv({ strict: false, logger: false }).compile(editorSchema);

test('what is valid is valid in an editor', () => {
  fc.assert(
    fc.property(arbitraryObject, (object) => {
      expect({ accepted: accepts(object), errors: accepts.errors }).toEqual({ accepted: true, errors: null });
    }),
  );
});

test('an editor knows the directives of each section', () => {
  const unit = (sections: object): object => ({
    apiVersion: 'muster.dev/v1',
    kind: 'Unit',
    metadata: { name: 'a.service' },
    spec: { sections },
  });
  expect(accepts(unit({ Service: { ExecStart: 'a', Environment: { A: 'b' }, 'X-Ours': 1 } }))).toBe(true);
  expect(accepts(unit({ Service: { ExecStrat: 'a' } }))).toBe(false);
  expect(accepts(unit({ Timer: { ExecStart: 'a' } }))).toBe(false);
  expect(accepts({ apiVersion: 'muster.dev/v1', kind: 'Unite' })).toBe(false);
});

/** Every manifest of a folder that people can apply as it is. */
const folder = join(__dirname, '../manifests/quickstart');
test.each(readdirSync(folder).filter((name) => name.endsWith('.yaml')))(
  'manifests/quickstart/%s is valid',
  (name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=../../schemas/muster.schema.json');
    const { documents, problems } = readYaml(text, name);
    expect(problems).toEqual([]);
    expect(documents.length).toBeGreaterThan(0);
    for (const { value } of documents) {
      expect(validate(value).problems).toEqual([]);
      expect({ accepted: accepts(value), errors: accepts.errors }).toEqual({ accepted: true, errors: null });
    }
  },
);
