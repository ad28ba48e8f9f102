/**
 * The first line of every unit file and drop-in that muster writes. It names the unit and the digest of all that
 * follows the line, and nothing that changes without need, so that equal content is an equal file.
 *
 *     # muster: hello.service sha256:9f86d0…0a08 - managed; changes here are undone (see: muster describe unit hello.service)
 */
import { createHash } from 'node:crypto';
import type { Digest } from './desired.ts';

export interface Stamp {
  /** The unit's name; for an instance its template's. */
  name: string;
  /** Of the bytes after the stamp's line. */
  digest: Digest;
}

/** Matches the line, also with grep -E: group 1 is the name, group 2 the digest. */
export const stampPattern = /^# muster: ([A-Za-z0-9:_.\\@-]+) sha256:([0-9a-f]{64}) /;

export function sha256(content: Buffer | string): Digest {
  return createHash('sha256').update(content).digest('hex');
}

/** The line, with its line end. */
export function stampLine(name: string, digest: Digest): string {
  return `# muster: ${name} sha256:${digest} - managed; changes here are undone (see: muster describe unit ${name})\n`;
}

/** Puts the stamp above a body. */
export function withStamp(name: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(stampLine(name, sha256(body))), body]);
}

/** Reads a file's first line (more may follow); null when it is not muster's. */
export function parseStamp(text: string): Stamp | null {
  const match = stampPattern.exec(text);
  const [, name, digest] = match ?? [];
  return name === undefined || digest === undefined ? null : { name, digest };
}

/** Takes the stamp off a file as it stands on a machine; the whole content when there is none. */
export function bodyOf(content: Buffer): Buffer {
  const end = content.indexOf(0x0a);
  const first = content.subarray(0, end < 0 ? content.length : end).toString('utf8');
  return parseStamp(first) === null ? content : content.subarray(end < 0 ? content.length : end + 1);
}
