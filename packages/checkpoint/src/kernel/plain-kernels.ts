import { capacities } from "@zerolm/core";
import type { Kernels } from "./kernels.js";
import { plainSquares } from "./plain-squares.js";

/** All in float64, one number after the other. */
export const plainKernels: Kernels = {
  ...plainSquares,
  name: "plain",
  buffer: (bytes) => new Uint8Array(bytes),
  multiply: plainMultiply,
  logDeterminant: (values, rows, cols) => capacities.logDeterminant.ofValues(values, rows, cols),
};

/** x·wᵀ, each number a dot product in float64, rounded once. */
function plainMultiply(x: Float32Array, w: Float32Array, k: number): Float32Array {
  const [rows, cols] = [x.length / k, w.length / k];
  const out = new Float32Array(rows * cols);
  for (let row = 0; row < rows; row++)
    for (let col = 0; col < cols; col++) {
      let sum = 0;
      for (let at = 0; at < k; at++) sum += x[row * k + at] * w[col * k + at];
      out[row * cols + col] = sum;
    }
  return out;
}
