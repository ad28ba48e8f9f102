interface JournalEntry {
  MESSAGE?: string | number[] | null;
  SYSLOG_IDENTIFIER?: string;
  _PID?: string;
  __REALTIME_TIMESTAMP?: string;
}

/**
 * One line of `journalctl --output=json`: when (microseconds since the epoch), and the text as `journalctl` shows it
 * after the host's name. A message that is not UTF-8 comes as an array of bytes. null for what is no entry.
 */
export function journalLine(line: string): { text: string; at?: number } | null {
  if (!line.startsWith('{')) return line === '' ? null : { text: line };
  let entry: JournalEntry;
  try {
    entry = JSON.parse(line) as JournalEntry;
  } catch {
    return { text: line };
  }
  const message = Array.isArray(entry.MESSAGE)
    ? Buffer.from(entry.MESSAGE).toString('utf8')
    : (entry.MESSAGE ?? '');
  const who = entry.SYSLOG_IDENTIFIER ?? 'unknown';
  const pid = entry._PID === undefined ? '' : `[${entry._PID}]`;
  const at = Number(entry.__REALTIME_TIMESTAMP);
  return { text: `${who}${pid}: ${message}`, ...(Number.isFinite(at) ? { at } : {}) };
}
