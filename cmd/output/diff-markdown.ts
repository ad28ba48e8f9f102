import type { DiffEntry, DiffEvent } from '../../controllers/operations.ts';
import { qualifiedName } from '../resources.ts';
import { actsText, changeWord, diffSummary, driftBeyondFiles } from './diff-words.ts';

/** For a comment on a pull request: a table of what differs, then the details, folded. */
export function diffMarkdown(events: DiffEvent[]): string {
  const entries = events.filter(
    (event): event is DiffEntry => event.type === 'entry' && event.change !== 'none',
  );
  const lines: string[] = [];
  const done = events.find((event) => event.type === 'done');
  lines.push(`### muster diff: ${done ? diffSummary(done) : 'not finished'}`, '');
  const objects = events
    .filter((event) => event.type === 'object')
    .filter((event) => event.result !== 'unchanged');
  if (objects.length > 0) {
    lines.push(
      ...objects.map((event) => `- \`${qualifiedName(event.kind, event.name)}\` would be ${event.result}`),
      '',
    );
  }
  for (const event of events) {
    if (event.type !== 'unplaced') continue;
    lines.push(`- **${inline(event.unit)}: no machine**: ${inline(event.message)}`);
    lines.push(
      ...event.machines.map((machine) => `  - ${inline(machine.machine)}: ${inline(machine.reason)}`),
    );
  }
  if (events.some((event) => event.type === 'unplaced')) lines.push('');
  if (entries.length > 0) {
    lines.push('| Unit | Machine | Change | What apply would do |', '|---|---|---|---|');
    for (const entry of entries) {
      lines.push(
        `| ${cell(entry.unit)} | ${cell(entry.machine)} | ${changeWord(entry.change)} | ${cell(actsText(entry) || (entry.message ?? ''))} |`,
      );
    }
    lines.push('');
  }
  for (const entry of entries) lines.push(...detail(entry));
  return `${lines.join('\n').trimEnd()}\n`;
}

function detail(entry: DiffEntry): string[] {
  const drift = driftBeyondFiles(entry);
  const diffs = entry.files.filter((file) => file.diff !== '').map((file) => file.diff.trimEnd());
  const hidden = entry.files.filter((file) => file.diff === '');
  if (drift.length + diffs.length + hidden.length === 0) return [];
  const lines = [
    `<details><summary><code>${html(entry.unit)}</code> on ${html(entry.machine)}</summary>`,
    '',
  ];
  for (const text of diffs) {
    // A fence longer than any run of backticks inside, so that content cannot end it.
    const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
    const fence = '`'.repeat(longest + 1);
    lines.push(`${fence}diff`, text, fence, '');
  }
  lines.push(...hidden.map((file) => `- \`${file.path}\`: content differs (secret, not shown)`));
  lines.push(
    ...drift.map((one) => `- **${one.kind}**: ${inline(one.message)}${one.heals ? '' : ' (reported only)'}`),
  );
  if (drift.length + hidden.length > 0) lines.push('');
  lines.push('</details>', '');
  return lines;
}

function html(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

function inline(text: string): string {
  return html(text)
    .replace(/([\\`*_[\]])/g, '\\$1')
    .replace(/\s+/g, ' ');
}

function cell(text: string): string {
  return inline(text).replace(/\|/g, '\\|');
}
