/**
 * The indices of the values in ascending order; equal values (−0 equals 0) keep their order.
 *
 * Radix sort, byte by byte from the least significant, over the bits of the doubles: O(n), and for 10⁶ values several
 * times as fast as sorting indices with a comparator, or as sorting natively and looking every value up.
 *
 * @param values finite numbers (not checked here)
 * @see Terdiman, Radix sort revisited (2000), for the order of floating-point bits
 * @example
 * argsort([30, 10, 20]); // [1, 2, 0]
 */
export function argsort(values: ArrayLike<number>): Int32Array {
  const bytes = sortableBytes(values);
  let order: Int32Array = new Int32Array(values.length);
  let next: Int32Array = new Int32Array(values.length);
  for (let index = 0; index < order.length; index++) order[index] = index;
  for (let byte = 0; byte < Float64Array.BYTES_PER_ELEMENT; byte++) {
    const starts = bucketStarts(bytes, byte);
    if (starts === undefined) continue;
    for (let place = 0; place < order.length; place++) {
      const index = order[place];
      next[starts[bytes[index * Float64Array.BYTES_PER_ELEMENT + byte]]++] = index;
    }
    [order, next] = [next, order];
  }
  return order;
}

/**
 * Eight bytes a value, the least significant first, that order as unsigned integers as the values do: the sign bit is
 * flipped, and for negative values all other bits too. Every platform that runs JavaScript stores doubles little-endian.
 */
function sortableBytes(values: ArrayLike<number>): Uint8Array {
  const doubles = new Float64Array(values.length);
  for (let index = 0; index < doubles.length; index++) doubles[index] = values[index] + 0; // −0 becomes 0
  const words = new Int32Array(doubles.buffer);
  for (let low = 0; low < words.length; low += 2) {
    const flip = words[low + 1] >> 31;
    words[low] ^= flip;
    words[low + 1] ^= flip | 0x80000000;
  }
  return new Uint8Array(doubles.buffer);
}

/** Where the values with each value of one byte begin; `undefined` where all share it and there is nothing to sort. */
function bucketStarts(bytes: Uint8Array, byte: number): Int32Array | undefined {
  const starts = new Int32Array(256);
  for (let at = byte; at < bytes.length; at += Float64Array.BYTES_PER_ELEMENT) starts[bytes[at]]++;
  if (starts.includes(bytes.length / Float64Array.BYTES_PER_ELEMENT)) return undefined;
  let before = 0;
  for (let bucket = 0; bucket < starts.length; bucket++) {
    const count = starts[bucket];
    starts[bucket] = before;
    before += count;
  }
  return starts;
}
