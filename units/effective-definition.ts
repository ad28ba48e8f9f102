/**
 * The directives of a unit as systemd sees them after its drop-ins, and the digests that say what a change asks for.
 */
import { changeClass, orderFamily, runsAtStop } from './change-classes.ts';
import type { Digest } from './desired.ts';
import { parseUnitFile } from './parse-unit-file.ts';
import { sha256 } from './stamp.ts';

export interface Directive {
  section: string;
  key: string;
  value: string;
}

/** Fragment first, then drop-ins in systemd's order: systemd reads them as one text. Comments and blank lines are gone. */
export function effectiveDirectives(texts: string[]): Directive[] {
  return texts.flatMap((text) =>
    parseUnitFile(text).sections.flatMap((section) =>
      section.entries.map(({ key, value }) => ({ section: section.name, key, value })),
    ),
  );
}

/** The value that counts for a directive that takes one; undefined when it is not set. */
export function lastValue(directives: Directive[], section: string, key: string): string | undefined {
  return directives.findLast((directive) => directive.section === section && directive.key === key)?.value;
}

/** The values of a directive that is a list: an empty assignment discards what was set before it. */
export function listValues(directives: Directive[], section: string, key: string): string[] {
  let values: string[] = [];
  for (const directive of directives) {
    if (directive.section !== section || directive.key !== key) continue;
    if (directive.value === '') values = [];
    else values.push(directive.value);
  }
  return values;
}

/** The same, split into words; for names and paths, which have no quotes in them. */
export function listWords(directives: Directive[], section: string, key: string): string[] {
  return listValues(directives, section, key).flatMap((value) => value.split(/[ \t]+/).filter(Boolean));
}

/** As systemd's parse_boolean(); undefined for anything else. */
export function parseBoolean(text: string): boolean | undefined {
  if (/^(1|yes|y|true|t|on)$/i.test(text)) return true;
  if (/^(0|no|n|false|f|off)$/i.test(text)) return false;
  return undefined;
}

/**
 * A text that is equal for definitions that mean the same: the order of different directives within a section is
 * dropped where systemd has none; values of one directive (and of a family of them) keep theirs. Values that a later
 * one replaces stay in: a needless restart is better than a missed one.
 */
export function canonicalDirectives(directives: Directive[]): string {
  const groups = new Map<string, string[]>();
  for (const { section, key, value } of directives) {
    const group = `${section}\0${orderFamily(key)}`;
    const lines = groups.get(group) ?? [];
    lines.push(`[${section}]${key}=${value}`);
    groups.set(group, lines);
  }
  return JSON.stringify([...groups.entries()].sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** What accompanying files add to the digests. */
export interface AccompanyingDigest {
  path: string;
  digest: Digest;
}

export function restartDigest(directives: Directive[], files: AccompanyingDigest[]): Digest {
  const counted = directives.filter(
    (directive) => changeClass(directive.section, directive.key) === 'restart',
  );
  return sha256(canonicalDirectives(counted) + canonicalFiles(files));
}

export function reloadDigest(directives: Directive[], files: AccompanyingDigest[]): Digest {
  const counted = directives.filter(
    (directive) => changeClass(directive.section, directive.key) === 'reload',
  );
  return sha256(canonicalDirectives(counted) + canonicalFiles(files));
}

export function stopDigest(directives: Directive[]): Digest {
  return sha256(
    canonicalDirectives(directives.filter((directive) => runsAtStop(directive.section, directive.key))),
  );
}

function canonicalFiles(files: AccompanyingDigest[]): string {
  return JSON.stringify(files.map(({ path, digest }) => `${path} ${digest}`).sort());
}
