/** Kubernetes' objects over a Store: names, versions, finalizers, owners, apply. */
import type { KindName } from '../schemas/kinds.ts';
import type { AnyObject } from '../schemas/types.ts';
import { ApiError, expired, notFound } from './api-error.ts';
import { decodeObject, kindNamed, kindPrefix, type ObjectOf, objectStoreKey } from './object-keys.ts';
import {
  type CheckObject,
  type Edit,
  type EditResult,
  type ObjectReference,
  type RemoveOptions,
  transact,
} from './object-transaction.ts';
import {
  type Selectors,
  selection,
  type WatchEvent,
  type WatchOptions,
  watchObjects,
} from './object-watch.ts';
import { CompactedError, type Store } from './store.ts';

export interface ListOptions extends Selectors {
  /** All namespaces unless given. */
  namespace?: string | null | undefined;
  limit?: number | undefined;
  /** From an earlier page: goes on in the same state of the store. */
  continue?: string | undefined;
  /** The state at exactly this version; the newest unless given. */
  resourceVersion?: string | undefined;
}

export interface ObjectList<T extends AnyObject> {
  items: T[];
  resourceVersion: string;
  /** Given when there may be more. */
  continue?: string;
}

interface WriteOptions {
  /** Does everything but store it. */
  dryRun?: boolean | undefined;
}

/** Every call throws ApiError (a Kubernetes Status), or StoreUnavailableError. */
export interface Objects {
  readonly store: Store;
  get<K extends KindName>(kind: K, namespace: string | null | undefined, name: string): Promise<ObjectOf<K>>;
  /** null when there is none. */
  find<K extends KindName>(
    kind: K,
    namespace: string | null | undefined,
    name: string,
  ): Promise<ObjectOf<K> | null>;
  list<K extends KindName>(kind: K, options?: ListOptions): Promise<ObjectList<ObjectOf<K>>>;
  watch<K extends KindName>(
    kind: K,
    namespace: string | null | undefined,
    options: WatchOptions,
  ): AsyncIterable<WatchEvent<ObjectOf<K>>>;
  /** `lease`: a lease of the store, with whose end the object goes. */
  create<T extends AnyObject>(object: T, options?: WriteOptions & { lease?: string }): Promise<T>;
  /** Replaces all but status. With a resourceVersion in it, only when that is still the stored one. Equal: no new version. */
  update<T extends AnyObject>(object: T, options?: WriteOptions): Promise<T>;
  /** Replaces status only. */
  updateStatus<T extends AnyObject>(object: T, options?: WriteOptions): Promise<T>;
  /** Statuses of many in one commit, whatever their resourceVersion; objects that are gone (or made anew) are passed over. */
  updateStatusAll(objects: AnyObject[]): Promise<EditResult[]>;
  /** Reads, changes and writes back, again when somebody else was quicker. */
  change<K extends KindName>(
    reference: ObjectReference & { kind: K },
    change: (stored: ObjectOf<K>) => ObjectOf<K>,
    options?: WriteOptions & { subresource?: 'status' },
  ): Promise<EditResult>;
  /** With finalizers the object stays, with a deletionTimestamp, until the last of them is taken away. */
  remove(
    kind: KindName,
    namespace: string | null | undefined,
    name: string,
    options?: RemoveOptions & WriteOptions,
  ): Promise<AnyObject>;
  /** Many manifests in one commit, as `kubectl apply` would each: all of them, or none. */
  applyAll(objects: AnyObject[], options?: WriteOptions): Promise<EditResult[]>;
  /** Any edits in one commit. */
  transact(edits: Edit[], options?: WriteOptions): Promise<EditResult[]>;
}

interface ContinueToken {
  revision: number;
  after: string;
}

const encodeToken = (token: ContinueToken) => Buffer.from(JSON.stringify(token)).toString('base64url');

function decodeToken(text: string, prefix: string): ContinueToken {
  try {
    const token: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (token !== null && typeof token === 'object' && 'revision' in token && 'after' in token) {
      const { revision, after } = token;
      if (typeof revision === 'number' && typeof after === 'string' && after.startsWith(prefix)) {
        return { revision, after };
      }
    }
  } catch {
    // Falls through to the sentence below.
  }
  throw new ApiError(
    'BadRequest',
    'the continue token is not one that this list gave: list from the beginning',
  );
}

async function listObjects<K extends KindName>(
  store: Store,
  name: K,
  options: ListOptions,
): Promise<ObjectList<ObjectOf<K>>> {
  const prefix = kindPrefix(kindNamed(name), options.namespace);
  const selected = selection(options);
  const limit = options.limit === undefined || options.limit <= 0 ? undefined : options.limit;
  const token = options.continue ? decodeToken(options.continue, prefix) : null;
  const exact = Number(options.resourceVersion ?? '0');
  let atRevision = token?.revision ?? (exact > 0 ? exact : undefined);
  let after = token?.after;
  const items: ObjectOf<K>[] = [];
  try {
    for (;;) {
      const page = await store.list(prefix, {
        ...(atRevision === undefined ? {} : { atRevision }),
        ...(after === undefined ? {} : { after }),
        ...(limit === undefined ? {} : { limit }),
      });
      // Further pages are read from the state that the first one saw.
      atRevision = page.revision;
      for (const [index, entry] of page.entries.entries()) {
        const object = decodeObject(entry);
        if (selected(object)) items.push(object as ObjectOf<K>);
        after = entry.key;
        const rest = page.more || index < page.entries.length - 1;
        if (items.length === limit && rest) {
          const next = encodeToken({ revision: page.revision, after });
          return { items, resourceVersion: String(page.revision), continue: next };
        }
      }
      if (!page.more) return { items, resourceVersion: String(page.revision) };
    }
  } catch (error) {
    if (error instanceof CompactedError) {
      throw expired('the state that this list began with is no longer kept: list from the beginning');
    }
    if (error instanceof RangeError) throw new ApiError('BadRequest', error.message);
    throw error;
  }
}

export interface ObjectsOptions {
  now?: () => number;
  /** Whoever writes: a spec with problems is refused. */
  check?: CheckObject;
}

export function openObjects(
  store: Store,
  { now = Date.now, check = () => [] }: ObjectsOptions = {},
): Objects {
  const edit = (edits: Edit[], { dryRun = false }: WriteOptions = {}) =>
    transact(store, edits, { dryRun, now, check });
  const editOne = async (single: Edit, options?: WriteOptions): Promise<EditResult> => {
    const [result] = await edit([single], options);
    if (result === undefined) throw new Error('a transaction of one edit has one result');
    return result;
  };
  const find: Objects['find'] = async (kind, namespace, name) => {
    const entry = await store.get(objectStoreKey(kindNamed(kind), namespace, name));
    return entry === null ? null : (decodeObject(entry) as ObjectOf<typeof kind>);
  };

  return {
    store,
    find,
    get: async (kind, namespace, name) => {
      const object = await find(kind, namespace, name);
      if (object === null) throw notFound(kindNamed(kind), name);
      return object;
    },
    list: (kind, options = {}) => listObjects(store, kind, options),
    watch: (kind, namespace, options) => watchObjects(store, kindNamed(kind), namespace, options),
    create: async <T extends AnyObject>(object: T, options: WriteOptions & { lease?: string } = {}) => {
      const { lease } = options;
      const edited = await editOne(
        { do: 'create', object, ...(lease === undefined ? {} : { lease }) },
        options,
      );
      return edited.object as T;
    },
    update: async <T extends AnyObject>(object: T, options?: WriteOptions) =>
      (await editOne({ do: 'update', object }, options)).object as T,
    updateStatus: async <T extends AnyObject>(object: T, options?: WriteOptions) =>
      (await editOne({ do: 'status', object }, options)).object as T,
    updateStatusAll: (objects) =>
      edit(
        objects.map((object): Edit => {
          const { resourceVersion: _, ...metadata } = object.metadata;
          return { do: 'status', object: { ...object, metadata }, skipMissing: true };
        }),
      ),
    change: (reference, change, options = {}) =>
      editOne(
        {
          do: 'change',
          ...reference,
          change: (stored) => change(stored as Parameters<typeof change>[0]),
          ...(options.subresource === undefined ? {} : { subresource: options.subresource }),
        },
        options,
      ),
    remove: async (kind, namespace, name, options = {}) =>
      (await editOne({ do: 'remove', kind, namespace, name, ...options }, options)).object,
    applyAll: async (objects, options) => {
      const seen = new Set<string>();
      for (const object of objects) {
        // Which of the two was meant cannot be told.
        const key = `${object.kind} ${object.metadata?.namespace ?? 'default'}/${object.metadata?.name}`;
        if (seen.has(key)) throw new ApiError('BadRequest', `${key} is given twice: keep one of the two`);
        seen.add(key);
      }
      return edit(
        objects.map((object): Edit => ({ do: 'apply', object })),
        options,
      );
    },
    transact: edit,
  };
}
