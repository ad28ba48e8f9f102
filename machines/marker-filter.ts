/** Drops what a login profile printed: everything up to and including the marker's line. */
import { Transform } from 'node:stream';

export interface MarkerFilter {
  /** What of this piece comes after the marker. */
  push(chunk: Buffer): Buffer;
  readonly found: boolean;
  /** Everything before the marker; all there was when it never came. */
  readonly before: Buffer;
  /** The process that printed it, which later becomes the program; 0 until then. */
  readonly pid: number;
}

/** Finds `MARKER PID\n` in a stream that comes in pieces. */
export function markerFilter(marker: string): MarkerFilter {
  let held: Buffer = Buffer.alloc(0);
  let found = false;
  let pid = 0;
  return {
    push(chunk) {
      if (found) return chunk;
      held = Buffer.concat([held, chunk]);
      const at = held.indexOf(`${marker} `);
      const end = at < 0 ? -1 : held.indexOf(0x0a, at);
      if (end < 0) return Buffer.alloc(0);
      found = true;
      pid = Number(held.toString('latin1', at + marker.length + 1, end));
      const rest = held.subarray(end + 1);
      held = held.subarray(0, at);
      return rest;
    },
    get found() {
      return found;
    },
    get before() {
      return held;
    },
    get pid() {
      return pid;
    },
  };
}

/** The same as a stream. When the marker never comes, everything is passed on at the end: it is an error message then. */
export function afterMarker(filter: MarkerFilter): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, callback) {
      const rest = filter.push(chunk);
      callback(null, rest.length === 0 ? undefined : rest);
    },
    flush(callback) {
      callback(null, filter.found || filter.before.length === 0 ? undefined : filter.before);
    },
  });
}
