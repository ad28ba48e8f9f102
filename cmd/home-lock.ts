import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'libsql';
import { stateFolderProblem } from '../store/state-folder.ts';
import { CommandError } from './command-error.ts';

/** Held by the one process whose controllers act for this home folder. */
export interface HomeLock {
  release(): void;
}

export interface Holder {
  pid: number;
  /** From /proc: tells this process from a later one with the same number. */
  startTime: string;
  command: string;
}

export interface LockOptions {
  /** What this process does, for others that wait: `muster apply`. */
  command: string;
  waitMs: number;
  signal: AbortSignal;
  /** Told once when somebody else holds the lock; null when it could not be found out who. */
  onWait(holder: Holder | null): void;
  /** Asked while waiting; true ends the wait with `null`: a server has come up and takes the work. */
  isServed(): Promise<boolean>;
}

const retryMs = 50;

/**
 * Takes the lock, waiting while another process holds it. It is a lock of SQLite's on a file of its own, which the kernel
 * drops when its holder dies however it dies: there is no stale lock to judge. The note beside it only names the holder.
 */
export async function lockHome(home: string, options: LockOptions): Promise<HomeLock | null> {
  const note = join(home, 'controllers.json');
  const until = Date.now() + options.waitMs;
  let told = false;
  for (;;) {
    const lock = tryLock(home);
    if (lock) {
      const holder: Holder = {
        pid: process.pid,
        startTime: startTime(process.pid),
        command: options.command,
      };
      writeNote(note, holder);
      return {
        release() {
          rmSync(note, { force: true });
          lock.close();
        },
      };
    }
    if (await options.isServed()) return null;
    const holder = readHolder(note);
    if (!told) {
      told = true;
      options.onWait(holder);
    }
    if (Date.now() >= until) {
      throw new CommandError(
        `${holder ? `${holder.command} (process ${holder.pid})` : 'another muster'} is still working with ${home}; wait until it has ended, or stop it, then run the same command again`,
      );
    }
    options.signal.throwIfAborted();
    await sleep(retryMs, undefined, { signal: options.signal });
  }
}

/** It only helps others to say whom they wait for: a full disk is reported by what cannot do without it. */
function writeNote(note: string, holder: Holder): void {
  try {
    writeFileSync(note, JSON.stringify(holder), { mode: 0o600 });
  } catch {
    rmSync(note, { force: true });
  }
}

function tryLock(home: string): Database.Database | null {
  const problem = stateFolderProblem(home, 'write');
  if (problem !== null) throw new CommandError(problem);
  let database: Database.Database;
  try {
    database = new Database(join(home, 'controllers.lock'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(`${home} cannot be used (${reason}); choose another folder with MUSTER_HOME`);
  }
  try {
    database.exec('PRAGMA busy_timeout = 0');
    // Nothing is ever written: no journal is left behind by a crash.
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database.close();
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return null;
    if (code.startsWith('SQLITE_FULL'))
      throw new CommandError(
        `the disk that holds ${home} is full: make room, then run the same command again`,
      );
    throw new CommandError(
      `${join(home, 'controllers.lock')} cannot be locked (${error instanceof Error ? error.message : String(error)}); check the folder's permissions, or choose another with MUSTER_HOME`,
    );
  }
}

/** null when the note is missing, unreadable, or about a process that has ended. */
function readHolder(note: string): Holder | null {
  try {
    const holder = JSON.parse(readFileSync(note, 'utf8')) as Holder;
    return startTime(holder.pid) === holder.startTime ? holder : null;
  } catch {
    return null;
  }
}

/** Clock ticks since boot when the process started (proc(5), field 22 of stat); empty when there is no such process. */
function startTime(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name may hold spaces and parentheses: count from the last one.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
