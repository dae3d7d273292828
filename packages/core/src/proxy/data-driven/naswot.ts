import { logAbsoluteDeterminant } from "../../capacity/determinant.js";
import { isOfMixer, networkProxy } from "./network-proxy.js";

/** A bit of what is on the diagonal, so that sequences whose signs are equal have a determinant. */
const ridge = 1e-6;

/**
 * ln|det K| with K = Σ BBᵀ + (1 − B)(1 − B)ᵀ over what enters the activations of FFNs, B its signs with a row a sequence (Mellor et al. 2021).
 */
export const naswot = networkProxy({
  name: "naswot",
  summary: "how differently sequences switch the activations of FFNs: ln|det| of the kernel of their signs",
  source: "NASWOT, Mellor et al. 2021, arXiv 2006.04647",
  loss: "none",
  statistics: { kernel: { of: "output", reduce: "signKernel" } },
  score({ kernel = [] }) {
    const entering = kernel.filter(({ name }) => entersActivation(name, kernel));
    const size = Math.sqrt(entering[0]?.values.length ?? 0);
    const sum = new Float64Array(size * size);
    for (const { values } of entering) for (const [index, value] of values.entries()) sum[index]! += value;
    for (let row = 0; row < size; row++) sum[row * (size + 1)]! *= 1 + ridge;
    return logAbsoluteDeterminant(sum, size);
  },
});

/** Whether an activation follows: the gate if there is one, else all but the last matrix. */
function entersActivation(name: string, all: readonly { readonly name: string }[]): boolean {
  if (isOfMixer(name)) return false;
  const role = /\.ffn\.(\w+)/.exec(name)?.[1];
  if (role === "gate" || role === "between") return true;
  return role === "up" && !all.some((other) => other.name === name.replace(".up", ".gate"));
}
