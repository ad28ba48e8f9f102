import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { usageError } from './command-error.ts';

/** The options in a muster.yaml, by name; none when there is no such file. Throws a usage error that names the file. */
export function readOptionsFile<Key extends string>(file: string, keys: readonly Key[]): Map<Key, string> {
  const found = new Map<Key, string>();
  if (!existsSync(file)) return found;
  let parsed: unknown;
  try {
    parsed = parse(readFileSync(file, 'utf8')) ?? {};
  } catch (error) {
    throw usageError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw usageError(`${file}: expected options such as "namespace: team-a", one a line`);
  }
  for (const [key, value] of Object.entries(parsed)) {
    const known = keys.find((candidate) => candidate === key);
    if (!known) throw usageError(`${file}: unknown option "${key}"; the options are ${keys.join(', ')}`);
    found.set(known, String(value));
  }
  return found;
}
