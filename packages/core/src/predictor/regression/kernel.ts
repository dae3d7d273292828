import { type FeatureName, featureIndex, featureNames } from "./feature-names.js";

/*
 * Notation
 *   n      labelled architectures
 *   x      one row of features, in units of length: octaves, or what the labels vary by
 *   z      the prior of an architecture (a data-free proxy), standardised over the labels
 *   a_c    amplitude of component c, a variance;  ℓ_cj: its length in feature j, in these units
 *   θ      hyperparameters, as logarithms: [ln noise, then for each component ln a_c, ln ℓ_c1, ln ℓ_c2, …]
 *
 *     cov(f, f′) = level + slope·z·z′ + Σ_c a_c·exp(−½·Σ_j (x_j − x′_j)²/ℓ_cj²),    mean(f) = steepness·z
 *
 * A sum of small kernels (Duvenaud et al., Additive Gaussian Processes, NeurIPS 2011): twenty labels teach what hidden size and
 * depth do together, and what an FFN does at each depth, where one kernel over eleven features would have learnt nothing yet.
 */

/** One term of the kernel. */
export interface Component {
  readonly features: readonly FeatureName[];
  /** What is thought of its amplitude before labels are seen. */
  readonly amplitude: number;
}

/** The terms by name; files keep their hyperparameters under these names. Macro choices are thought to matter most. */
export const components = {
  macro: { features: ["hidden", "depth"], amplitude: 0.5 },
  size: { features: ["nonEmbedding"], amplitude: 0.05 },
  attention: { features: ["depth", "attention"], amplitude: 0.05 },
  ffn: { features: ["depth", "ffn"], amplitude: 0.05 },
  attentionEnds: { features: ["depth", "firstAttention", "lastAttention"], amplitude: 0.05 },
  ffnEnds: { features: ["depth", "firstFfn", "lastFfn"], amplitude: 0.05 },
  embedding: { features: ["embeddingWidth", "narrowestEmbedding"], amplitude: 0.05 },
  embeddingFit: { features: ["hidden", "embeddingWidth", "narrowestEmbedding"], amplitude: 0.05 },
} as const satisfies Readonly<Record<string, Component>>;

export type ComponentName = keyof typeof components;

/*
 * What is thought before labels are seen. Quality has standard deviation 1 here. The prior proxy is thought to correlate .7 with
 * quality, give or take .22, so that a few unlucky labels do not turn it round; a length is two units, noise a tenth.
 */
export const steepness = 0.7;
const slopeVariance = 0.05;
const levelVariance = 0.1;

/** A hyperparameter's log-normal prior: the logarithm's mean and standard deviation. */
export interface HyperPrior {
  readonly kind: "noise" | "amplitude" | "length";
  readonly mean: number;
  readonly deviation: number;
}

/** Added to the noise, so that equal architectures leave the covariance positive definite. */
export const leastNoise = 1e-6;

const table: readonly Component[] = Object.values(components);

/** Priors of θ, in its order. */
export const hyperPriors: readonly HyperPrior[] = [
  { kind: "noise", mean: Math.log(0.1), deviation: 1 },
  ...table.flatMap(({ amplitude, features }) => [
    { kind: "amplitude" as const, mean: Math.log(amplitude), deviation: 1 },
    ...features.map(() => ({ kind: "length" as const, mean: Math.log(2), deviation: 0.7 })),
  ]),
];

/** Rows of features and priors. */
export interface Point {
  readonly features: Float64Array;
  /** Standardised. */
  readonly z: number;
}

/** θ unpacked once, for many covariances. */
export interface Kernel {
  /** The covariance of two architectures, without noise. */
  readonly between: (one: Point, other: Point) => number;
  /** The variance of the noise of one label. */
  readonly noise: number;
}

/** The kernel that θ stands for. */
export function kernelOf(theta: ArrayLike<number>): Kernel {
  const unpacked = unpack(theta);
  return {
    noise: Math.exp(theta[0]) + leastNoise,
    between(one, other) {
      let sum = levelVariance + slopeVariance * one.z * other.z;
      for (const { amplitude, slots } of unpacked) {
        let exponent = 0;
        for (const { feature, precision } of slots)
          exponent += (one.features[feature] - other.features[feature]) ** 2 * precision;
        sum += amplitude * Math.exp(-0.5 * exponent);
      }
      return sum;
    },
  };
}

interface Unpacked {
  readonly amplitude: number;
  /** 1/ℓ² of each feature, and which entry of θ it came from. */
  readonly slots: readonly { readonly feature: number; readonly precision: number; readonly at: number }[];
  readonly at: number;
}

function unpack(theta: ArrayLike<number>): Unpacked[] {
  let at = 1;
  return table.map(({ features }) => {
    const start = at;
    at += 1 + features.length;
    return {
      at: start,
      amplitude: Math.exp(theta[start]),
      slots: features.map((name, index) => ({
        feature: featureIndex(name),
        precision: Math.exp(-2 * theta[start + 1 + index]),
        at: start + 1 + index,
      })),
    };
  });
}

/** The pairs of labelled points, (0,0), (1,0), (1,1), (2,0), …, laid out once for all θ. */
export interface Pairs {
  readonly count: number;
  /** The part of the covariance that θ does not touch. */
  readonly fixed: Float64Array;
  /** By feature the squared differences of the pairs. */
  readonly squares: readonly Float64Array[];
}

export function pairsOf(points: readonly Point[]): Pairs {
  const count = (points.length * (points.length + 1)) / 2;
  const over = (value: (one: Point, other: Point) => number): Float64Array => {
    const values = new Float64Array(count);
    let pair = 0;
    for (let i = 0; i < points.length; i++)
      for (let j = 0; j <= i; j++) values[pair++] = value(points[i], points[j]);
    return values;
  };
  return {
    count,
    fixed: over((one, other) => levelVariance + slopeVariance * one.z * other.z),
    squares: featureNames.map((_, feature) =>
      over((one, other) => (one.features[feature] - other.features[feature]) ** 2),
    ),
  };
}

/** Covariances of all pairs, without noise, and how they change with θ. */
export interface PairCovariances {
  readonly values: Float64Array;
  /**
   * Σ over pairs of weight · ∂cov/∂θ, one number an entry of θ; the entry of the noise is left 0.
   */
  readonly gradient: (weights: Float64Array) => Float64Array;
}

export function covariancesOf(theta: ArrayLike<number>, { count, fixed, squares }: Pairs): PairCovariances {
  const unpacked = unpack(theta);
  const values = Float64Array.from(fixed);
  const terms = unpacked.map(({ amplitude, slots }) => {
    const term = new Float64Array(count);
    for (const { feature, precision } of slots) {
      const square = squares[feature];
      for (let pair = 0; pair < count; pair++) term[pair] -= 0.5 * precision * square[pair];
    }
    for (let pair = 0; pair < count; pair++) {
      term[pair] = amplitude * Math.exp(term[pair]);
      values[pair] += term[pair];
    }
    return term;
  });
  return { values, gradient: (weights) => gradientOf(weights, unpacked, terms, squares, theta.length) };
}

function gradientOf(
  weights: Float64Array,
  unpacked: readonly Unpacked[],
  terms: readonly Float64Array[],
  squares: readonly Float64Array[],
  size: number,
): Float64Array {
  const gradient = new Float64Array(size);
  const weighted = new Float64Array(weights.length);
  for (const [index, { at, slots }] of unpacked.entries()) {
    const term = terms[index];
    for (let pair = 0; pair < weighted.length; pair++) {
      weighted[pair] = weights[pair] * term[pair];
      gradient[at] += weighted[pair];
    }
    for (const slot of slots) {
      const square = squares[slot.feature];
      let sum = 0;
      for (let pair = 0; pair < weighted.length; pair++) sum += weighted[pair] * square[pair];
      gradient[slot.at] = sum * slot.precision;
    }
  }
  return gradient;
}
