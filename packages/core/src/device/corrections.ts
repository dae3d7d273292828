import { gaussianProcess } from "../predictor/regression/gaussian-process.js";

/*
 * Notation
 *   r   measured / predicted − 1 of n networks
 *   S   n × m: the share of the predicted latency of a network that parts of each of m sizes have
 *   δ   corrections, ~ N(0, ρσ²);  noise ~ N(0, σ²)
 *
 *     r = Sδ + noise,    K = ρSSᵀ + I,    δ = ρSᵀK⁻¹r
 *
 * σ² has its maximum likelihood given ρ, rᵀK⁻¹r / n, and ρ is that of the grid with the largest likelihood (Rasmussen & Williams 2006, section 5.4).
 */

/** By how much parts of some sizes take longer than their work says, as a share: 0.05 for 5 % more. */
export type Corrections = Readonly<Record<string, number>>;

/** How far a network was from its prediction. */
export interface Excess {
  /** The share of the prediction that parts of each size have. */
  readonly shares: ReadonlyMap<string, number>;
  /** measured / predicted − 1. */
  readonly excess: number;
}

/** ρ: 10⁻² to 10³. */
const ratios = Array.from({ length: 11 }, (_, step) => 10 ** (step / 2 - 2));

/**
 * Corrections of every size, drawn to 0 as far as the networks disagree (ridge regression). A size that few networks have is corrected little.
 *
 * @returns nothing if no corrections make the excesses more likely
 * @example
 * fittedCorrections([{ shares: new Map([["hidden 256", 1]]), excess: 0.1 }]);
 */
export function fittedCorrections(networks: readonly Excess[]): Corrections {
  const r = Float64Array.from(networks, ({ excess }) => excess);
  const alike = covariances(networks);
  const none = { ratio: 0, logLikelihood: -0.5 * r.length * Math.log(product(r, r) / r.length) };
  let best: Fit = { ...none, weights: r };
  for (const ratio of ratios) {
    const fit = fitBy(ratio, alike, r);
    if (fit && fit.logLikelihood > best.logLikelihood) best = fit;
  }
  return best.ratio === 0 ? {} : correctionsBy(best, networks);
}

interface Fit {
  readonly ratio: number;
  /** But for a constant. */
  readonly logLikelihood: number;
  /** K⁻¹r. */
  readonly weights: Float64Array;
}

/** @param alike the lower triangle of SSᵀ */
function fitBy(ratio: number, alike: readonly Float64Array[], r: Float64Array): Fit | undefined {
  const lower = alike.flatMap((row, own) =>
    Array.from(row, (entry, other) => ratio * entry + (own === other ? 1 : 0)),
  );
  const process = gaussianProcess(Float64Array.from(lower), r);
  if (!process) return undefined;
  const { weights, factor } = process;
  const n = r.length;
  const logRoot = r.reduce((sum, _, at) => sum + Math.log(factor[at * n + at] as number), 0);
  return { ratio, logLikelihood: -0.5 * n * Math.log(product(r, weights) / n) - logRoot, weights };
}

const covariances = (networks: readonly Excess[]): Float64Array[] =>
  networks.map(({ shares }, index) =>
    Float64Array.from(networks.slice(0, index + 1), (other) => {
      let sum = 0;
      for (const [size, share] of shares) sum += share * (other.shares.get(size) ?? 0);
      return sum;
    }),
  );

function correctionsBy({ ratio, weights }: Fit, networks: readonly Excess[]): Corrections {
  const corrections: Record<string, number> = {};
  for (const [index, { shares }] of networks.entries())
    for (const [size, share] of shares)
      corrections[size] = (corrections[size] ?? 0) + ratio * share * (weights[index] as number);
  return corrections;
}

const product = (one: Float64Array, other: Float64Array): number =>
  one.reduce((sum, entry, index) => sum + entry * (other[index] as number), 0);
