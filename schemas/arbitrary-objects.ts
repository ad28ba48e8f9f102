/** Valid objects of the kinds that people write, for property tests. */
import fc from 'fast-check';
import type {
  AccompanyingFile,
  ConfigMap,
  LabelSelector,
  Machine,
  ObjectMeta,
  Unit,
  UnitPlacement,
  UnitSections,
  UnitSpec,
} from './types.ts';
import { unitTypes } from './unit-name.ts';

/** A word of a DNS label: never empty, no dash at its ends. */
const word = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const labels = fc.dictionary(word, word, { maxKeys: 3, noNullPrototype: true });
/** No line breaks or other control characters, and no backslash at the end. */
const line = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9 =%$/:;#'"{}é漢😀\\-]{0,20}[a-z0-9]$/u),
  fc.constantFrom('', 'yes', '512M', '10s', '-/usr/bin/true'),
);

/** Only these parts: a fixed key is left out rather than undefined, as in YAML. */
function partial<T extends object>(
  parts: { [K in keyof T]-?: fc.Arbitrary<NonNullable<T[K]>> },
): fc.Arbitrary<T> {
  return fc.record(parts, { requiredKeys: [] }) as unknown as fc.Arbitrary<T>;
}

function metadata(name: fc.Arbitrary<string>, namespaced: boolean): fc.Arbitrary<ObjectMeta> {
  return fc
    .record({ name, namespace: word, labels, annotations: labels }, { requiredKeys: ['name'] })
    .map(({ namespace, ...rest }) => (namespaced && namespace !== undefined ? { ...rest, namespace } : rest));
}

export const arbitraryUnitName: fc.Arbitrary<string> = fc
  .tuple(
    fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9:_.\\-]{0,20}$/),
    fc.constantFrom('', '@', '@1'),
    fc.constantFrom(...unitTypes),
  )
  .map(([prefix, at, type]) => `x${prefix}${at}.${type}`);

const directives = fc.dictionary(
  fc.stringMatching(/^X-[A-Z][a-z]{1,8}$/),
  fc.oneof(
    line,
    fc.integer(),
    fc.boolean(),
    fc.array(fc.oneof(line, fc.integer(), fc.boolean()), { maxLength: 3 }),
  ),
  { maxKeys: 4, noNullPrototype: true },
);
const environment = fc.dictionary(fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,6}$/), fc.oneof(line, fc.integer()), {
  maxKeys: 3,
  noNullPrototype: true,
});

export const arbitrarySections: fc.Arbitrary<UnitSections> = fc.record(
  {
    Unit: directives,
    Service: fc
      .tuple(directives, fc.option(environment, { nil: null }))
      .map(([section, variables]) => (variables === null ? section : { ...section, Environment: variables })),
    Install: directives,
    'X-Ours': directives,
  },
  { requiredKeys: [] },
);

const selector: fc.Arbitrary<LabelSelector> = partial<LabelSelector>({
  matchLabels: labels,
  matchExpressions: fc.array(
    fc.oneof(
      fc.record({
        key: word,
        operator: fc.constantFrom('In' as const, 'NotIn' as const),
        values: fc.array(word, { minLength: 1, maxLength: 3 }),
      }),
      fc.record({ key: word, operator: fc.constantFrom('Exists' as const, 'DoesNotExist' as const) }),
      fc.record({
        key: word,
        operator: fc.constantFrom('Gt' as const, 'Lt' as const),
        values: fc.integer().map((number) => [String(number)]),
      }),
    ),
    { maxLength: 2 },
  ),
});

const affinity: fc.Arbitrary<NonNullable<UnitPlacement['affinity']>> = fc.record({
  required: fc.array(fc.record({ labelSelector: selector }), { maxLength: 2 }),
  preferred: fc.array(
    fc.record({ labelSelector: selector, weight: fc.integer({ min: 1, max: 100 }), topologyKey: word }),
    { maxLength: 2 },
  ),
});

const placement: fc.Arbitrary<UnitPlacement> = fc.oneof(
  fc.record({ machine: word }),
  partial<UnitPlacement>({
    global: fc.boolean(),
    machine: fc.constant('web-1'),
    machineSelector: selector,
    with: fc.array(
      fc.oneof(
        word.map((name) => `other-${name}.service`),
        selector,
      ),
      { maxLength: 2 },
    ),
    conflicts: fc.array(fc.constantFrom('hello@*', '*.timer'), { maxLength: 2 }),
    replaces: fc.array(
      word.map((name) => `other-${name}.timer`),
      { maxLength: 2 },
    ),
    maxMoving: fc.integer({ min: 1, max: 5 }),
    handover: fc.constantFrom('startFirst', 'stopFirst'),
    affinity,
    antiAffinity: affinity,
    spread: fc.array(fc.record({ topologyKey: word, maxSkew: fc.integer({ min: 1, max: 3 }) }), {
      maxLength: 2,
    }),
  }).map(({ machine: _, ...rest }) => {
    if (rest.global === true) {
      delete rest.with;
      delete rest.replaces;
    }
    if ((rest.conflicts ?? []).length > 0) delete rest.replaces;
    return rest;
  }),
);

const files: fc.Arbitrary<AccompanyingFile[]> = fc.uniqueArray(
  fc
    .tuple(
      partial<Pick<AccompanyingFile, 'mode' | 'owner'>>({
        mode: fc.constantFrom('0644', '0600', '755'),
        owner: fc.constantFrom('root', 'root:root', 'www-data:adm'),
      }),
      fc.oneof(
        fc.record({ content: fc.string() }),
        fc.record({
          contentBase64: fc
            .uint8Array({ maxLength: 20 })
            .map((bytes) => Buffer.from(bytes).toString('base64')),
        }),
        fc.record({ fromSecret: fc.record({ name: word, key: word }) }),
        fc.record({ fromConfigMap: fc.record({ name: word, key: word }) }),
      ),
      word,
    )
    .map(([attributes, content, name]) => ({ path: `/etc/hello/${name}.conf`, ...attributes, ...content })),
  { maxLength: 3, selector: (file) => file.path },
);

const dependency = fc.oneof(
  word.map((name) => `other-${name}.service`),
  fc.constantFrom('other-@.service', 'other-%i@%i.socket'),
);

const unitSpec: fc.Arbitrary<UnitSpec> = fc
  .tuple(
    partial<Omit<UnitSpec, 'sections' | 'text' | 'enabled' | 'instances'>>({
      state: fc.constantFrom('active', 'inactive', 'submitted'),
      placement,
      dependsOn: fc.uniqueArray(dependency, { maxLength: 2 }),
      bindsTo: fc.uniqueArray(dependency, { maxLength: 2 }),
      resources: fc.record({
        requests: fc.record({
          memory: fc.constantFrom('512Mi', '1.5G', 1024),
          cpu: fc.constantFrom('500m', '2', 0.5),
        }),
      }),
      failover: partial<NonNullable<UnitSpec['failover']>>({
        policy: fc.constantFrom('wait', 'reschedule', 'fence'),
        after: fc.constantFrom('5s', '2min', '1h'),
        failureThreshold: fc.integer({ min: 1, max: 9 }),
      }),
      dropIns: fc.dictionary(
        word.map((name) => `10-${name}.conf`),
        fc.oneof(arbitrarySections, fc.constant('[Service]\nMemoryMax=512M\n')),
        { maxKeys: 2, noNullPrototype: true },
      ),
      files,
      onChange: fc.constantFrom('auto', 'restart', 'reload', 'none'),
      drift: fc.constantFrom('heal', 'detect', 'ignore'),
      adopt: fc.boolean(),
      suspend: fc.boolean(),
    }),
    fc.oneof(
      fc.record({ sections: arbitrarySections }),
      fc.record({
        text: fc.constantFrom('[Service]\nExecStart=/usr/bin/sleep infinity\n', '# nothing\r\n\t'),
      }),
    ),
    fc.constantFrom({}, { enabled: false }),
  )
  .map(([rest, content, enabled]) => ({ ...rest, ...content, ...enabled }));

export const arbitraryUnit: fc.Arbitrary<Unit> = fc
  .tuple(
    metadata(arbitraryUnitName, true),
    unitSpec,
    fc.constantFrom<Pick<UnitSpec, 'instances'>>({}, { instances: 3 }, { instances: ['a', 'b'] }),
  )
  .map(([meta, spec, instances]) => ({
    apiVersion: 'muster.dev/v1',
    kind: 'Unit',
    metadata: meta,
    spec: meta.name.includes('@.') ? { ...spec, ...instances } : spec,
  }));

export const arbitraryMachine: fc.Arbitrary<Machine> = fc.record({
  apiVersion: fc.constant('muster.dev/v1' as const),
  kind: fc.constant('Machine' as const),
  metadata: metadata(word, false),
  spec: fc.record(
    {
      ssh: fc.record(
        {
          host: fc.oneof(fc.ipV4(), fc.ipV6(), fc.domain()),
          port: fc.integer({ min: 1, max: 65535 }),
          user: word,
          identityFile: fc.constant('~/.ssh/id_ed25519'),
          hostKey: fc.constant(
            'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJm6Yq0nCw3m0kqg1lQ2v0uSxkq8eJ6y5m3xq1a2b3c4',
          ),
          proxyJump: fc.array(fc.constantFrom('jump-1', 'me@10.0.0.1:2222'), { maxLength: 2 }),
        },
        { requiredKeys: ['host'] },
      ),
      scope: fc.constantFrom('system' as const, 'user' as const),
      unschedulable: fc.boolean(),
      maxUnits: fc.nat(),
    },
    { requiredKeys: ['ssh'] },
  ),
});

export const arbitraryConfigMap: fc.Arbitrary<ConfigMap> = fc.record(
  {
    apiVersion: fc.constant('v1' as const),
    kind: fc.constant('ConfigMap' as const),
    metadata: metadata(word, true),
    data: fc.dictionary(word, fc.string(), { maxKeys: 3, noNullPrototype: true }),
    immutable: fc.boolean(),
  },
  { requiredKeys: ['apiVersion', 'kind', 'metadata'] },
);

/** Of the kinds that people write. */
export const arbitraryObject: fc.Arbitrary<Unit | Machine | ConfigMap> = fc.oneof(
  arbitraryUnit,
  arbitraryMachine,
  arbitraryConfigMap,
);
