import {
  type Architecture,
  alphaCurve,
  bestFirst,
  capacityPairs,
  matrices,
  proxies,
  spearman,
} from "@zerolm/core";

/*
 * "α* maximises the mean of Spearman's ρ with the non-embedding parameter count and with NSC (Xavier std)" leaves open which mean, how
 * finely α is searched, how NSC takes Q, K and V, and what a parameter is. Each reading differs in one thing from the first, zerolm's own.
 */

interface Reading {
  /** Steps of the grid from 0 to 1, 100 at most. */
  readonly steps: number;
  /** Ordered like the mean of the two ρ. */
  readonly mean: (rhos: readonly number[]) => number;
  readonly nsc: Parameters<typeof proxies.nsc.scorer>[0];
  readonly count: (architecture: Architecture) => number;
}

const nonEmbedding = proxies.nonEmbeddingParameters.scorer();
const total = proxies.parameters.scorer();

const arithmetic = (rhos: readonly number[]): number => rhos.reduce((sum, rho) => sum + rho, 0) / rhos.length;
const ofFisherZ = (rhos: readonly number[]): number => arithmetic(rhos.map(Math.atanh));

const own: Reading = {
  steps: 100,
  mean: ofFisherZ,
  nsc: { std: "xavier" },
  count: (architecture) => nonEmbedding.score(architecture).value,
};

/** Entries of the weight matrices of all layers, without norms and biases. */
const entries = (architecture: Architecture): number =>
  matrices(architecture)
    .filter(({ name }) => name.startsWith("layers."))
    .reduce((sum, { rows, cols, copies }) => sum + rows * cols * copies, 0);

/** Every reading tried, zerolm's own first. */
export const labelFreeReadings: Readonly<Record<string, Reading>> = {
  zerolm: own,
  "mean of ρ itself": { ...own, mean: arithmetic },
  "ρ itself, α in tenths": { ...own, mean: arithmetic, steps: 10 },
  "α in tenths": { ...own, steps: 10 },
  "NSC whole": { ...own, nsc: { std: "xavier", nscAttention: "whole" } },
  "NSC merged": { ...own, nsc: { std: "xavier", nscAttention: "merged" } },
  "NSC, std .02": { ...own, nsc: { std: 0.02 } },
  "rows × cols": { ...own, count: entries },
  "all parameters": { ...own, count: (architecture) => total.score(architecture).value },
};

/** Alpha of a reading, by every value from −1.5 to 1.5. */
export function alphaOf(
  architectures: readonly Architecture[],
  { steps, mean, nsc, count }: Reading,
): number {
  const pairs = capacityPairs(architectures);
  const scorer = proxies.nsc.scorer(nsc);
  const guides = [architectures.map(count), architectures.map((one) => scorer.score(one).value)];
  const agreement = (scores: Float64Array): number =>
    mean(guides.map((guide) => spearman(scores, guide) ?? 0));
  const all = Array.from({ length: 3 * steps + 1 }, (_, index) => (index - 1.5 * steps) / steps);
  return bestFirst(alphaCurve(pairs, agreement, all))[0]!.alpha;
}
