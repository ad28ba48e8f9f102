import type { DiffEntry, DiffEvent } from '../../controllers/operations.ts';
import { formatElapsed } from '../duration.ts';
import { plural } from './outcome-text.ts';

/** What the text and the markdown of a diff both say. */

export function diffSummary(done: Extract<DiffEvent, { type: 'done' }>): string {
  const what =
    done.differing === 0
      ? 'nothing differs'
      : `${plural(done.differing, 'placement')} differ${done.differing === 1 ? 's' : ''}`;
  const unknown = done.unknown > 0 ? `, ${done.unknown} could not be read` : '';
  return `${what}${unknown} (${plural(done.machines, 'machine')}, ${formatElapsed(done.durationMs)})`;
}

/** `write /etc/systemd/system/hello.service, daemon-reload, restart` */
export function actsText(entry: DiffEntry): string {
  return entry.acts
    .map((act) => (act.subject === '' || act.subject === entry.unit ? act.do : `${act.do} ${act.subject}`))
    .join(', ');
}

/** What differs, without what the file diffs show already. */
export function driftBeyondFiles(entry: DiffEntry) {
  const shown = new Set(entry.files.filter((file) => file.diff !== '').map((file) => file.path));
  return entry.drift.filter(
    (drift) =>
      !(['FileChanged', 'FileMissing', 'DropInMissing'].includes(drift.kind) && shown.has(drift.subject)),
  );
}

export function changeWord(change: DiffEntry['change']): string {
  return change === 'none' ? 'as declared' : change;
}
