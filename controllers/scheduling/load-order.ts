/**
 * Machines in the order of how many units they have, then of their index, with a cheap move from one load to the next:
 * one set of bits per load.
 */
export class LoadOrder {
  readonly #words: number;
  readonly #byLoad: Uint32Array[] = [];
  readonly #loads: Int32Array;

  constructor(count: number) {
    this.#words = Math.ceil(count / 32);
    this.#loads = new Int32Array(count);
    const all = this.#at(0);
    for (let index = 0; index < count; index += 1) setBit(all, index);
  }

  load(index: number): number {
    return this.#loads[index] ?? 0;
  }

  add(index: number, by: 1 | -1): void {
    const load = this.load(index);
    clearBit(this.#at(load), index);
    this.#loads[index] = load + by;
    setBit(this.#at(load + by), index);
  }

  /** The first of the allowed, in order, that passes the test. */
  find(allowed: Uint32Array, test: (index: number) => boolean): number | null {
    for (const set of this.#byLoad) {
      for (let word = 0; word < this.#words; word += 1) {
        let bits = ((set[word] ?? 0) & (allowed[word] ?? 0)) >>> 0;
        while (bits !== 0) {
          const bit = 31 - Math.clz32(bits & -bits);
          const index = word * 32 + bit;
          if (test(index)) return index;
          bits = (bits & (bits - 1)) >>> 0;
        }
      }
    }
    return null;
  }

  /** An empty set of the size that `find` takes. */
  none(): Uint32Array {
    return new Uint32Array(this.#words);
  }

  #at(load: number): Uint32Array {
    while (this.#byLoad.length <= load) this.#byLoad.push(this.none());
    return this.#byLoad[load] ?? this.none();
  }
}

export function setBit(set: Uint32Array, index: number): void {
  const word = index >>> 5;
  set[word] = (set[word] ?? 0) | (1 << (index & 31));
}

export function clearBit(set: Uint32Array, index: number): void {
  const word = index >>> 5;
  set[word] = (set[word] ?? 0) & ~(1 << (index & 31));
}

export function hasBit(set: Uint32Array, index: number): boolean {
  return ((set[index >>> 5] ?? 0) & (1 << (index & 31))) !== 0;
}
