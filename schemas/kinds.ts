import type { JsonSchema } from './json-schema.ts';
import type { Column } from './printer-columns.ts';
import { columnsOf } from './printer-columns.ts';
import { schemaFiles } from './schema-files.ts';
import type { AnyObject } from './types.ts';

export type KindName = AnyObject['kind'];

/** What the API, the command line and the store know of a kind. */
export interface Kind {
  /** `muster.dev/v1`, or `v1` for the core group. */
  apiVersion: AnyObject['apiVersion'];
  kind: KindName;
  plural: string;
  singular: string;
  shortNames: readonly string[];
  /** `muster` for what `muster get all` shows. */
  categories: readonly string[];
  namespaced: boolean;
  /** The file of its schema in this folder. */
  schemaFile: string;
  schema: JsonSchema;
  columns: readonly Column[];
}

function kind(
  names: Pick<Kind, 'apiVersion' | 'kind' | 'plural' | 'shortNames' | 'namespaced'> & {
    categories?: readonly string[];
    schemaFile: string;
  },
): Kind {
  const schema = schemaFiles[names.schemaFile];
  if (schema === undefined) throw new Error(`schemas/${names.schemaFile} is missing`);
  return {
    categories: [],
    ...names,
    singular: names.kind.toLowerCase(),
    schema,
    columns: columnsOf[names.kind],
  };
}

/** Every kind, those that people use most first. */
export const kinds: readonly Kind[] = [
  kind({
    apiVersion: 'muster.dev/v1',
    kind: 'Unit',
    plural: 'units',
    shortNames: ['u'],
    categories: ['all', 'muster'],
    namespaced: true,
    schemaFile: 'unit.schema.json',
  }),
  kind({
    apiVersion: 'muster.dev/v1',
    kind: 'Machine',
    plural: 'machines',
    shortNames: ['m', 'ma'],
    categories: ['muster'],
    namespaced: false,
    schemaFile: 'machine.schema.json',
  }),
  kind({
    apiVersion: 'muster.dev/v1',
    kind: 'Placement',
    plural: 'placements',
    shortNames: ['p', 'pl'],
    categories: ['all', 'muster'],
    namespaced: true,
    schemaFile: 'placement.schema.json',
  }),
  kind({
    apiVersion: 'v1',
    kind: 'Namespace',
    plural: 'namespaces',
    shortNames: ['ns'],
    namespaced: false,
    schemaFile: 'namespace.schema.json',
  }),
  kind({
    apiVersion: 'v1',
    kind: 'Event',
    plural: 'events',
    shortNames: ['ev'],
    namespaced: true,
    schemaFile: 'event.schema.json',
  }),
  kind({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    plural: 'configmaps',
    shortNames: ['cm'],
    namespaced: true,
    schemaFile: 'config-map.schema.json',
  }),
  kind({
    apiVersion: 'v1',
    kind: 'Secret',
    plural: 'secrets',
    shortNames: [],
    namespaced: true,
    schemaFile: 'secret.schema.json',
  }),
  kind({
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    plural: 'leases',
    shortNames: [],
    namespaced: true,
    schemaFile: 'lease.schema.json',
  }),
];

/** By apiVersion and kind, as a manifest has them. */
export function findKind(apiVersion: unknown, name: unknown): Kind | undefined {
  return kinds.find((known) => known.apiVersion === apiVersion && known.kind === name);
}

/** By any of the names that people type: kind, plural, singular, short name, or `units.muster.dev`; in any case. */
export function findKindByName(name: string): Kind | undefined {
  const wanted = name.toLowerCase();
  return kinds.find((known) => {
    const group = known.apiVersion.includes('/') ? known.apiVersion.split('/')[0] : undefined;
    const names = [known.plural, known.singular, ...known.shortNames];
    return names.includes(wanted) || (group !== undefined && wanted === `${known.plural}.${group}`);
  });
}
