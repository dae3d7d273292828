import type { Architecture } from "../../src/architecture/architecture.js";
import { type Matrix, matrices } from "../../src/architecture/matrices.js";
import { shannonTransform } from "../../src/capacity/log-determinant.js";
import type { AttentionSplit } from "../../src/proxy/nsc.js";

/*
 * Scores by plain loops over the list of matrices, apart from what the proxies add layer by layer. Sums are whole numbers
 * without limit, so each has one right value; a score is one rounding of it.
 */

/** The matrices of attention and FFN layer by layer; listing them is most of the work, so they are remembered. */
function bodyLayers(architecture: Architecture): readonly Matrix[][] {
  const found = known.get(architecture) ?? architecture.layers.map((): Matrix[] => []);
  if (!known.has(architecture))
    for (const matrix of matrices(architecture))
      if (matrix.layer !== undefined) found[matrix.layer]?.push(matrix);
  known.set(architecture, found);
  return found;
}

const known = new WeakMap<Architecture, Matrix[][]>();

/** Alpha as tenths or hundredths: `share` of `whole`. */
export interface Balance {
  readonly share: number;
  readonly whole: number;
}

/** (s²/whole)·Σ weight·max(m, n), with the weight of each sub-module. */
export function plainZerolm(architecture: Architecture, { share, whole }: Balance): number {
  let sum = 0n;
  for (const { subModule, rows, cols } of bodyLayers(architecture).flat())
    sum += BigInt(subModule === "attention" ? share : whole - share) * BigInt(Math.max(rows, cols));
  return Number(sum) * ((0.02 * 0.02) / whole);
}

/** Σ N·mean ln(1 + s²·M·t), each mean rounded to a whole number of 2⁻⁵². */
export function plainNsc(architecture: Architecture, split: AttentionSplit, std: number | "xavier"): number {
  const inputs = new Set(split === "merged" ? ["query", "key", "value"] : []);
  let sum = 0n;
  const add = (rows: number, cols: number): void => {
    const [smaller, larger] = [Math.min(rows, cols), Math.max(rows, cols)];
    const x = std === "xavier" ? (2 * larger) / (rows + cols) : std * std * larger;
    sum += BigInt(smaller) * BigInt(Math.round(shannonTransform(smaller / larger, x) * 2 ** 52));
  };
  for (const own of bodyLayers(architecture)) {
    const merged = own.filter(({ role }) => inputs.has(role));
    if (merged.length > 0)
      add(
        merged.reduce((rows, one) => rows + one.rows, 0),
        architecture.hidden,
      );
    for (const { role, rows, cols, heads } of own) {
      if (inputs.has(role)) continue;
      const blocks = split === "per-head" ? heads : 1;
      for (let block = 0; block < blocks; block++) add(rows / blocks, cols);
    }
  }
  return Number(sum) / 2 ** 52;
}

/** Weights, biases and norms of a FlexiBERT architecture. */
export function plainParameters(architecture: Architecture): number {
  const { hidden, layers } = architecture;
  let count = matrices(architecture).reduce((sum, { rows, cols }) => sum + rows * cols, 0);
  count += 2 * 128 + (hidden === 128 ? 0 : hidden); // the norm over the embeddings, and the bias of their projection
  for (const { mixer, ffn } of layers) {
    if (mixer?.kind === "attention") count += 4 * hidden + 2 * hidden;
    if (mixer?.kind === "fourier") count += hidden;
    if (mixer?.kind === "convolution")
      count += 5 * (hidden / 2) + (mixer.heads / 2) * mixer.kernel + hidden + 2 * hidden;
    count += hidden + 2 * hidden;
    for (const width of ffn?.kind === "plain" ? ffn.widths : []) count += width;
  }
  return count;
}

/** 2 for each weight and token, and what mixers add; embeddings are looked up. */
export function plainFlops(architecture: Architecture, tokens: number): number {
  const { hidden, layers } = architecture;
  let count = 0;
  for (const { subModule, role, rows, cols } of matrices(architecture))
    if (subModule !== "embedding" || role === "projection") count += 2 * tokens * rows * cols;
  for (const { mixer } of layers) {
    if (mixer?.kind === "attention") count += 4 * tokens * tokens * hidden;
    if (mixer?.kind === "convolution")
      count += 4 * tokens * tokens * (hidden / 2) + 2 * tokens * mixer.kernel * (hidden / 2);
    if (mixer?.kind === "fourier")
      count += (mixer.transform === "dft" ? 5 : 2.5) * hidden * tokens * Math.log2(hidden * tokens);
  }
  return count;
}
