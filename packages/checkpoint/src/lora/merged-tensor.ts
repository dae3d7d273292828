import type { Tensor } from "../safetensors/tensor.js";
import { changedRows } from "../source/row-source.js";
import type { Delta } from "./delta.js";

/**
 * A matrix with a low-rank matrix added when it is read. Sums are rounded to the dtype of the base, as merging with PEFT does.
 *
 * @param delta is asked for once, when the first row is read
 */
export function mergedTensor(base: Tensor, delta: () => Promise<Delta>): Tensor {
  const cols = base.shape[1] ?? 1;
  let factors: Promise<Delta> | undefined;
  return changedRows(base, base.dtype, async (values, firstRow) => {
    factors ??= delta();
    const { left, right, rank } = await factors;
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
  });
}
