/**
 * Damerau-Levenshtein distance (optimal string alignment): how many insertions, deletions, replacements and swaps of
 * neighbours lead from one word to the other.
 */
export function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      let best = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]) {
        best = Math.min(best, (beforeLast[column - 2] ?? 0) + 1);
      }
      current.push(best);
    }
    beforeLast = last;
    last = current;
  }
  return last[to.length] ?? 0;
}

/** Words longer than this are never misspelt forms of ours, and comparing them would take long. */
const longestWord = 64;

/**
 * The candidate that was probably meant: the same but for case, `-` and `_`; or at most about a third of its letters
 * away; or the only one that begins so. undefined when nothing is near. The earlier of two equals wins.
 */
export function suggest(word: string, candidates: readonly string[]): string | undefined {
  if (word === '' || word.length > longestWord) return undefined;
  const plain = (text: string): string => text.toLowerCase().replace(/[-_ ]/g, '');
  const wanted = plain(word);
  if (wanted === '') return undefined;
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of candidates) {
    if (candidate === word || candidate.length > longestWord) continue;
    const distance = editDistance(wanted, plain(candidate));
    if (best === undefined || distance < best.distance) best = { candidate, distance };
  }
  if (best === undefined) return undefined;
  const allowed = Math.max(1, Math.floor(Math.max(wanted.length, best.candidate.length) / 3));
  // Of a word of two letters, one wrong is half.
  if (best.distance <= Math.min(allowed, wanted.length - 1)) return best.candidate;
  const beginning = candidates.filter(
    (candidate) => wanted.length >= 3 && plain(candidate).startsWith(wanted),
  );
  return beginning.length === 1 ? beginning[0] : undefined;
}
