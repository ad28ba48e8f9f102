/** A file as it is on a machine against the file as it is desired, in the form of `diff -u`. */
import { formatPatch, structuredPatch } from 'diff';
import { bodyOf } from './stamp.ts';

export interface FileDiffInput {
  path: string;
  /** null: there is no such file. */
  live: Buffer | null;
  desired: Buffer | null;
  /** Content of a Secret: that it differs is said, and nothing of it shown. */
  secret?: boolean;
  /** Shown after the path, such as the machine's name. */
  liveLabel?: string;
  desiredLabel?: string;
  /** Unchanged lines around a change; 3 unless said. */
  context?: number;
}

/** The unified diff, ending in a line end; the empty string when the two are the same. */
export function fileDiff(input: FileDiffInput): string {
  const { path, live, desired } = input;
  if (live === null ? desired === null : desired !== null && live.equals(desired)) return '';
  const from = live === null ? '/dev/null' : `${path}${label(input.liveLabel ?? 'live')}`;
  const to = desired === null ? '/dev/null' : `${path}${label(input.desiredLabel ?? 'desired')}`;
  const head = `--- ${from}\n+++ ${to}\n`;
  if (input.secret === true) return `${head}(secret content differs)\n`;
  if (isBinary(live) || isBinary(desired)) {
    return `${head}(binary content differs: ${size(live)} live, ${size(desired)} desired)\n`;
  }
  const [before, after] = withoutStamps(live, desired);
  const patch = structuredPatch(from, to, text(before), text(after), undefined, undefined, {
    context: input.context ?? 3,
    // Two large files with nothing in common would take minutes to compare.
    maxEditLength: 20000,
  });
  if (patch === undefined)
    return `${head}(too different to show: ${size(live)} live, ${size(desired)} desired)\n`;
  // The library writes an `Index:` line and a rule above the hunks, as `diff -u` does not.
  const hunks = formatPatch(patch);
  return head + hunks.slice(hunks.search(/^@@ /m));
}

/** Muster's own first line differs wherever anything does, and tells nobody anything: shown only where it is all there is. */
function withoutStamps(live: Buffer | null, desired: Buffer | null): [Buffer | null, Buffer | null] {
  if (live === null || desired === null) return [live, desired];
  const [before, after] = [bodyOf(live), bodyOf(desired)];
  const bothStamped = before.length < live.length && after.length < desired.length;
  return bothStamped && !before.equals(after) ? [before, after] : [live, desired];
}

function label(name: string): string {
  return name === '' ? '' : `\t${name}`;
}

function text(content: Buffer | null): string {
  return content === null ? '' : content.toString('utf8');
}

function size(content: Buffer | null): string {
  return content === null ? 'no file' : `${content.length} bytes`;
}

/** As git and diff do: a zero byte near the beginning; or what is no UTF-8, which could not be shown as it is. */
export function isBinary(content: Buffer | null): boolean {
  if (content === null) return false;
  if (content.subarray(0, 8000).includes(0)) return true;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(content);
    return false;
  } catch {
    return true;
  }
}
