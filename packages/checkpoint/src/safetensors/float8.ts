/*
 * The two 8-bit floats of Micikevicius et al. 2022 (arXiv 2209.05433), as PyTorch has them.
 * E4M3 (`float8_e4m3fn`): 4 bits of exponent, no infinity, NaN only where all other bits are set, largest 448.
 * E5M2: 5 bits of exponent, infinity and NaN as IEEE 754 would, largest 57344.
 */

interface Float8 {
  readonly decode: (bytes: Uint8Array) => Float32Array;
  readonly encode: (values: ArrayLike<number>) => Uint8Array;
}

/** @param special the value of a magnitude (7 bits) that stands for no finite number, else undefined */
function float8(
  fractionBits: number,
  bias: number,
  special: (magnitude: number) => number | undefined,
): Float8 {
  const magnitudes = Float32Array.from({ length: 128 }, (_, pattern) => {
    const exponent = pattern >> fractionBits;
    const fraction = (pattern & ((1 << fractionBits) - 1)) / (1 << fractionBits);
    const finite = exponent === 0 ? fraction * 2 ** (1 - bias) : (1 + fraction) * 2 ** (exponent - bias);
    return special(pattern) ?? finite;
  });
  const table = Float32Array.from({ length: 256 }, (_, pattern) => {
    const magnitude = magnitudes[pattern & 127];
    return pattern < 128 ? magnitude : -magnitude;
  });
  return {
    decode: (bytes) => Float32Array.from(bytes, (pattern) => table[pattern]),
    encode: (values) => Uint8Array.from(values, (value) => nearest(value, magnitudes)),
  };
}

/** Beyond the largest finite number by half a step is infinity, or NaN where there is none. */
function nearest(value: number, magnitudes: Float32Array): number {
  const sign = value < 0 || Object.is(value, -0) ? 128 : 0;
  if (Number.isNaN(value)) return 127;
  const size = Math.abs(value);
  const largest = magnitudes.findLastIndex(Number.isFinite);
  const top = magnitudes[largest];
  const step = top - magnitudes[largest - 1];
  // A tie at the top goes to the even pattern: down for E4M3 (0x7e), up for E5M2 (from 0x7b).
  if (size > top + step / 2 || (size === top + step / 2 && largest % 2 === 1)) return sign + largest + 1;
  let [low, high] = [0, largest];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (magnitudes[middle] <= size) low = middle;
    else high = middle;
  }
  const [below, above] = [size - magnitudes[low], magnitudes[high] - size];
  if (below === above) return sign + (low % 2 === 0 ? low : high);
  return sign + (below < above ? low : high);
}

export const float8E4M3 = float8(3, 7, (magnitude) => (magnitude === 127 ? Number.NaN : undefined));

export const float8E5M2 = float8(2, 15, (magnitude) => {
  if (magnitude < 124) return undefined;
  return magnitude === 124 ? Number.POSITIVE_INFINITY : Number.NaN;
});
