import { dtypes } from "../safetensors/dtype.js";
import type { Kernels } from "./kernels.js";

/** The sums in float64, one number after the other. */
export const plainSquares: Pick<Kernels, "rowSquares" | "colSquares"> = {
  rowSquares(bytes, dtype, cols, out) {
    const values = dtypes[dtype].decode(bytes);
    for (let row = 0; row < out.length; row++) {
      let sum = 0;
      for (let at = row * cols; at < (row + 1) * cols; at++) sum += values[at] ** 2;
      out[row] += sum;
    }
  },
  colSquares(bytes, dtype, cols, out) {
    const values = dtypes[dtype].decode(bytes);
    for (let at = 0; at < values.length; at++) out[at % cols] += values[at] ** 2;
  },
};
