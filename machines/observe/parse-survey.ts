/** Reads what `surveyScript` printed into tables; `observed-machine.ts` makes units of them. */
import type { Ledger, LoadedState, ObservedFile, UnitRecord } from '../../units/observed.ts';
import { parseStamp } from '../../units/stamp.ts';
import { LinkError } from '../link.ts';
import type { SurveyDepth } from './request.ts';

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
  /** The kernel's clock as it stamps files, in seconds since the epoch; 0 when it is not known. */
  clock: number;
  /** Identities of ledgers and records, by path. */
  kept: Map<string, string>;
  /** As far as they have been read. */
  contents: Contents;
}

/** What is in files: `readContents` takes it off the machine's answer. */
export interface Contents {
  /** By path. */
  digests: Map<string, string>;
  stamps: Map<string, string>;
  /** Whole texts of ledgers and records, by path. */
  texts: Map<string, string>;
}

const mark = '\nmuster-survey-1\n';
const contentsMark = '\nmuster-contents-1\n';
const digestPattern = /^([0-9a-f]{64}) [ *](\/.*)$/s;

export interface Directories {
  stateDir: string;
  runtimeDir: string;
}

/** `glance`: contents are still to be read. */
export function parseSurvey(output: Buffer, directories: Directories, depth: SurveyDepth = 'full'): Survey {
  const cursor = begin(output, mark);
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
    clock: 0,
    kept: new Map(),
    contents: noContents(),
  };
  const contents = readRecords(cursor, survey);
  if (depth === 'full') {
    // Without this every file would seem to be changed, and all would be written again and again.
    const some = [...survey.files.values()].some(({ type, size }) => type === 'file' && size > 0);
    if (contents.digests.size === 0 && some)
      throw lacking('sha256sum with --zero', 'coreutils 8.25 or later');
    fillIn(survey, contents, directories);
  }
  return survey;
}

/** Reads what `contentsScript` printed. */
export function parseContents(output: Buffer): Contents {
  return readRecords(begin(output, contentsMark), null);
}

/** Puts contents to the files, ledgers and records of a survey that they belong to. */
export function fillIn(survey: Survey, contents: Contents, { stateDir, runtimeDir }: Directories): void {
  survey.contents = contents;
  for (const [path, digest] of contents.digests) {
    const file = survey.files.get(path);
    if (file !== undefined) file.digest = digest;
  }
  for (const [path, name] of contents.stamps) {
    const file = survey.files.get(path);
    if (file !== undefined) file.stamp = name;
  }
  const ledgers = `${runtimeDir}/ledger/`;
  const records = `${stateDir}/units/`;
  for (const [path, text] of contents.texts) {
    if (path.startsWith(ledgers)) {
      const ledger = parseLedger(text.split('\n')[0] ?? '');
      if (ledger !== null) survey.ledgers.set(path.slice(ledgers.length), ledger);
    } else if (path.startsWith(records)) {
      const record = parseRecord(text);
      if (record !== null) survey.records.set(path.slice(records.length, -'.json'.length), record);
    }
  }
}

export function noContents(): Contents {
  return { digests: new Map(), stamps: new Map(), texts: new Map() };
}

function begin(output: Buffer, marker: string): Cursor {
  // latin1 keeps one character per byte: a file name need not be UTF-8. Text is decoded where it is used.
  const text = output.toString('latin1');
  const start = text.indexOf(marker);
  if (start < 0 || !text.endsWith('E\0')) {
    throw new LinkError(
      'ProtocolError',
      `the machine's answer was not complete: ${decode(text).slice(-200).trim() || 'nothing was printed'}`,
    );
  }
  return new Cursor(text, start + marker.length);
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

/** Records of contents are returned, all others go into the survey; null where there are none. */
function readRecords(cursor: Cursor, survey: Survey | null): Contents {
  const contents = noContents();
  let printed = survey === null;
  for (;;) {
    const kind = cursor.peek();
    if (kind === 'E') break;
    if (kind === '/') readLine(cursor, contents);
    else if (kind === 'V') {
      cursor.until('\0');
      printed = true;
    } else if (survey !== null && 'FIRMN'.includes(kind)) readFact(kind, cursor, survey);
    else {
      const match = digestPattern.exec(cursor.until('\0'));
      if (match?.[1] !== undefined) contents.digests.set(decode(match[2] ?? ''), match[1]);
    }
  }
  // Without this every file would seem to be missing, and all would be written again and again.
  if (!printed) throw lacking('GNU find (its -printf)', 'findutils');
  return contents;
}

/** `path \0 line \n` of a ledger or record, or `path \0 number : line \n` of the line with muster's stamp. */
function readLine(cursor: Cursor, { stamps, texts }: Contents): void {
  const path = decode(cursor.until('\0'));
  const line = decode(cursor.until('\n'));
  if (/^\d+:# muster: /.test(line)) {
    const stamp = line.startsWith('1:') ? parseStamp(line.slice(2)) : null;
    if (stamp !== null) stamps.set(path, stamp.name);
  } else texts.set(path, `${texts.get(path) ?? ''}${line}\n`);
}

function readFact(kind: string, cursor: Cursor, survey: Survey): void {
  if (kind === 'F') readFile(cursor, survey);
  else if (kind === 'I') {
    const unit = cursor.until('\0').slice('Iinvocation:'.length);
    const id = cursor.until('\0');
    survey.invocations.set(unit, { id, at: Number(cursor.until('\0')) });
  } else if (kind === 'N') survey.clock = Number(cursor.until('\0').slice(1));
  else if (kind === 'M') survey.reloadMark = cursor.until('\0').slice(1);
  else {
    const identity = cursor.until('\0').slice(1);
    survey.kept.set(decode(cursor.until('\0')), identity);
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
