interface JournalEntry {
  MESSAGE?: string | number[] | null;
  SYSLOG_IDENTIFIER?: string;
  _PID?: string;
  __REALTIME_TIMESTAMP?: string;
  __CURSOR?: string;
  [field: string]: unknown;
}

export interface JournalLine {
  /** As `journalctl` shows it after the host's name. */
  text: string;
  /** Microseconds since the epoch, by the machine's clock. */
  at?: number;
  cursor?: string;
  /** Every unit that the entry says it is about. */
  units: string[];
}

/** Which unit an entry is about: its process's own, or the one that systemd (or another) writes about. */
const unitFields = [
  'UNIT',
  'USER_UNIT',
  'OBJECT_SYSTEMD_UNIT',
  'OBJECT_SYSTEMD_USER_UNIT',
  'COREDUMP_UNIT',
  'COREDUMP_USER_UNIT',
  '_SYSTEMD_UNIT',
  '_SYSTEMD_USER_UNIT',
  '_SYSTEMD_SLICE',
  '_SYSTEMD_USER_SLICE',
];

/** What is asked of journalctl; the cursor and the time come with every entry. */
export const journalFields = ['MESSAGE', 'SYSLOG_IDENTIFIER', '_PID', ...unitFields];

/**
 * One line of `journalctl --output=json`. A message that is not UTF-8 comes as an array of bytes. null for what is no
 * entry.
 */
export function journalLine(line: string): JournalLine | null {
  if (!line.startsWith('{')) return line === '' ? null : { text: line, units: [] };
  let entry: JournalEntry;
  try {
    entry = JSON.parse(line) as JournalEntry;
  } catch {
    return { text: line, units: [] };
  }
  const message = Array.isArray(entry.MESSAGE)
    ? Buffer.from(entry.MESSAGE).toString('utf8')
    : (entry.MESSAGE ?? '');
  const who = entry.SYSLOG_IDENTIFIER ?? 'unknown';
  const pid = entry._PID === undefined ? '' : `[${entry._PID}]`;
  const at = Number(entry.__REALTIME_TIMESTAMP);
  const units = unitFields.flatMap((field) => {
    const value = entry[field];
    return typeof value === 'string' ? [value] : [];
  });
  return {
    text: `${who}${pid}: ${message}`,
    ...(Number.isFinite(at) ? { at } : {}),
    ...(entry.__CURSOR === undefined ? {} : { cursor: entry.__CURSOR }),
    units,
  };
}

/**
 * Whether an entry comes after another in its journal. A cursor names the journal's sequence (`s=`), the entry's number in
 * it (`i=`, hexadecimal), and the time (`t=`, hexadecimal µs): journald numbers all entries of a sequence, whatever file
 * they go to.
 */
export function comesAfter(cursor: string, other: string): boolean {
  const [one, two] = [cursorParts(cursor), cursorParts(other)];
  return one.sequence === two.sequence ? one.number > two.number : one.time > two.time;
}

function cursorParts(cursor: string): { sequence: string; number: bigint; time: bigint } {
  const part = (letter: string) => new RegExp(`(?:^|;)${letter}=([0-9a-f]+)`).exec(cursor)?.[1] ?? '0';
  return { sequence: part('s'), number: BigInt(`0x${part('i')}`), time: BigInt(`0x${part('t')}`) };
}
