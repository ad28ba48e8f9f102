/** The log of revisions in SQL: what one transaction reads or writes. Everything here runs inside a transaction. */
import type { EmbeddedDatabase, Row } from './embedded-database.ts';
import {
  type Change,
  type CommitResult,
  CompactedError,
  type Compare,
  type Entry,
  LeaseExpiredError,
  type Operation,
} from './store.ts';

const columns = 'c.key, c.value, c.create_revision, c.revision, c.version, c.lease';

function entryOf(row: Row): Entry {
  return {
    key: String(row[0]),
    value: row[1] as Buffer,
    createRevision: Number(row[2]),
    modRevision: Number(row[3]),
    version: Number(row[4]),
    lease: row[5] === null ? null : String(row[5]),
  };
}

/** The first key after all keys with this prefix: no key holds the last code point of Unicode. */
const endOf = (prefix: string) => `${prefix}\u{10ffff}`;

export interface EmbeddedLog {
  head(): { revision: number; compactRevision: number };
  get(key: string, atRevision?: number): Entry | null;
  list(
    prefix: string,
    options: { atRevision?: number; limit?: number; after?: string },
  ): { entries: Entry[]; revision: number; more: boolean };
  commit(compares: Compare[], operations: Operation[]): CommitResult;
  /** Changes after a revision, grouped by transaction; `upTo` is how far was looked. */
  changesAfter(
    prefix: string,
    after: number,
    maxRevisions: number,
  ): { transactions: Change[][]; upTo: number };
  compact(revision: number): void;
  /** The newest revision made before `at` (milliseconds since the epoch); 0 when there is none. */
  revisionBefore(at: number): number;
  putLease(id: string, ttlMs: number): void;
  keepAlive(id: string, ttlMs: number): void;
  removeLeases(ids: string[]): void;
  expiredLeases(): string[];
}

export function embeddedLog(database: EmbeddedDatabase, now: () => number): EmbeddedLog {
  const { rows, row: firstRow } = database;

  const head: EmbeddedLog['head'] = () => {
    const row = firstRow('SELECT revision, compact_revision FROM log');
    return { revision: Number(row?.[0]), compactRevision: Number(row?.[1]) };
  };

  /** Throws when what stood at a revision is no longer, or not yet, known. */
  const checkRevision = (revision: number) => {
    const { revision: latest, compactRevision } = head();
    if (revision < compactRevision) throw new CompactedError(compactRevision);
    if (revision > latest) {
      throw new RangeError(`revision ${revision} is yet to come: the store is at ${latest}`);
    }
  };

  const live = (key: string): Entry | null => {
    const row = firstRow(
      `SELECT ${columns} FROM live l JOIN changes c ON c.key = l.key AND c.revision = l.revision WHERE l.key = ?`,
      key,
    );
    return row === undefined ? null : entryOf(row);
  };

  /** What the next change of a key follows on, without its value. */
  const versionOf = (
    key: string,
  ): { modRevision: number; createRevision: number; version: number } | null => {
    const row = firstRow(
      `SELECT c.revision, c.create_revision, c.version
       FROM live l JOIN changes c ON c.key = l.key AND c.revision = l.revision WHERE l.key = ?`,
      key,
    );
    if (row === undefined) return null;
    return { modRevision: Number(row[0]), createRevision: Number(row[1]), version: Number(row[2]) };
  };

  const before = (key: string, revision: number): Entry | null => {
    const row = firstRow(
      `SELECT ${columns} FROM changes c WHERE c.key = ? AND c.revision < ? ORDER BY c.revision DESC LIMIT 1`,
      key,
      revision,
    );
    return row === undefined || row[1] === null ? null : entryOf(row);
  };

  const get: EmbeddedLog['get'] = (key, atRevision) => {
    if (atRevision === undefined) return live(key);
    checkRevision(atRevision);
    return before(key, atRevision + 1);
  };

  const list: EmbeddedLog['list'] = (prefix, { atRevision, limit, after }) => {
    const { revision } = head();
    const from = after !== undefined && after > prefix ? after : prefix;
    // `>` for a key already seen, `>=` for the prefix, which may itself be a key.
    const start = from === prefix && after !== prefix ? '>=' : '>';
    const most = limit === undefined ? -1 : limit + 1;
    let found: Row[];
    if (atRevision === undefined) {
      found = rows(
        `SELECT ${columns} FROM live l JOIN changes c ON c.key = l.key AND c.revision = l.revision
         WHERE l.key ${start} ? AND l.key < ? ORDER BY l.key LIMIT ?`,
        from,
        endOf(prefix),
        most,
      );
    } else {
      checkRevision(atRevision);
      found = rows(
        `SELECT ${columns} FROM changes c
         WHERE c.key ${start} ? AND c.key < ? AND c.value IS NOT NULL
           AND c.revision = (SELECT max(revision) FROM changes WHERE key = c.key AND revision <= ?)
         ORDER BY c.key LIMIT ?`,
        from,
        endOf(prefix),
        atRevision,
        most,
      );
    }
    const more = limit !== undefined && found.length > limit;
    return {
      entries: (more ? found.slice(0, limit) : found).map(entryOf),
      revision: atRevision ?? revision,
      more,
    };
  };

  /** `versions`: of keys that have been looked up already. */
  const writeRevision = (
    operations: Operation[],
    versions: Map<string, ReturnType<typeof versionOf>> = new Map(),
  ): number => {
    const { revision: latest } = head();
    const revision = latest + 1;
    const at = now();
    let position = 0;
    for (const operation of operations) {
      const key = 'put' in operation ? operation.put.key : operation.remove.key;
      const previous = versions.get(key) ?? versionOf(key);
      if ('put' in operation) {
        const { value, lease } = operation.put;
        rows(
          'INSERT INTO changes VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
          revision,
          position,
          key,
          at,
          previous?.createRevision ?? revision,
          (previous?.version ?? 0) + 1,
          lease ?? null,
          value,
        );
        rows('INSERT OR REPLACE INTO live VALUES (?, ?, ?)', key, revision, lease ?? null);
      } else {
        if (previous === null) continue;
        rows(
          'INSERT INTO changes VALUES (?, ?, ?, ?, ?, 0, NULL, NULL)',
          revision,
          position,
          key,
          at,
          previous.createRevision,
        );
        rows('DELETE FROM live WHERE key = ?', key);
      }
      position += 1;
    }
    // As in etcd, a transaction that changes nothing makes no revision.
    if (position === 0) return latest;
    rows('UPDATE log SET revision = ?', revision);
    return revision;
  };

  const commit: EmbeddedLog['commit'] = (compares, operations) => {
    const current = new Map<string, Entry | null>();
    const versions = new Map<string, ReturnType<typeof versionOf>>();
    for (const { key, modRevision } of compares) {
      const found = versionOf(key);
      versions.set(key, found);
      if ((found?.modRevision ?? 0) !== modRevision) current.set(key, live(key));
    }
    if (current.size > 0) return { ok: false, revision: head().revision, current };
    for (const operation of operations) {
      if (!('put' in operation) || operation.put.lease === undefined) continue;
      const { lease } = operation.put;
      if (rows('SELECT 1 FROM leases WHERE id = ? AND expires_at > ?', lease, now()).length === 0) {
        throw new LeaseExpiredError(lease);
      }
    }
    return { ok: true, revision: writeRevision(operations, versions) };
  };

  const changesAfter: EmbeddedLog['changesAfter'] = (prefix, after, maxRevisions) => {
    const { revision, compactRevision } = head();
    if (after < compactRevision) throw new CompactedError(compactRevision);
    const upTo = Math.min(revision, after + maxRevisions);
    const transactions: Change[][] = [];
    let open = 0;
    for (const row of rows(
      `SELECT ${columns} FROM changes c WHERE c.revision > ? AND c.revision <= ? AND c.key >= ? AND c.key < ?
       ORDER BY c.revision, c.position`,
      after,
      upTo,
      prefix,
      endOf(prefix),
    )) {
      const entry = entryOf(row);
      const previous = entry.version === 1 ? null : before(entry.key, entry.modRevision);
      const change: Change | null =
        row[1] !== null
          ? { revision: entry.modRevision, type: 'put', entry, previous }
          : previous && { revision: entry.modRevision, type: 'remove', key: entry.key, previous };
      if (change === null) continue;
      if (change.revision !== open) transactions.push([]);
      open = change.revision;
      transactions.at(-1)?.push(change);
    }
    return { transactions, upTo: Math.max(upTo, after) };
  };

  const compact: EmbeddedLog['compact'] = (revision) => {
    const { revision: latest, compactRevision } = head();
    if (revision > latest)
      throw new RangeError(`revision ${revision} is yet to come: the store is at ${latest}`);
    if (revision <= compactRevision) return;
    rows(
      `DELETE FROM changes WHERE revision <= ? AND EXISTS (
         SELECT 1 FROM changes newer
         WHERE newer.key = changes.key AND newer.revision > changes.revision AND newer.revision <= ?)`,
      revision,
      revision,
    );
    rows('DELETE FROM changes WHERE revision <= ? AND value IS NULL', revision);
    rows('UPDATE log SET compact_revision = ?', revision);
  };

  return {
    head,
    get,
    list,
    commit,
    changesAfter,
    compact,
    revisionBefore: (at) => Number(rows('SELECT max(revision) FROM changes WHERE at < ?', at)[0]?.[0] ?? 0),
    putLease: (id, ttlMs) => {
      rows('INSERT INTO leases VALUES (?, ?, ?)', id, ttlMs, now() + ttlMs);
    },
    keepAlive: (id, ttlMs) => {
      if (rows('SELECT 1 FROM leases WHERE id = ? AND expires_at > ?', id, now()).length === 0) {
        throw new LeaseExpiredError(id);
      }
      rows('UPDATE leases SET expires_at = ? WHERE id = ?', now() + ttlMs, id);
    },
    removeLeases: (ids) => {
      const keys = ids.flatMap((id) => rows('SELECT key FROM live WHERE lease = ?', id));
      writeRevision(keys.map((row) => ({ remove: { key: String(row[0]) } })));
      for (const id of ids) rows('DELETE FROM leases WHERE id = ?', id);
    },
    expiredLeases: () =>
      rows('SELECT id FROM leases WHERE expires_at <= ?', now()).map((row) => String(row[0])),
  };
}
