import { capacities } from "@zerolm/core";
import type { Kernels } from "./kernels.js";
import { plainMultiply } from "./plain-multiply.js";
import { plainSquares } from "./plain-squares.js";

/** All in float64, one number after the other. */
export const plainKernels: Kernels = {
  ...plainSquares,
  name: "plain",
  buffer: (bytes) => new Uint8Array(bytes),
  multiply: plainMultiply,
  logDeterminant: (values, rows, cols) => capacities.logDeterminant.ofValues(values, rows, cols),
};
