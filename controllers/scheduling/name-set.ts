import { isGlob, matchesGlob } from '../../units/unit-name.ts';

/** Names and globs. Most are plain names, which need no matching. */
export class NameSet {
  readonly exact: ReadonlySet<string>;
  readonly globs: readonly string[];

  constructor(words: readonly string[] = []) {
    this.exact = new Set(words.filter((word) => !isGlob(word)));
    this.globs = words.filter(isGlob);
  }

  get isEmpty(): boolean {
    return this.exact.size === 0 && this.globs.length === 0;
  }

  has(name: string): boolean {
    if (this.exact.has(name)) return true;
    for (const glob of this.globs) if (matchesGlob(name, glob)) return true;
    return false;
  }
}
