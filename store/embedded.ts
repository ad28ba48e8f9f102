/** The embedded store: one SQLite file, durable, and safe to open from several processes. */
import { randomUUID } from 'node:crypto';
import { openEmbeddedDatabase, storeFailure } from './embedded-database.ts';
import { embeddedLog } from './embedded-log.ts';
import {
  type Change,
  type CommitResult,
  type Compare,
  type Lease,
  type Operation,
  type Store,
  StoreUnavailableError,
} from './store.ts';

export interface EmbeddedStoreOptions {
  /** History kept: revisions older than both limits' stricter one are compacted by themselves. */
  keepRevisions?: number;
  keepMs?: number;
  /** How often changes by other processes, and leases that ran out, are looked for. In-process changes are told at once. */
  pollIntervalMs?: number;
  /** The file never grows beyond this; then commits fail as on a full disk. */
  maxBytes?: number;
  /** How long a commit waits for another process that is writing. */
  busyTimeoutMs?: number;
  /** Milliseconds since the epoch. */
  now?: () => number;
}

/** A watch reads this many revisions at a time, so that a long history never stands in memory as a whole. */
const revisionsPerRead = 256;

interface Pending {
  compares: Compare[];
  operations: Operation[];
  resolve(result: CommitResult): void;
  reject(error: unknown): void;
}

function checkOperations(operations: Operation[]): void {
  const seen = new Set<string>();
  for (const operation of operations) {
    const key = 'put' in operation ? operation.put.key : operation.remove.key;
    if (seen.has(key)) throw new RangeError(`one transaction changes the key ${JSON.stringify(key)} twice`);
    // A lone surrogate does not survive UTF-8, and the last code point marks the end of a prefix.
    if (key === '' || key.includes('\u{10ffff}') || Buffer.from(key).toString() !== key) {
      throw new RangeError(`${JSON.stringify(key)} cannot be a key: keys are non-empty Unicode text`);
    }
    seen.add(key);
  }
}

/** Throws StoreUnavailableError, with a sentence that names the file, when it cannot be opened or is damaged. */
export async function openEmbeddedStore(path: string, options: EmbeddedStoreOptions = {}): Promise<Store> {
  const {
    keepRevisions = 10_000,
    keepMs = 3_600_000,
    pollIntervalMs = 250,
    maxBytes = 8 * 2 ** 30,
    busyTimeoutMs = 5_000,
    now = Date.now,
  } = options;
  const database = openEmbeddedDatabase(path, { maxBytes, busyTimeoutMs });
  const log = embeddedLog(database, now);

  let closed = false;
  let latest = database.transaction('read', log.head).revision;
  let compactionDue = latest + 1_000;
  const sleepers = new Set<() => void>();

  const checkOpen = () => {
    if (closed) throw new StoreUnavailableError(`the store ${path} has been closed: open it again`);
  };
  const read = <T>(work: () => T): T => {
    checkOpen();
    return database.transaction('read', work);
  };
  const readOnce = <T>(work: () => T): T => {
    checkOpen();
    try {
      return work();
    } catch (error) {
      throw storeFailure(path, error);
    }
  };
  const noticeRevision = (revision: number) => {
    if (revision <= latest) return;
    latest = revision;
    wakeSleepers();
  };
  const wakeSleepers = () => {
    for (const wake of [...sleepers]) wake();
  };
  const write = <T>(work: () => T): T => {
    checkOpen();
    const [result, revision] = database.transaction('write', () => [work(), log.head().revision] as const);
    noticeRevision(revision);
    return result;
  };
  const expireLeases = () => {
    const expired = log.expiredLeases();
    if (expired.length > 0) log.removeLeases(expired);
  };

  // Commits that arrive together share one transaction of SQLite, and so one fsync; each keeps its own revision.
  let pending: Pending[] = [];
  const flush = () => {
    const batch = pending;
    pending = [];
    if (batch.length === 0) return;
    try {
      const answers = write(() => {
        expireLeases();
        return batch.map((request) => {
          try {
            return { request, result: log.commit(request.compares, request.operations) };
          } catch (error) {
            // Thrown before anything of this request was written; an error of SQLite spoils the whole batch.
            if (error instanceof Error && error.name === 'LeaseExpiredError') return { request, error };
            throw error;
          }
        });
      });
      for (const { request, result, error } of answers) {
        if (result === undefined) request.reject(error);
        else request.resolve(result);
      }
    } catch (error) {
      for (const request of batch) request.reject(error);
      return;
    }
    if (latest >= compactionDue) compactHistory();
  };

  const compactHistory = () => {
    compactionDue = latest + 1_000;
    try {
      write(() => log.compact(Math.max(1, latest - keepRevisions, log.revisionBefore(now() - keepMs))));
    } catch {
      // History that stays longer harms nobody; the next commit reports what is wrong with the file.
    }
  };

  let dataVersion = -1;
  const poll = () => {
    try {
      const version = Number(database.rows('PRAGMA data_version')[0]?.[0]);
      if (version !== dataVersion) {
        dataVersion = version;
        noticeRevision(read(log.head).revision);
      }
      if (log.expiredLeases().length > 0) write(expireLeases);
    } catch {
      // A watch that waits learns of a broken file with its next read; wake it.
      wakeSleepers();
    }
  };
  const pollTimer = setInterval(poll, pollIntervalMs);
  const compactTimer = setInterval(compactHistory, 300_000);
  pollTimer.unref();
  compactTimer.unref();

  const nextChange = (after: number, signal: AbortSignal): Promise<void> => {
    if (latest > after || closed || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        sleepers.delete(wake);
        if (sleepers.size === 0) pollTimer.unref();
        signal.removeEventListener('abort', wake);
        resolve();
      };
      sleepers.add(wake);
      // Somebody waits: a process that does nothing but watch must not end.
      pollTimer.ref();
      signal.addEventListener('abort', wake);
    });
  };

  async function* watch(
    prefix: string,
    { after, signal }: { after: number; signal: AbortSignal },
  ): AsyncGenerator<Change[]> {
    let seen = after;
    while (!signal.aborted) {
      const { transactions, upTo } = read(() => log.changesAfter(prefix, seen, revisionsPerRead));
      for (const changes of transactions) {
        if (signal.aborted) return;
        yield changes;
      }
      seen = upTo;
      await nextChange(seen, signal);
    }
  }

  const leaseHandle = (id: string, ttlMs: number): Lease => ({
    id,
    ttlMs,
    keepAlive: async () => write(() => log.keepAlive(id, ttlMs)),
    revoke: async () => write(() => log.removeLeases([id])),
  });

  return {
    revision: async () => readOnce(log.head).revision,
    get: async (key, atRevision) => {
      // A single statement sees a single state: it needs no transaction around it.
      if (atRevision === undefined) return readOnce(() => log.get(key));
      return read(() => log.get(key, atRevision));
    },
    list: async (prefix, listOptions = {}) => read(() => log.list(prefix, listOptions)),
    commit: (compares, operations) =>
      new Promise((resolve, reject) => {
        checkOpen();
        checkOperations(operations);
        if (pending.length === 0) setImmediate(flush);
        pending.push({ compares, operations, resolve, reject });
      }),
    watch,
    compact: async (revision) => write(() => log.compact(revision)),
    lease: async (ttlMs) => {
      const id = randomUUID();
      write(() => log.putLease(id, ttlMs));
      return leaseHandle(id, ttlMs);
    },
    close: async () => {
      if (closed) return;
      flush();
      closed = true;
      clearInterval(pollTimer);
      clearInterval(compactTimer);
      wakeSleepers();
      database.close();
    },
  };
}
