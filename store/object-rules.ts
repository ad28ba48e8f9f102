/** What becomes of an object when it is written: pure functions from what is stored and what came in. */
import { isDeepStrictEqual } from 'node:util';
import { originAnnotation } from '../schemas/origin.ts';
import type { AnyObject, ObjectMeta } from '../schemas/types.ts';
import { validate } from '../schemas/validate.ts';
import { conflict, forbidden, invalid } from './api-error.ts';
import { kindOf } from './object-keys.ts';
import { isMapping, threeWayMerge } from './three-way-merge.ts';

/** kubectl's own, so that either tool can go on from what the other has applied. */
export const lastAppliedAnnotation = 'kubectl.kubernetes.io/last-applied-configuration';

/** Set by the server; whatever comes in with them is ignored. */
const serverOwned = [
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'selfLink',
] as const;

function serverOwnedOf(meta: ObjectMeta): Partial<ObjectMeta> {
  return Object.fromEntries(
    serverOwned.flatMap((name) => (meta[name] === undefined ? [] : [[name, meta[name]]])),
  );
}

function withoutServerOwned(meta: ObjectMeta): ObjectMeta {
  return Object.fromEntries(
    Object.entries(meta).filter(([name]) => !serverOwned.some((owned) => owned === name)),
  ) as unknown as ObjectMeta;
}

/** RFC 3339 in whole seconds, as Kubernetes writes times. */
export function timestamp(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
}

const specOf = (object: AnyObject): unknown => ('spec' in object ? object.spec : undefined);
const statusOf = (object: AnyObject): unknown => ('status' in object ? object.status : undefined);

function withStatus(object: AnyObject, status: unknown): AnyObject {
  const { status: _, ...rest } = object as AnyObject & { status?: unknown };
  return (status === undefined ? rest : { ...rest, status }) as AnyObject;
}

/** `stringData` is for writing only: it ends in `data`, in Base64. */
function withDataInPlace(object: AnyObject): AnyObject {
  if (object.kind !== 'Secret' || object.stringData === undefined) return object;
  const { stringData, ...secret } = object;
  const encoded = Object.entries(stringData).map(
    ([key, text]) => [key, Buffer.from(text).toString('base64')] as const,
  );
  return { ...secret, data: { ...secret.data, ...Object.fromEntries(encoded) } };
}

/** Throws Invalid with every cause. */
export function checkValid(object: AnyObject): void {
  const { problems, kind } = validate(object);
  if (problems.length > 0) throw invalid(kind, object.metadata?.name ?? '', problems);
}

/** The namespace filled in where the kind has one, and taken out where it has none. */
export function inNamespace(object: AnyObject): AnyObject {
  const { namespace, ...metadata } = object.metadata;
  const placed = kindOf(object).namespaced ? { ...metadata, namespace: namespace ?? 'default' } : metadata;
  return { ...object, metadata: placed };
}

/** Status does not come with creation: a controller writes it. */
export function createdObject(incoming: AnyObject, made: { uid: string; at: number }): AnyObject {
  const object = withStatus(withDataInPlace(incoming), undefined);
  const metadata: ObjectMeta = {
    ...withoutServerOwned(object.metadata),
    uid: made.uid,
    ...(specOf(object) === undefined ? {} : { generation: 1 }),
    creationTimestamp: timestamp(made.at),
  };
  return { ...object, metadata };
}

/** Throws Conflict when the update was made from another state than the one that is stored. */
export function checkPreconditions(
  stored: AnyObject,
  expected: { uid?: string | undefined; resourceVersion?: string | undefined },
): void {
  const { metadata } = stored;
  if (expected.uid && expected.uid !== metadata.uid) {
    const why = `the UID in the precondition (${expected.uid}) does not match the UID in record (${metadata.uid})`;
    throw conflict(kindOf(stored), metadata.name, why);
  }
  if (expected.resourceVersion && expected.resourceVersion !== metadata.resourceVersion) {
    const why = 'the object has been modified; please apply your changes to the latest version and try again';
    throw conflict(kindOf(stored), metadata.name, why);
  }
}

function checkImmutable(stored: AnyObject, next: AnyObject): void {
  if (stored.kind !== 'ConfigMap' && stored.kind !== 'Secret') return;
  if (stored.immutable !== true) return;
  const content = ({ metadata: _, ...rest }: AnyObject) => rest;
  if (!isDeepStrictEqual(content(stored), content(next))) {
    throw forbidden(kindOf(stored), stored.metadata.name, 'it is immutable; delete it and create it again');
  }
}

/** Generation counts changes of spec; `ordered` also when only the order of its keys changed. */
function generationOf(stored: AnyObject, next: AnyObject, ordered: boolean): Partial<ObjectMeta> {
  const before = specOf(stored);
  const after = specOf(next);
  const same = ordered ? JSON.stringify(before) === JSON.stringify(after) : isDeepStrictEqual(before, after);
  const generation = stored.metadata.generation;
  if (same) return generation === undefined ? {} : { generation };
  return { generation: (generation ?? 0) + 1 };
}

/** A finalizer may be taken away from a dying object, but none added. */
function finalizersOf(stored: AnyObject, incoming: ObjectMeta): string[] | undefined {
  const wanted = incoming.finalizers ?? [];
  const dying = stored.metadata.deletionTimestamp != null;
  const kept = dying ? wanted.filter((name) => stored.metadata.finalizers?.includes(name)) : wanted;
  return kept.length === 0 ? undefined : kept;
}

function nextObject(stored: AnyObject, incoming: AnyObject, ordered: boolean): AnyObject {
  const { finalizers: _, ...own } = withoutServerOwned(incoming.metadata);
  const finalizers = finalizersOf(stored, incoming.metadata);
  const next = withStatus(incoming, statusOf(stored));
  checkImmutable(stored, next);
  const metadata: ObjectMeta = {
    ...own,
    ...serverOwnedOf(stored.metadata),
    ...generationOf(stored, next, ordered),
    ...(finalizers === undefined ? {} : { finalizers }),
  };
  return { ...next, metadata };
}

export function updatedObject(stored: AnyObject, incoming: AnyObject): AnyObject {
  checkPreconditions(stored, incoming.metadata);
  const next = nextObject(stored, withDataInPlace(incoming), false);
  // The same in another order of keys is no change.
  return isDeepStrictEqual(stored, next) ? stored : next;
}

export function objectWithStatus(stored: AnyObject, incoming: AnyObject): AnyObject {
  checkPreconditions(stored, incoming.metadata);
  const next = withStatus(stored, statusOf(incoming));
  return isDeepStrictEqual(stored, next) ? stored : next;
}

function withoutAnnotations(object: AnyObject, ...names: string[]): AnyObject {
  const { annotations = {}, ...metadata } = object.metadata;
  const kept = Object.entries(annotations).filter(([name]) => !names.includes(name));
  return {
    ...object,
    metadata: kept.length === 0 ? metadata : { ...metadata, annotations: Object.fromEntries(kept) },
  };
}

/** The manifest as it is remembered for the next apply: without what the server owns, and wherever it came from. */
function rememberedManifest(manifest: AnyObject): AnyObject {
  const object = withDataInPlace(withStatus(manifest, undefined));
  const { managedFields: _, ...metadata } = withoutServerOwned(object.metadata);
  return withoutAnnotations({ ...object, metadata }, lastAppliedAnnotation, originAnnotation);
}

function lastApplied(stored: AnyObject): unknown {
  const text = stored.metadata.annotations?.[lastAppliedAnnotation];
  if (text === undefined) return {};
  try {
    return JSON.parse(text);
  } catch {
    // Somebody edited the annotation; nothing is known to have been dropped, so nothing is taken away.
    return {};
  }
}

/** The stored object with the manifest applied to it; or a new object when none is stored. */
export function appliedObject(
  stored: AnyObject | null,
  manifest: AnyObject,
  made: { uid: string; at: number },
): AnyObject {
  const remembered = rememberedManifest(manifest);
  const origin = manifest.metadata.annotations?.[originAnnotation];
  const annotation = {
    ...(origin === undefined ? {} : { [originAnnotation]: origin }),
    [lastAppliedAnnotation]: JSON.stringify(remembered),
  };
  const annotate = (object: AnyObject): AnyObject => ({
    ...object,
    metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, ...annotation } },
  });
  if (stored === null) return createdObject(annotate(remembered), made);
  checkPreconditions(stored, manifest.metadata);
  if (stored.metadata.deletionTimestamp != null) {
    const why = 'it is being deleted; apply again when it is gone';
    throw conflict(kindOf(stored), stored.metadata.name, why);
  }
  // What came from a file before and now does not has no origin any more.
  const merged = threeWayMerge(lastApplied(stored), remembered, withoutAnnotations(stored, originAnnotation));
  if (!isMapping(merged)) throw new TypeError('a manifest is a mapping');
  const next = nextObject(stored, annotate(merged as unknown as AnyObject), true);
  const sameSpec = JSON.stringify(specOf(stored)) === JSON.stringify(specOf(next));
  const [before, after] = [stored, next].map((object) => withoutAnnotations(object, originAnnotation));
  return sameSpec && isDeepStrictEqual(before, after) ? stored : next;
}
