/** The objects the controllers look at, kept current from the store: a list, then every change after it. */
import type { AnyObject, ConfigMap, Machine, Placement, Secret, Unit } from '../schemas/types.ts';
import { decodeObject, registryPrefix } from '../store/object-keys.ts';
import type { Change, Store } from '../store/store.ts';
import { reconcileRequestOf } from './reconcile-request.ts';
import { handedOverTo } from './scheduling/handed-over.ts';

interface Kinds {
  Machine: Machine;
  Unit: Unit;
  Placement: Placement;
  Secret: Secret;
  ConfigMap: ConfigMap;
}
type CachedKind = keyof Kinds;
const cachedKinds: readonly CachedKind[] = ['Machine', 'Unit', 'Placement', 'Secret', 'ConfigMap'];

export interface ClusterChange {
  kind: CachedKind;
  key: string;
  object: AnyObject | null;
  previous: AnyObject | null;
}

/** `namespace/name`, or the name alone of what has no namespace. */
export function objectKey(object: { metadata: { name: string; namespace?: string | undefined } }): string {
  const { name, namespace } = object.metadata;
  return namespace === undefined ? name : `${namespace}/${name}`;
}

export class Cluster {
  readonly #store: Store;
  readonly #caches = new Map<CachedKind, Map<string, AnyObject>>(
    cachedKinds.map((kind) => [kind, new Map()]),
  );
  readonly #abort = new AbortController();
  readonly #changed: (changes: ClusterChange[]) => void;
  readonly #failed: (error: unknown) => void;
  #revision = 0;
  #waiters: { revision: number; resolve: () => void }[] = [];

  /** `changed` gets everything that one transaction changed. */
  constructor(store: Store, changed: (changes: ClusterChange[]) => void, failed: (error: unknown) => void) {
    this.#store = store;
    this.#changed = changed;
    this.#failed = failed;
  }

  async start(): Promise<void> {
    await this.#list();
    void this.#follow();
  }

  stop(): void {
    this.#abort.abort();
    for (const { resolve } of this.#waiters) resolve();
    this.#waiters = [];
  }

  all<K extends CachedKind>(kind: K): Kinds[K][] {
    return [...this.#cache(kind).values()] as Kinds[K][];
  }

  get<K extends CachedKind>(kind: K, key: string): Kinds[K] | undefined {
    return this.#cache(kind).get(key) as Kinds[K] | undefined;
  }

  /** Resolves when the caches show the store as it was at the revision, or later. */
  reached(revision: number): Promise<void> {
    if (this.#revision >= revision || this.#abort.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiters.push({ revision, resolve });
    });
  }

  #cache(kind: CachedKind): Map<string, AnyObject> {
    const cache = this.#caches.get(kind);
    if (cache === undefined) throw new Error(`no cache of ${kind}`);
    return cache;
  }

  async #list(): Promise<void> {
    const { entries, revision } = await this.#store.list(registryPrefix);
    const fresh = new Map(cachedKinds.map((kind) => [kind, new Map<string, AnyObject>()]));
    for (const entry of entries) {
      const object = decodeObject(entry);
      fresh.get(object.kind as CachedKind)?.set(objectKey(object), object);
    }
    const changes: ClusterChange[] = [];
    for (const kind of cachedKinds) {
      const cache = this.#cache(kind);
      const now = fresh.get(kind) ?? new Map<string, AnyObject>();
      for (const [key, previous] of cache) {
        if (!now.has(key)) changes.push({ kind, key, object: null, previous });
      }
      for (const [key, object] of now) {
        const previous = cache.get(key) ?? null;
        if (previous?.metadata.resourceVersion !== object.metadata.resourceVersion) {
          changes.push({ kind, key, object, previous });
        }
      }
      this.#caches.set(kind, now);
    }
    if (changes.length > 0) this.#changed(changes);
    this.#advance(revision);
  }

  /** Watches from where the list ended; when the store has compacted that away, or was out of reach, lists again. */
  async #follow(): Promise<void> {
    const { signal } = this.#abort;
    while (!signal.aborted) {
      try {
        for await (const changes of this.#store.watch(registryPrefix, { after: this.#revision, signal })) {
          this.#apply(changes);
        }
        if (!signal.aborted) await this.#list();
      } catch (error) {
        if (signal.aborted) return;
        // A store that cannot be read freezes what is known; nothing is inferred from its silence.
        this.#failed(error);
        await new Promise((resolve) => setTimeout(resolve, 1000));
        if (!signal.aborted) await this.#list().catch(() => undefined);
      }
    }
  }

  #apply(changes: Change[]): void {
    const told: ClusterChange[] = [];
    for (const change of changes) {
      const object = change.type === 'put' ? decodeObject(change.entry) : null;
      const previous = change.previous === null ? null : decodeObject(change.previous);
      const known = object ?? previous;
      const kind = known?.kind as CachedKind;
      if (known === null || !this.#caches.has(kind)) continue;
      const key = objectKey(known);
      if (object === null) this.#cache(kind).delete(key);
      else this.#cache(kind).set(key, object);
      told.push({ kind, key, object, previous });
    }
    if (told.length > 0) this.#changed(told);
    const last = changes.at(-1);
    if (last !== undefined) this.#advance(last.revision);
  }

  #advance(revision: number): void {
    if (revision > this.#revision) this.#revision = revision;
    const ready = this.#waiters.filter((waiter) => waiter.revision <= this.#revision);
    if (ready.length === 0) return;
    this.#waiters = this.#waiters.filter((waiter) => waiter.revision > this.#revision);
    for (const { resolve } of ready) resolve();
  }
}

/** Neither spec nor what else the controllers look at has changed. */
export function isStatusOnly({ object, previous }: ClusterChange): boolean {
  if (object === null || previous === null) return false;
  const { metadata: a } = object;
  const { metadata: b } = previous;
  if (a.uid !== b.uid || a.deletionTimestamp !== b.deletionTimestamp) return false;
  if (object.kind === 'Secret' || object.kind === 'ConfigMap') return false;
  if (reconcileRequestOf(object) !== reconcileRequestOf(previous)) return false;
  if (a.annotations?.[handedOverTo] !== b.annotations?.[handedOverTo]) return false;
  return a.generation === b.generation && JSON.stringify(a.labels) === JSON.stringify(b.labels);
}
