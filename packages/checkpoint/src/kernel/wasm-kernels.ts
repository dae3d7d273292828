import type { Kernels } from "./kernels.js";
import { plainKernels } from "./plain-kernels.js";
import { wasmModule } from "./wasm-module.js";

/**
 * Kernels in WebAssembly with SIMD; the plain ones where those cannot serve.
 *
 * @example
 * const kernels = await wasmKernels();
 */
export async function wasmKernels(): Promise<Kernels> {
  const { logDeterminant32, ...sums } = await wasmModule();
  return {
    ...sums,
    name: "wasm",
    logDeterminant: (values, rows, cols) => {
      const found = logDeterminant32(values, rows, cols);
      return Number.isNaN(found) ? plainKernels.logDeterminant(values, rows, cols) : found;
    },
  };
}
