/** The one file in which the embedded store lives: how it is opened, laid out, and what its failures mean. */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import { stateFolderProblem } from './state-folder.ts';
import { StoreUnavailableError } from './store.ts';

/** "MUST" in ASCII, in the file's header: tells this file from any other SQLite database. */
const applicationId = 0x4d555354;
const layoutVersion = 1;

const layout = `
  CREATE TABLE log (revision INTEGER NOT NULL, compact_revision INTEGER NOT NULL);
  INSERT INTO log VALUES (1, 1);
  -- One row per changed key and revision; a null value is a removal.
  CREATE TABLE changes (
    revision INTEGER NOT NULL,
    position INTEGER NOT NULL,
    key TEXT NOT NULL,
    at INTEGER NOT NULL,
    create_revision INTEGER NOT NULL,
    version INTEGER NOT NULL,
    lease TEXT,
    value BLOB,
    PRIMARY KEY (revision, position)
  );
  CREATE UNIQUE INDEX changes_by_key ON changes (key, revision);
  -- What exists now, and which change made it so.
  CREATE TABLE live (key TEXT PRIMARY KEY, revision INTEGER NOT NULL, lease TEXT) WITHOUT ROWID;
  CREATE INDEX live_by_lease ON live (lease) WHERE lease IS NOT NULL;
  CREATE TABLE leases (id TEXT PRIMARY KEY, ttl_ms INTEGER NOT NULL, expires_at INTEGER NOT NULL) WITHOUT ROWID;
  PRAGMA application_id = ${applicationId};
  PRAGMA user_version = ${layoutVersion};
`;

export type Row = (string | number | Buffer | null)[];

type Parameter = string | number | Buffer | null;

export interface EmbeddedDatabase {
  rows(sql: string, ...parameters: Parameter[]): Row[];
  /** The first row: half the time of `rows`. */
  row(sql: string, ...parameters: Parameter[]): Row | undefined;
  /** Runs `work` in a transaction that is rolled back when it throws. SQLite's errors come out as StoreUnavailableError. */
  transaction<T>(mode: 'read' | 'write', work: () => T): T;
  close(): void;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Turns what SQLite says into a sentence that names the file and the next step. */
export function storeFailure(path: string, error: unknown): Error {
  if (error instanceof StoreUnavailableError || !(error instanceof Error)) {
    return error instanceof Error ? error : new StoreUnavailableError(String(error));
  }
  const code = codeOf(error);
  const sentence = ((): string | null => {
    if (code.startsWith('SQLITE_FULL')) {
      return `the disk that holds ${path} is full, and nothing of this change was kept: make room, then try again`;
    }
    if (code.startsWith('SQLITE_READONLY')) {
      return `${path} cannot be written: check its permissions and whether the file system is mounted read-only`;
    }
    if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB')) {
      return (
        `${path} is damaged or is not a store of muster: stop muster, move the file aside ` +
        `(mv '${path}' '${path}.damaged', and the -wal and -shm files beside it), and apply the manifests again; ` +
        'units that run are not touched by this'
      );
    }
    if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
      return `${path} is kept locked by another process: find it with 'fuser ${path}' and try again`;
    }
    if (code.startsWith('SQLITE_')) {
      return `${path} cannot be used (${code}: ${error.message}): check the disk that holds it`;
    }
    return null;
  })();
  return sentence === null ? error : new StoreUnavailableError(sentence, { cause: error });
}

function connect(path: string): Database.Database {
  const folder = dirname(path);
  const problem = stateFolderProblem(folder, 'read');
  if (problem !== null) throw new StoreUnavailableError(problem);
  try {
    return new Database(path);
  } catch (error) {
    // What there is on a disk that cannot be written can still be read.
    const unwritable = existsSync(path) ? null : stateFolderProblem(folder, 'write');
    const reason = error instanceof Error ? error.message : String(error);
    throw new StoreUnavailableError(
      unwritable ??
        `${path} cannot be opened (${reason}): check what it is and its permissions, or choose another folder with MUSTER_HOME`,
      { cause: error },
    );
  }
}

/**
 * @param maxBytes The file never grows beyond this; writes fail as on a full disk.
 * @param busyTimeoutMs How long a write waits for another process that is writing.
 */
export function openEmbeddedDatabase(
  path: string,
  options: { maxBytes: number; busyTimeoutMs: number },
): EmbeddedDatabase {
  const database = connect(path);
  const statements = new Map<string, Database.Statement<unknown[]>>();

  const statementOf = (sql: string): Database.Statement<unknown[]> => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const statement = database.prepare(sql);
    // libsql refuses raw() for statements that return nothing.
    if (statement.reader) statement.raw(true);
    statements.set(sql, statement);
    return statement;
  };
  const rows: EmbeddedDatabase['rows'] = (sql, ...parameters) => {
    const statement = statementOf(sql);
    if (statement.reader) return statement.all(...parameters) as Row[];
    statement.run(...parameters);
    return [];
  };
  const row: EmbeddedDatabase['row'] = (sql, ...parameters) =>
    statementOf(sql).get(...parameters) as Row | undefined;

  const transaction: EmbeddedDatabase['transaction'] = (mode, work) => {
    try {
      database.exec(mode === 'write' ? 'BEGIN IMMEDIATE' : 'BEGIN');
      try {
        const result = work();
        database.exec('COMMIT');
        return result;
      } catch (error) {
        // Some failures (a full disk) have rolled back already; then this one has nothing to do.
        if (database.inTransaction) database.exec('ROLLBACK');
        throw error;
      }
    } catch (error) {
      throw storeFailure(path, error);
    }
  };

  const number = (sql: string): number => Number(row(sql)?.[0]);

  try {
    rows(`PRAGMA busy_timeout = ${options.busyTimeoutMs}`);
    const foreign = number('PRAGMA application_id');
    const tables = number('SELECT count(*) FROM sqlite_schema');
    if (foreign !== applicationId && tables > 0) {
      throw new StoreUnavailableError(
        `${path} is a database of another program: choose another folder with MUSTER_HOME`,
      );
    }
    // Durable: with FULL, a commit in WAL mode returns after fsync (0.4 ms instead of 0.05 ms on an SSD).
    rows('PRAGMA journal_mode = WAL');
    rows('PRAGMA synchronous = FULL');
    rows('PRAGMA journal_size_limit = 67108864');
    rows(`PRAGMA max_page_count = ${Math.floor(options.maxBytes / number('PRAGMA page_size'))}`);
    if (tables === 0) {
      transaction('write', () => {
        // Another process may have been quicker.
        if (number('SELECT count(*) FROM sqlite_schema') === 0) database.exec(layout);
      });
    }
    const version = number('PRAGMA user_version');
    if (version !== layoutVersion) {
      throw new StoreUnavailableError(
        `${path} was written by a newer muster (layout ${version}, this one knows ${layoutVersion}): upgrade muster`,
      );
    }
    number('SELECT revision FROM log');
  } catch (error) {
    database.close();
    throw storeFailure(path, error);
  }

  return { rows, row, transaction, close: () => database.close() };
}
