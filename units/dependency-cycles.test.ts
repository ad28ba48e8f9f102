import fc from 'fast-check';
import type { Unit } from '../schemas/types.ts';
import { cycleProblem, dependencyCycles } from './dependency-cycles.ts';
import { loadManifests } from './load-manifests.ts';

function unit(name: string, dependsOn: string[] = [], bindsTo: string[] = []): Unit {
  return {
    apiVersion: 'muster.dev/v1',
    kind: 'Unit',
    metadata: { name, namespace: 'default' },
    spec: { text: '', dependsOn, bindsTo },
  };
}

/** Takes away, again and again, who waits for nobody: what is left, if anything, has a circle in it. */
function hasCycle(units: Unit[]): boolean {
  let left = units;
  for (;;) {
    const names = new Set(left.map(({ metadata }) => metadata.name));
    const next = left.filter(({ spec }) => (spec.dependsOn ?? []).some((name) => names.has(name)));
    if (next.length === left.length) return left.length > 0;
    left = next;
  }
}

test('a circle is found when there is one, and every step of it is a dependency', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => `${letter}.service`);
  const edges = fc.array(fc.subarray(names, { maxLength: 2 }), { minLength: 6, maxLength: 6 });
  fc.assert(
    fc.property(edges, (all) => {
      const units = names.map((name, index) =>
        unit(
          name,
          (all[index] ?? []).filter((other) => other !== name),
        ),
      );
      const cycles = dependencyCycles(units);
      expect(cycles.length > 0).toBe(hasCycle(units));
      for (const { units: around } of cycles) {
        for (const [index, each] of around.entries())
          expect(each.spec.dependsOn).toContain(around[(index + 1) % around.length]?.metadata.name);
      }
    }),
  );
});

test('an instance counts as its template, and the circle is spelled out where it can be broken', () => {
  const units = [
    unit('web@.service', ['cache@%i.service']),
    unit('db.service', [], ['web@1.service']),
    unit('cache@.service', ['missing.service', 'db.service']),
  ];
  const [cycle, ...more] = dependencyCycles(units);
  expect(more).toEqual([]);
  expect(cycle?.words).toBe('cache@.service → db.service → web@.service → cache@.service');
  const [first] = cycle?.units ?? [];
  if (cycle === undefined || first === undefined) throw new Error('no circle');
  expect(cycleProblem(cycle, first).path).toEqual(['spec', 'dependsOn', 1]);
});

test('units of other namespaces are other units, and long chains are no trouble', () => {
  const other = unit('b.service', ['a.service']);
  other.metadata.namespace = 'other';
  expect(dependencyCycles([unit('a.service', ['b.service']), other])).toEqual([]);
  const chain = Array.from({ length: 20_000 }, (_, index) =>
    unit(`u${index}.service`, [`u${index + 1}.service`]),
  );
  expect(dependencyCycles(chain)).toEqual([]);
});

test('a circle in manifests is an error at its place in the file', () => {
  const manifest = (name: string, field: string) =>
    `apiVersion: muster.dev/v1\nkind: Unit\nmetadata: {name: ${name}}\nspec:\n  ${field}\n  text: "[Service]\\nExecStart=/bin/true\\n"\n`;
  const text = [
    manifest('a.service', 'dependsOn: [b.service]'),
    manifest('b.service', 'bindsTo: [a.service]'),
  ].join('---\n');
  const { problems } = loadManifests([{ name: 'x.yaml', text }]);
  expect(problems).toEqual([
    expect.objectContaining({
      line: 5,
      column: 15,
      message: expect.stringContaining(
        'a.service → b.service → a.service: none of them would ever start',
      ) as unknown,
    }),
  ]);
});
