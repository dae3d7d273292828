import { z } from "zod";
import { averageRanks } from "../../statistics/ranks.js";
import { listScorer } from "../list-scorer.js";
import { partOptions, requestsOf } from "../part-options.js";
import { prepareProxy } from "../prepare.js";
import type { Proxy } from "../proxy.js";
import { flops } from "../sizes.js";
import { networkProxy, sumOfReadings } from "./network-proxy.js";

/*
 * AZ-NAS (Lee & Ham 2024), as it is for Transformers. Two parts see what layers make of tokens and of random signs on their way back; the third is
 * FLOPs; and the whole adds up the logarithms of their ranks.
 */

const source = "AZ-NAS, Lee & Ham, CVPR 2024, arXiv 2403.19232";

/** Σ over layers of −Σ p ln p, p the shares of the eigenvalues of the covariance of features. */
export const azExpressivity = networkProxy({
  name: "azExpressivity",
  summary: "Σ over layers of the entropy of the principal components of the output",
  source,
  loss: "none",
  statistics: { entropy: { of: "layer", reduce: "spectralEntropy" } },
  score: (readings) => sumOfReadings(readings.entropy),
});

/** Keeps 1/s finite, as published. */
const ridge = 1e-6;

/** The mean over layers of 2 − s − 1/s, s the largest singular value of what a layer makes of random signs on their way back: 0 at best. */
export const azTrainability = networkProxy({
  name: "azTrainability",
  summary: "how well layers preserve the size of gradients that pass back through them",
  source,
  loss: "none",
  statistics: { norm: { of: "transfer", reduce: "spectralNorm" } },
  score: ({ norm = [] }) =>
    norm.reduce((sum, { values }) => sum + 2 - values[0]! - 1 / (values[0]! + ridge), 0) / norm.length,
});

const parts: readonly Proxy[] = [azExpressivity, azTrainability, flops];

/** Σ ln(rank/n) of the three parts among the n architectures of a list, the lowest score of rank 1. It depends on the list. */
export const azNas: Proxy = {
  name: "azNas",
  summary: "Σ of the logarithms of the ranks by azExpressivity, azTrainability and flops in the list",
  source,
  options: z.strictObject({ ...azExpressivity.options.shape, ...flops.options.shape }),
  needs: "network",
  asks: (options, seed) => requestsOf(parts, options, seed),
  prepare: async (options, resources) =>
    listScorer(
      await Promise.all(parts.map((part) => prepareProxy(part, partOptions(part, options), resources))),
      sumOfLogRanks,
    ),
};

/** The lowest of a column has rank 1, equal ones share a rank. */
function sumOfLogRanks(columns: readonly (readonly number[])[]): number[] {
  const ranks = columns.map((column) => averageRanks(column));
  return (columns[0] ?? []).map((_, place) =>
    ranks.reduce((sum, column) => sum + Math.log((column[place] as number) / column.length), 0),
  );
}
