import { logAbsoluteDeterminant } from "../../capacity/determinant.js";
import { entersActivation } from "./enters-activation.js";
import { networkProxy } from "./network-proxy.js";

/** A bit of what is on the diagonal, so that sequences whose signs are equal have a determinant. */
const ridge = 1e-6;

/**
 * ln|det K| with K = Σ BBᵀ + (1 − B)(1 − B)ᵀ over what enters the activations of FFNs, B its signs with a row a sequence (Mellor et al. 2021).
 */
export const naswot = networkProxy({
  name: "naswot",
  summary: "diversity of FFN activation patterns among sequences: ln|det| of the kernel of their signs",
  source: "NASWOT, Mellor et al. 2021, arXiv 2006.04647",
  loss: "none",
  statistics: { kernel: { of: "output", reduce: "signKernel", within: "ffns" } },
  score({ kernel = [] }) {
    const entering = kernel.filter(({ name }) => entersActivation(name, kernel));
    const size = Math.sqrt(entering[0]?.values.length ?? 0);
    const sum = new Float64Array(size * size);
    for (const { values } of entering) for (const [index, value] of values.entries()) sum[index]! += value;
    for (let row = 0; row < size; row++) sum[row * (size + 1)]! *= 1 + ridge;
    return logAbsoluteDeterminant(sum, size);
  },
});
