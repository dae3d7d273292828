/*
 * BF16 is the upper half of a float32: the same exponent, 7 bits of fraction.
 */

/** Bytes as float32, exact. */
export function bfloat16Values(bytes: Uint8Array): Float32Array {
  const patterns = new Uint16Array(bytes.slice().buffer);
  const bits = new Uint32Array(patterns.length);
  for (let index = 0; index < patterns.length; index++) bits[index] = patterns[index] << 16;
  return new Float32Array(bits.buffer);
}

/** Numbers as bytes, rounded to nearest, ties to even. NaN stays NaN, what is too large becomes infinite. */
export function bfloat16Bytes(values: ArrayLike<number>): Uint8Array {
  const bits = new Uint32Array(new Float32Array(values).buffer);
  const patterns = new Uint16Array(bits.length);
  for (let index = 0; index < bits.length; index++) {
    const bit = bits[index];
    // The sum may pass 2³² only for negative NaN, which rounding must not turn into zero.
    const isNaN = (bit & 0x7fffffff) > 0x7f800000;
    patterns[index] = isNaN ? (bit >>> 16) | 0x40 : (bit + 0x7fff + ((bit >>> 16) & 1)) >>> 16;
  }
  return new Uint8Array(patterns.buffer);
}
