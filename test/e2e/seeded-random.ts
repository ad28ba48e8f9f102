/** Chance that can be repeated: the seed is printed, and taken from MUSTER_SEED. */
export interface Random {
  /** From 0 up to 1. */
  next(): number;
}

export const seed = Number(process.env.MUSTER_SEED ?? Math.floor(Math.random() * 2 ** 31));

/** mulberry32: each name gives a sequence of its own. */
export function seededRandom(name: string): Random {
  let state = [...name].reduce((sum, letter) => Math.imul(sum, 31) + letter.charCodeAt(0), seed);
  return {
    next() {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    },
  };
}
