/** Where objects stand in the store: `/registry/GROUP/PLURAL/[NAMESPACE/]NAME`, the value their JSON. */
import { findKind, type Kind, type KindName, kinds } from '../schemas/kinds.ts';
import type { AnyObject } from '../schemas/types.ts';
import { ApiError, groupOf } from './api-error.ts';
import type { Entry } from './store.ts';

export const registryPrefix = '/registry/';

export type ObjectOf<K extends KindName> = Extract<AnyObject, { kind: K }>;

export function kindNamed(name: KindName): Kind {
  const kind = kinds.find((known) => known.kind === name);
  if (kind === undefined) throw new ApiError('NotFound', `there is no kind ${name}`);
  return kind;
}

export function kindOf(object: { apiVersion?: unknown; kind?: unknown }): Kind {
  const kind = findKind(object.apiVersion, object.kind);
  if (kind === undefined) {
    throw new ApiError(
      'BadRequest',
      `there is no kind ${String(object.kind)} in ${String(object.apiVersion)}`,
    );
  }
  return kind;
}

/** All objects of a kind, or of a kind in one namespace. */
export function kindPrefix(kind: Kind, namespace?: string | null): string {
  const all = `${registryPrefix}${groupOf(kind) || 'core'}/${kind.plural}/`;
  return kind.namespaced && namespace ? `${all}${namespace}/` : all;
}

/** The namespace of a namespaced object is `default` unless said. */
export function objectStoreKey(kind: Kind, namespace: string | null | undefined, name: string): string {
  if (name === '' || name.includes('/')) {
    throw new ApiError('BadRequest', `${JSON.stringify(name)} cannot be the name of a ${kind.kind}`);
  }
  return `${kindPrefix(kind, kind.namespaced ? (namespace ?? 'default') : null)}${name}`;
}

/** With resourceVersion, which is the revision of the entry and not stored. */
export function decodeObject(entry: Entry): AnyObject {
  return withResourceVersion(JSON.parse(entry.value.toString()) as AnyObject, entry.modRevision);
}

export function withResourceVersion<T extends AnyObject>(object: T, revision: number): T {
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } };
}

export function encodeObject(object: AnyObject): Buffer {
  const { resourceVersion: _, ...metadata } = object.metadata;
  return Buffer.from(JSON.stringify({ ...object, metadata }));
}
