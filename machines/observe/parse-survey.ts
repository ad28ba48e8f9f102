/** Reads what `surveyScript` printed into tables; `observed-machine.ts` makes units of them. */
import type { Ledger, LoadedState, ObservedFile, UnitRecord } from '../../units/observed.ts';
import { parseStamp } from '../../units/stamp.ts';
import { LinkError } from '../link.ts';

export interface Survey {
  bootId: string;
  machineId: string;
  epoch: number;
  reloadMark: string;
  ownReloadMark: string;
  loaded: Map<string, LoadedState>;
  files: Map<string, ObservedFile>;
  /** By unit; `at` in seconds since the epoch. */
  invocations: Map<string, { id: string; at: number }>;
  ledgers: Map<string, Ledger>;
  records: Map<string, UnitRecord>;
}

const mark = '\nmuster-survey-1\n';
const digestPattern = /^([0-9a-f]{64}) [ *](\/.*)$/s;

export function parseSurvey(output: Buffer, directories: { stateDir: string; runtimeDir: string }): Survey {
  // latin1 keeps one character per byte: a file name need not be UTF-8. Text is decoded where it is used.
  const text = output.toString('latin1');
  const start = text.indexOf(mark);
  if (start < 0 || !text.endsWith('E\0')) {
    throw new LinkError(
      'ProtocolError',
      `the machine's answer was not complete: ${decode(text).slice(-200).trim() || 'nothing was printed'}`,
    );
  }
  const cursor = new Cursor(text, start + mark.length);
  const [boot = '-', machine = '-', epoch = '0', reloadMark = '-', own = '-', listed = '1'] = cursor
    .until('\n')
    .split(' ');
  const rows = decode(cursor.until('\0'));
  if (listed !== '0') {
    throw new LinkError(
      'SystemdIncompatible',
      `systemctl list-units failed: ${rows.trim()}; try it on the machine, "systemctl is-system-running" says more`,
    );
  }
  const survey: Survey = {
    bootId: boot,
    machineId: machine,
    epoch: Number(epoch) || 0,
    reloadMark: reloadMark === '-' ? '0' : reloadMark,
    ownReloadMark: own === '-' ? '' : own,
    loaded: parseRows(rows),
    files: new Map(),
    invocations: new Map(),
    ledgers: new Map(),
    records: new Map(),
  };
  readRecords(cursor, survey, directories);
  return survey;
}

/** `UNIT LOAD ACTIVE SUB [JOB] DESCRIPTION`, by name. */
function parseRows(rows: string): Map<string, LoadedState> {
  const loaded = new Map<string, LoadedState>();
  for (const row of rows.split('\n')) {
    const [name, load, active, sub] = row.trim().split(/\s+/, 4);
    if (name && load && active && sub) loaded.set(name, { load, active, sub });
  }
  return loaded;
}

function readRecords(
  cursor: Cursor,
  survey: Survey,
  directories: { stateDir: string; runtimeDir: string },
): void {
  const records = new Map<string, string>();
  let printed = false;
  let digests = 0;
  const ledgers = `${directories.runtimeDir}/ledger/`;
  const recordDirectory = `${directories.stateDir}/units/`;
  for (;;) {
    const kind = cursor.peek();
    if (kind === 'E') break;
    if (kind === 'F') readFile(cursor, survey);
    else if (kind === 'I') {
      const unit = cursor.until('\0').slice('Iinvocation:'.length);
      const id = cursor.until('\0');
      survey.invocations.set(unit, { id, at: Number(cursor.until('\0')) });
    } else if (kind === 'V') {
      cursor.until('\0');
      printed = true;
    } else if (kind === 'M') survey.reloadMark = cursor.until('\0').slice(1);
    else if (kind === '/') {
      const path = decode(cursor.until('\0'));
      const line = decode(cursor.until('\n'));
      if (path.startsWith(ledgers)) {
        const ledger = parseLedger(line);
        if (ledger !== null) survey.ledgers.set(path.slice(ledgers.length), ledger);
      } else if (path.startsWith(recordDirectory)) {
        records.set(path, `${records.get(path) ?? ''}${line}\n`);
      } else {
        const stamp = line.startsWith('1:') ? parseStamp(line.slice(2)) : null;
        const file = survey.files.get(path);
        if (stamp !== null && file !== undefined) file.stamp = stamp.name;
      }
    } else {
      const match = digestPattern.exec(cursor.until('\0'));
      const file = survey.files.get(decode(match?.[2] ?? ''));
      if (match?.[1] !== undefined && file !== undefined) {
        file.digest = match[1];
        digests++;
      }
    }
  }
  // Without these every file would seem to be missing or changed, and all would be written again and again.
  if (!printed) throw lacking('GNU find (its -printf)', 'findutils');
  if (digests === 0 && [...survey.files.values()].some(({ type, size }) => type === 'file' && size > 0)) {
    throw lacking('sha256sum with --zero', 'coreutils 8.25 or later');
  }
  for (const [path, content] of records) {
    const record = parseRecord(content);
    if (record !== null) survey.records.set(path.slice(recordDirectory.length, -'.json'.length), record);
  }
}

function lacking(tool: string, from: string): LinkError {
  return new LinkError('SystemdIncompatible', `the machine has no ${tool}: install ${from} there`);
}

function readFile(cursor: Cursor, survey: Survey): void {
  const [type = '', mode = '', owner = '', identity = '', size = ''] = cursor.until('\0').slice(1).split(' ');
  const path = decode(cursor.until('\0'));
  const target = decode(cursor.until('\0'));
  survey.files.set(path, {
    path,
    type: type === 'f' ? 'file' : type === 'l' ? 'link' : type === 'd' ? 'directory' : 'other',
    digest: null,
    mode: mode.padStart(4, '0'),
    owner,
    target: type === 'l' ? target : null,
    identity,
    size: Number(size),
    stamp: null,
  });
}

/** One line, separated by tabs; null when it is torn or of another version. */
export function parseLedger(line: string): Ledger | null {
  const [restart, previousInvocation, reload, loaded, reloadMark, ...more] = line.split('\t');
  if (!restart || !previousInvocation || !reload || !loaded || !reloadMark || more.length > 0) return null;
  return {
    restart,
    previousInvocation,
    reload: reload === '=' ? '' : reload,
    loaded: loaded === '-' ? '' : loaded,
    reloadMark,
  };
}

/** A record that cannot be read is as none: the next act writes it anew. */
function parseRecord(content: string): UnitRecord | null {
  try {
    const value: unknown = JSON.parse(content);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is UnitRecord {
  if (typeof value !== 'object' || value === null) return false;
  const record = value as Partial<UnitRecord>;
  return (
    typeof record.name === 'string' &&
    typeof record.owner === 'object' &&
    record.owner !== null &&
    Array.isArray(record.paths) &&
    record.paths.every((path) => typeof path === 'string')
  );
}

function decode(text: string): string {
  return Buffer.from(text, 'latin1').toString('utf8');
}

class Cursor {
  readonly #text: string;
  #at: number;
  constructor(text: string, at: number) {
    this.#text = text;
    this.#at = at;
  }
  peek(): string {
    return this.#text.charAt(this.#at);
  }
  /** What stands before the separator; moves behind it. */
  until(separator: string): string {
    const end = this.#text.indexOf(separator, this.#at);
    if (end < 0) throw new LinkError('ProtocolError', 'a record of the survey has no end; observe again');
    const found = this.#text.slice(this.#at, end);
    this.#at = end + separator.length;
    return found;
  }
}
