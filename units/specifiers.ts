import { parseUnitName } from './unit-name.ts';

/** `%n %N %p %i` and `%%` of fleet, with the names of what runs; any other specifier stays as it is. */
export function expandSpecifiers(value: string, runs: string): string {
  if (!value.includes('%')) return value;
  const name = parseUnitName(runs);
  if (name === null) return value;
  const known: Record<string, string> = {
    n: name.name,
    N: name.name.slice(0, name.name.lastIndexOf('.')),
    p: name.prefix,
    i: name.instance ?? '',
    '%': '%',
  };
  return value.replace(/%(.)/gs, (specifier, letter: string) => known[letter] ?? specifier);
}

/** The same in every text of a value, also in the keys of labels. */
export function expandAll<T>(value: T, runs: string): T {
  if (typeof value === 'string') return expandSpecifiers(value, runs) as T;
  if (Array.isArray(value)) return value.map((each: unknown) => expandAll(each, runs)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [expandSpecifiers(key, runs), expandAll(each, runs)]),
  ) as T;
}
