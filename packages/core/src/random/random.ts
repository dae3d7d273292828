/** Four words of 32 bits, not all 0, and the second of a pair of normals where it is still to come. */
export type RandomState = readonly [number, number, number, number, number?];

/**
 * A seeded source of random numbers: xoshiro128** (Blackman & Vigna 2018), its state filled by SplitMix32.
 *
 * The same seed gives the same numbers in every process and on every machine. 2³² seeds, period 2¹²⁸ − 1; not for secrets.
 *
 * @example
 * const random = new Random(7);
 * random.uniform(); // in [0, 1)
 * random.below(6);  // 0 … 5
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #d: number;
  #spareNormal: number | undefined;
  /** The bound that was asked for last, and the greatest multiple of it up to 2³². */
  #bound = 1;
  #fair = 0x100000000;

  /** @param seed any integer; its low 32 bits count */
  constructor(seed: number) {
    let state = seed | 0;
    const split = (): number => {
      state = (state + 0x9e3779b9) | 0;
      let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
      mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
      return mixed ^ (mixed >>> 15);
    };
    this.#a = split();
    this.#b = split();
    this.#c = split();
    this.#d = split() || 1; // an all-zero state would stay zero for ever
  }

  /** Everything that decides the numbers to come. */
  get state(): RandomState {
    const words = [this.#a >>> 0, this.#b >>> 0, this.#c >>> 0, this.#d >>> 0] as const;
    return this.#spareNormal === undefined ? words : [...words, this.#spareNormal];
  }

  /** Goes on where another source stood when its state was taken. */
  set state([a, b, c, d, spareNormal]: RandomState) {
    [this.#a, this.#b, this.#c, this.#d, this.#spareNormal] = [a, b, c, d, spareNormal];
  }

  /** 32 random bits as an unsigned integer. */
  bits(): number {
    const product = Math.imul(this.#b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9);
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = (this.#d << 11) | (this.#d >>> 21);
    return result >>> 0;
  }

  /** Uniform in [0, 1), with 53 random bits. */
  uniform(): number {
    return ((this.bits() >>> 5) * 0x4000000 + (this.bits() >>> 6)) / 0x20000000000000;
  }

  /**
   * A uniform integer from 0 to `bound` − 1, without modulo bias.
   * @param bound a positive integer up to 2⁵³
   */
  below(bound: number): number {
    if (bound > 0xffffffff) return Number(this.belowBig(BigInt(bound)));
    if (bound !== this.#bound) {
      this.#bound = bound;
      this.#fair = 0x100000000 - (0x100000000 % bound);
    }
    let drawn = this.bits();
    while (drawn >= this.#fair) drawn = this.bits();
    // The remainder of a division of doubles below 2³², exact as it is, and several times faster than %.
    return drawn - Math.floor(drawn / bound) * bound;
  }

  /** A uniform big integer from 0 to `bound` − 1, by rejection. */
  belowBig(bound: bigint): bigint {
    const width = bound.toString(2).length;
    for (;;) {
      let drawn = 0n;
      for (let filled = 0; filled < width; filled += 32) drawn = (drawn << 32n) | BigInt(this.bits());
      drawn &= (1n << BigInt(width)) - 1n;
      if (drawn < bound) return drawn;
    }
  }

  /** Standard normal, by the polar method of Marsaglia & Bray. */
  normal(): number {
    if (this.#spareNormal !== undefined) {
      const spare = this.#spareNormal;
      this.#spareNormal = undefined;
      return spare;
    }
    let x: number;
    let y: number;
    let square: number;
    do {
      x = 2 * this.uniform() - 1;
      y = 2 * this.uniform() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square === 0);
    const scale = Math.sqrt((-2 * Math.log(square)) / square);
    this.#spareNormal = y * scale;
    return x * scale;
  }

  /** One entry of a non-empty list, each with the same chance. */
  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)];
  }

  /** `count` distinct integers from 0 to `size` − 1 in random order (partial Fisher–Yates; `count` ≤ `size`). */
  sample(count: number, size: number): number[] {
    const pool = Array.from({ length: size }, (_, index) => index);
    for (let index = 0; index < count; index++) {
      const other = index + this.below(size - index);
      [pool[index], pool[other]] = [pool[other], pool[index]];
    }
    return pool.slice(0, count);
  }
}
