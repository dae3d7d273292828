import type { ProbeReading } from "../probe.js";
import { networkProxy } from "./network-proxy.js";

/*
 * Proxies of the Jacobian J = ∂loss/∂(embedded input), summed over sequences, features × tokens: the gradient that a table of positions would have
 * (Serianni & Kalita 2023). With an encoder and a decoder it is that of the decoder.
 */

/** 1 − ½ · the mean over pairs of different features of |cosine|^(1/20). */
export const jacobianCosine = networkProxy({
  name: "jacobianCosine",
  summary: "dissimilarity in direction of the features of the input gradient",
  source: "Serianni & Kalita 2023, arXiv 2306.00288, after Celotti et al. 2020",
  loss: "asked",
  statistics: { cosines: { of: "inputGradient", reduce: "cosineRoots" } },
  score: ({ cosines }) => 1 - (lastOf(cosines)?.[0] ?? Number.NaN) / 2,
});

/** Added to eigenvalues, as published. */
const ridge = 1e-5;

/** −Σ [ln(λ + k) + 1/(λ + k)] over the eigenvalues λ of the correlations of features, k = 1e-5. */
export const jacobianCovariance = networkProxy({
  name: "jacobianCovariance",
  summary: "lack of correlation between the features of the input gradient",
  source: "Mellor et al. 2021, arXiv 2006.04647 (its first version); Serianni & Kalita 2023",
  loss: "asked",
  statistics: { spectrum: { of: "inputGradient", reduce: "correlationSpectrum" } },
  score: ({ spectrum }) =>
    -(lastOf(spectrum) ?? [Number.NaN]).reduce(
      (sum: number, value) => sum + Math.log(value + ridge) + 1 / (value + ridge),
      0,
    ),
});

const lastOf = (readings: readonly ProbeReading[] = []): readonly number[] | undefined => {
  const last = readings.at(-1);
  return last && [...last.values];
};
