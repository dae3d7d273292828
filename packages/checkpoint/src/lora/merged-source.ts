import { dtypes } from "../safetensors/dtype.js";
import type { Tensor } from "../safetensors/tensor.js";
import { type ByteSource, checkRange } from "../source/byte-source.js";
import type { Delta } from "./delta.js";

/**
 * The bytes of a matrix with a low-rank matrix added, made when they are read: the rows that a range touches and no others.
 * Sums are rounded to the dtype of the base, as merging with PEFT does.
 */
export function mergedSource(base: Tensor, delta: () => Promise<Delta>): ByteSource {
  const size = base.end - base.start;
  const rowBytes = (base.shape[1] ?? 1) * dtypes[base.dtype].bytes;
  let factors: Promise<Delta> | undefined;
  return {
    name: base.source.name,
    size,
    read: async (start, end) => {
      checkRange(base.source.name, size, start, end);
      if (start === end) return new Uint8Array(0);
      const [first, last] = [Math.floor(start / rowBytes), Math.ceil(end / rowBytes)];
      const bytes = await base.source.read(base.start + first * rowBytes, base.start + last * rowBytes);
      factors ??= delta();
      const sum = added(base, bytes, first, await factors);
      return sum.slice(start - first * rowBytes, end - first * rowBytes);
    },
    close: async () => undefined,
  };
}

function added(
  { dtype, shape }: Tensor,
  bytes: Uint8Array,
  firstRow: number,
  { left, right, rank }: Delta,
): Uint8Array {
  const values = dtypes[dtype].decode(bytes);
  const cols = shape[1] as number;
  const sums = new Float64Array(cols);
  for (let at = 0; at < values.length; at += cols) {
    const row = firstRow + at / cols;
    sums.fill(0);
    for (let inner = 0; inner < rank; inner++) {
      const factor = left[row * rank + inner] as number;
      for (let col = 0; col < cols; col++) sums[col]! += factor * (right[inner * cols + col] as number);
    }
    for (let col = 0; col < cols; col++) values[at + col]! += sums[col] as number;
  }
  return dtypes[dtype].encode(values);
}
