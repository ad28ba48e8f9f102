/**
 * What one list has and the other has not, by identity. Most of two lists that follow one another in time is the same from
 * the beginning and from the end.
 */
export function differing<T>(before: readonly T[], now: readonly T[]): { gone: T[]; fresh: T[] } {
  const shorter = Math.min(before.length, now.length);
  let head = 0;
  while (head < shorter && before[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  const old = before.slice(head, before.length - tail);
  const young = now.slice(head, now.length - tail);
  const known = new Set(old);
  const there = new Set(young);
  return { gone: old.filter((each) => !there.has(each)), fresh: young.filter((each) => !known.has(each)) };
}
