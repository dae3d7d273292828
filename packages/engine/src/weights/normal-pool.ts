import { Random } from "@zerolm/core";

/** Offsets are below this, so that a pool has little more than the largest matrix. */
const offsets = 2 ** 20;

/**
 * Standard normals that all matrices share: each is a view of one sequence of numbers, from an offset that its name decides. Drawing numbers for each
 * matrix would take as long as running the network; and networks that have a matrix in common have its numbers in common.
 *
 * @example
 * new NormalPool(0).numbers("layers.0.ffn.up", 1024 * 256);
 */
export class NormalPool {
  readonly #random: Random;
  #drawn = new Float32Array(0);

  constructor(seed: number) {
    this.#random = new Random(seed);
  }

  /** Numbers of a name: the same ones whatever was asked for before. They are not to be changed. */
  numbers(name: string, size: number): Float32Array {
    const start = offsetOf(name);
    if (start + size > this.#drawn.length) this.#grow(start + size);
    return this.#drawn.subarray(start, start + size);
  }

  #grow(length: number): void {
    const known = this.#drawn;
    const more = new Float32Array(Math.max(length, Math.floor(1.5 * known.length)));
    more.set(known);
    for (let index = known.length; index < more.length; index++) more[index] = this.#random.normal();
    this.#drawn = more;
  }
}

/** FNV-1a, mixed once more so that names that differ in a digit lie far apart. */
function offsetOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index++)
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad);
  return ((mixed ^ (mixed >>> 15)) >>> 0) % offsets;
}
