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

/** By elimination with the largest pivot of each column. */
function logAbsoluteDeterminant(matrix: Float64Array, size: number): number {
  let sum = 0;
  for (let step = 0; step < size; step++) {
    let pivot = step;
    for (let row = step + 1; row < size; row++)
      if (Math.abs(matrix[row * size + step]!) > Math.abs(matrix[pivot * size + step]!)) pivot = row;
    for (let col = 0; col < size; col++) {
      const [at, other] = [step * size + col, pivot * size + col];
      [matrix[at], matrix[other]] = [matrix[other]!, matrix[at]!];
    }
    const head = matrix[step * (size + 1)]!;
    sum += Math.log(Math.abs(head));
    for (let row = step + 1; row < size; row++) {
      const factor = matrix[row * size + step]! / head;
      for (let col = step; col < size; col++)
        matrix[row * size + col]! -= factor * matrix[step * size + col]!;
    }
  }
  return sum;
}
