import type { Architecture } from "../architecture/architecture.js";
import type { Host } from "../host.js";

/*
 * What proxies that need a network or a device ask for. This package only declares it: whoever runs networks implements it, and knows no
 * proxy by name; proxies are formulas over what comes back.
 *
 * Notation: W a weight matrix of a mixer or an FFN, adapters left out, G = ∂loss/∂W, H·g the product of the Hessian with the gradient, Z what a matrix puts out for all tokens, S
 * attention probabilities, J = ∂loss/∂(embedded input), X what a layer puts out, its residual added, T what a layer makes of random signs on their
 * way back: with s = ±1 the cotangent of X, and g that of what the layer is given, T = gᵀs / tokens.
 */

/** A tensor of a network that runs: W, G, ln(1 + |G|), H·g, Z, ∂loss/∂Z, S, J, X, T. */
export type ProbedTensor =
  | "weight"
  | "gradient"
  | "logGradient"
  | "curvature"
  | "output"
  | "outputGradient"
  | "attention"
  | "inputGradient"
  | "layer"
  | "transfer";

/**
 * What becomes of a tensor x before it leaves the network:
 *
 * - `sum`: Σx
 * - `absoluteSum`: Σ|x|
 * - `norm`: ‖x‖₂
 * - `nuclearNorm`: the sum of the singular values, of experts one after the other
 * - `spectralNorm`: the largest singular value
 * - `tokenSquares`: Σx² of one token, the mean over tokens
 * - `positionMaximum`: the maximum over the positions of a sequence, the mean over sequences and features
 * - `headMaximum`: of attention probabilities the maximum over heads, the mean over sequences, queries and keys
 * - `signKernel`: BBᵀ + (1−B)(1−B)ᵀ of the signs B = [x > 0], a row a sequence
 * - `signAgreement`: the sum of the entries of that matrix for the first sequence alone, a row a token
 * - `principalComponents`: how many principal components of tokens hold 99 % of the variance
 * - `spectralEntropy`: −Σ p ln p of the shares p of the eigenvalues of the covariance of features
 * - `cosineRoots`: of x summed over sequences, |cosine of two features|^(1/20), the mean over all pairs of different features
 * - `correlationSpectrum`: of x summed over sequences, the eigenvalues of the correlations of features, smallest first
 * - `values`: x itself, row by row
 */
export type ProbeReduction =
  | "sum"
  | "absoluteSum"
  | "norm"
  | "nuclearNorm"
  | "spectralNorm"
  | "tokenSquares"
  | "positionMaximum"
  | "headMaximum"
  | "signKernel"
  | "signAgreement"
  | "principalComponents"
  | "spectralEntropy"
  | "cosineRoots"
  | "correlationSpectrum"
  | "values";

/** One statistic. With `times` it is that of the product of two tensors, entry by entry: SNIP is Σ|W⊙G|. */
export interface ProbeStatistic {
  readonly of: ProbedTensor;
  readonly times?: ProbedTensor | undefined;
  readonly reduce: ProbeReduction;
  /** Only of tensors in these parts of layers; of FFNs also of the first matrix alone that an activation follows on. Default: in all. */
  readonly within?: "mixers" | "ffns" | "ffnInputs" | undefined;
}

/** What is asked of a network. */
export interface ProbeRequest {
  /**
   * What is differentiated, a mean over tokens: the cross-entropy of masked or next tokens, a fixed random combination of the last hidden
   * states, or their plain sum. Behind a final LayerNorm the plain sum has gradients that are zero in exact arithmetic. Without effect if no
   * statistic needs it.
   */
  readonly loss: "tokens" | "cotangent" | "sum";
  /**
   * Whether the network is made linear, as SynFlow has it: weights are replaced by their absolute values and the embedded input by ones, norms and
   * activations are left out, what multiplies two streams adds them, and attention is uniform. It is computed in 64 bits. Default: false.
   */
  readonly linearised?: boolean | undefined;
  /** Sequences, and tokens in each, as far as an architecture has positions for them. Default: 8 × 64. */
  readonly batch?: { readonly sequences: number; readonly tokens: number } | undefined;
  /** Of weights and data. Default: 0. */
  readonly seed?: number | undefined;
  /** By the name under which each comes back. */
  readonly statistics: Readonly<Record<string, ProbeStatistic>>;
}

/** A statistic of one tensor. */
export interface ProbeReading {
  /**
   * The matrix, as `matrices()` calls it, or the mixer or embedding that the tensor belongs to: `layers.0.ffn.up`. Experts have one reading
   * together.
   */
  readonly name: string;
  /** One number, or all of a reduction that gives several, row by row. */
  readonly values: Float64Array;
}

/** What a probe found: by the name of a statistic a reading of every tensor that has it. */
export type ProbeReadings = Readonly<Record<string, readonly ProbeReading[]>>;

/** Runs networks. */
export interface Probe {
  /** How many networks it runs at once. Default: 1. */
  readonly atOnce?: number | undefined;
  /** Of one architecture: by the name of a statistic a reading of every tensor that has it. */
  readonly run: (architecture: Architecture, request: ProbeRequest, host?: Host) => Promise<ProbeReadings>;
}

/** What is timed: a pass over a whole sequence, or one more token behind a cache of this many. */
export interface LatencyRequest {
  readonly mode: "prefill" | "decode";
  readonly tokens: number;
  /** Sequences at a time. Default: 1. */
  readonly batch?: number | undefined;
}

/** A device that latency is measured on, or predicted for. */
export interface Device {
  readonly name: string;
  /** Seconds of each architecture; they are timed side by side, since a machine drifts. */
  readonly latency: (
    architectures: readonly Architecture[],
    request: LatencyRequest,
    host?: Host,
  ) => Promise<readonly number[]>;
}
