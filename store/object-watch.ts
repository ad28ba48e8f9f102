/** Watching objects: what the store's changes mean to somebody who sees only a selection of them. */
import type { Kind, KindName } from '../schemas/kinds.ts';
import type { AnyObject } from '../schemas/types.ts';
import { expired } from './api-error.ts';
import { parseFieldSelector } from './field-selector.ts';
import { parseLabelSelector } from './label-selector.ts';
import { decodeObject, kindPrefix, type ObjectOf, withResourceVersion } from './object-keys.ts';
import { type Change, CompactedError, type Store } from './store.ts';

export interface Selectors {
  labelSelector?: string | undefined;
  fieldSelector?: string | undefined;
}

export interface WatchOptions extends Selectors {
  /**
   * Only what came after this; from a list, nothing is missed. Without it (or `0`) the watch begins with an ADDED
   * for everything there is.
   */
  resourceVersion?: string | undefined;
  /** Ends the existing objects, when the watch begins with them, with a BOOKMARK that says so. */
  sendInitialEvents?: boolean | undefined;
  signal: AbortSignal;
}

export type WatchEvent<T extends AnyObject = AnyObject> =
  | { type: 'ADDED' | 'MODIFIED' | 'DELETED'; object: T }
  | { type: 'BOOKMARK'; object: Bookmark };

export interface Bookmark {
  apiVersion: string;
  kind: string;
  metadata: { resourceVersion: string; annotations?: Record<string, string> };
}

/** Throws BadRequest for a selector that cannot be read. */
export function selection({ labelSelector, fieldSelector }: Selectors): (object: AnyObject) => boolean {
  const labels = parseLabelSelector(labelSelector ?? '');
  const fields = parseFieldSelector(fieldSelector ?? '');
  return (object) => labels(object.metadata.labels) && fields(object);
}

export function bookmark(kind: Kind, resourceVersion: string, initialEventsEnd = false): WatchEvent<never> {
  const annotations = initialEventsEnd ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {};
  return {
    type: 'BOOKMARK',
    object: { apiVersion: kind.apiVersion, kind: kind.kind, metadata: { resourceVersion, ...annotations } },
  };
}

/** An object that begins or ceases to be selected is one that comes or goes. */
function eventOf(change: Change, selected: (object: AnyObject) => boolean): WatchEvent | null {
  const previous = change.previous === null ? null : decodeObject(change.previous);
  const was = previous !== null && selected(previous);
  if (change.type === 'remove') {
    return was && previous !== null
      ? { type: 'DELETED', object: withResourceVersion(previous, change.revision) }
      : null;
  }
  const object = decodeObject(change.entry);
  if (selected(object)) return { type: was ? 'MODIFIED' : 'ADDED', object };
  return was ? { type: 'DELETED', object } : null;
}

/** Throws ApiError Expired from the iterator when the history asked for is gone: list again. */
export async function* watchObjects<K extends KindName>(
  store: Store,
  kind: Kind,
  namespace: string | null | undefined,
  options: WatchOptions,
): AsyncGenerator<WatchEvent<ObjectOf<K>>> {
  const selected = selection(options);
  const prefix = kindPrefix(kind, namespace);
  try {
    let after = Number(options.resourceVersion ?? '0');
    if (after === 0 || options.sendInitialEvents === true) {
      const { entries, revision } = await store.list(prefix);
      for (const entry of entries) {
        const object = decodeObject(entry);
        if (selected(object)) yield { type: 'ADDED', object: object as ObjectOf<K> };
      }
      after = revision;
      if (options.sendInitialEvents === true) yield bookmark(kind, String(revision), true);
    }
    for await (const changes of store.watch(prefix, { after, signal: options.signal })) {
      for (const change of changes) {
        const event = eventOf(change, selected);
        if (event !== null) yield event as WatchEvent<ObjectOf<K>>;
      }
    }
  } catch (error) {
    if (error instanceof CompactedError) {
      throw expired(`too old resource version: ${options.resourceVersion} (${error.compactRevision})`);
    }
    throw error;
  }
}
