/**
 * A log with revisions, after etcd: every change has a revision, and list, watch and compaction fall out of that.
 * Two implementations (embedded, etcd) pass `store/store.contract.ts`.
 */

export interface Entry {
  key: string;
  value: Buffer;
  /** Revision of the change that created the key. */
  createRevision: number;
  /** Revision of its latest change; the object's resourceVersion. */
  modRevision: number;
  /** 1 when created, +1 with every change. */
  version: number;
  lease: string | null;
}

export type Compare =
  /** 0 means: must not exist. */
  { key: string; modRevision: number };

export type Operation = { put: { key: string; value: Buffer; lease?: string } } | { remove: { key: string } };

export type CommitResult =
  | { ok: true; revision: number }
  /** What stands under the keys that did not compare, so that the caller can try again without another read. */
  | { ok: false; revision: number; current: Map<string, Entry | null> };

export type Change = { revision: number } & (
  | { type: 'put'; entry: Entry; previous: Entry | null }
  | { type: 'remove'; key: string; previous: Entry }
);

/** The revision asked for has been compacted away: list again. */
export class CompactedError extends Error {
  readonly compactRevision: number;
  constructor(compactRevision: number) {
    super(`that revision is older than ${compactRevision}, the oldest one kept: list again`);
    this.name = 'CompactedError';
    this.compactRevision = compactRevision;
  }
}

/** The store cannot be reached or has failed. Controllers freeze: they infer nothing from it. */
export class StoreUnavailableError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreUnavailableError';
  }
}

/** A lease that ran out, was revoked, or never was; every key that hung on it is gone. */
export class LeaseExpiredError extends Error {
  constructor(id: string) {
    super(`lease ${id} has expired, and its keys are gone with it: take a new one`);
    this.name = 'LeaseExpiredError';
  }
}

export interface Lease {
  readonly id: string;
  readonly ttlMs: number;
  /** Throws LeaseExpiredError when it is too late. */
  keepAlive(): Promise<void>;
  /** Removes every key that hangs on it. */
  revoke(): Promise<void>;
}

export interface Store {
  revision(): Promise<number>;
  get(key: string, atRevision?: number): Promise<Entry | null>;
  /** Sorted by key. `after` continues a page: keys greater than it. */
  list(
    prefix: string,
    options?: { atRevision?: number; limit?: number; after?: string },
  ): Promise<{ entries: Entry[]; revision: number; more: boolean }>;
  /** All or nothing; durable when it resolves. One revision for the whole transaction. */
  commit(compares: Compare[], operations: Operation[]): Promise<CommitResult>;
  /**
   * Changes with a revision greater than `after`, in order, one array per transaction, until the signal aborts.
   * Throws CompactedError from the iterator when `after` is too old.
   */
  watch(prefix: string, options: { after: number; signal: AbortSignal }): AsyncIterable<Change[]>;
  /** Forget what was overwritten or removed before this revision. */
  compact(revision: number): Promise<void>;
  /** A key put with a lease goes when the lease is not kept alive for its ttl. */
  lease(ttlMs: number): Promise<Lease>;
  close(): Promise<void>;
}
