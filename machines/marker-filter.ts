/** Drops what a login profile printed: everything up to and including the marker's line. */
import { Transform } from 'node:stream';

/** Finds `MARKER\n` at the start of a line in a stream that comes in pieces. */
export function markerFilter(marker: string): {
  push(chunk: Buffer): Buffer;
  readonly found: boolean;
  readonly before: Buffer;
} {
  const line = Buffer.from(`${marker}\n`);
  let held = Buffer.alloc(0);
  let found = false;
  return {
    push(chunk) {
      if (found) return chunk;
      held = Buffer.concat([held, chunk]);
      const at = held.indexOf(line);
      if (at < 0) return Buffer.alloc(0);
      found = true;
      const rest = held.subarray(at + line.length);
      held = held.subarray(0, at);
      return rest;
    },
    get found() {
      return found;
    },
    get before() {
      return held;
    },
  };
}

/** The same as a stream. When the marker never comes, everything is passed on at the end: it is an error message then. */
export function afterMarker(marker: string): Transform {
  const filter = markerFilter(marker);
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
