import { explain } from './explain.ts';
import type { JsonSchema } from './json-schema.ts';
import { kinds } from './kinds.ts';
import { resolveReference, schemaFiles } from './schema-files.ts';

test('names the field, its type, its words, and what is below it', () => {
  expect(explain('unit.spec.placement')).toEqual({
    text: expect.stringMatching(
      /^GROUP: {6}muster\.dev\nKIND: {7}Unit\nVERSION: {4}v1\n\nFIELD: placement <UnitPlacement>\n\nDESCRIPTION:\n {4}Where the unit runs\.[\s\S]*FIELDS:\n {2}global\t<boolean>\n {4}Run on every machine[\s\S]*machineSelector\t<LabelSelector>/,
    ),
  });
});

test('a value: choices, default, example', () => {
  const explanation = explain('units.spec.onChange');
  expect(explanation).toEqual({ text: expect.stringContaining('Allowed: auto, restart, reload, none') });
  expect(explanation).toEqual({ text: expect.stringContaining('Default: "auto"') });
});

test.each([
  ['unit.spec.plcement', 'unit.spec.placement'],
  ['unt.spec.placement', 'unit.spec.placement'],
  ['m.spec.ssh.prt', 'm.spec.ssh.port'],
])('%s: did you mean %s?', (path, suggestion) => {
  expect(explain(path)).toEqual({ error: expect.any(String), suggestion });
});

test('every kind by each of its names', () => {
  for (const kind of kinds) {
    for (const name of [kind.kind, kind.plural, kind.singular, ...kind.shortNames]) {
      expect(explain(name)).toEqual({ text: expect.stringContaining(`KIND:       ${kind.kind}\n`) });
    }
  }
});

test('recursive: every field below', () => {
  expect(explain('unit', { recursive: true })).toEqual({
    text: expect.stringMatching(
      / {2}spec\t<UnitSpec> -required-\n {4}state\t<string>[\s\S]*\n {6}fromSecret\t<KeyReference>\n {8}name\t<string>/,
    ),
  });
});

test('no kind and no short name is given twice', () => {
  const names = kinds.flatMap(({ plural, singular, shortNames }) => [plural, singular, ...shortNames]);
  expect(new Set(names).size).toBe(names.length);
});

/** Every field of every schema with the path to it. */
function fields(schema: JsonSchema, file: string, path: string): [string, JsonSchema][] {
  const below = [
    ...(schema.items === undefined ? [] : fields(schema.items, file, `${path}[]`)),
    ...(schema.anyOf ?? []).flatMap((branch) => fields(branch, file, path)),
    ...Object.entries(schema.definitions ?? {}).flatMap(([name, part]) =>
      fields(part, file, `${path}#${name}`),
    ),
  ];
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, part]): [string, JsonSchema][] => [
    [`${path}.${name}`, resolveReference({ file, schema: part }).schema],
    ...fields(part, file, `${path}.${name}`),
  ]);
  return [...own, ...below];
}

test('every field has a description that is a sentence, and every pattern says what it wants', () => {
  const wanting = Object.entries(schemaFiles).flatMap(([file, schema]) =>
    fields(schema, file, file).flatMap(([path, { description, pattern, 'x-expected': expected }]) => [
      ...(/^[^a-z].{10,}[.)]$/s.test(description ?? '') || /^`/.test(description ?? '') ? [] : [path]),
      ...(pattern !== undefined && expected === undefined ? [`${path} x-expected`] : []),
    ]),
  );
  expect(wanting).toEqual([]);
});
