import type { Architecture, Frame, Layer } from "../architecture/architecture.js";
import type { Dtype } from "../architecture/cost.js";
import type { ExactSum } from "../capacity/exact-sum.js";
import type { WeightSource } from "./weight-source.js";

/** How query, key and value enter: each head by itself, each matrix whole, or the three as one. */
export type AttentionSplit = "per-head" | "whole" | "merged";

export const attentionSplits = ["per-head", "whole", "merged"] as const satisfies readonly AttentionSplit[];

/**
 * One standard deviation for all weights; Xavier's √(2/(rows + cols)) for each matrix as it enters, so for a head by itself;
 * or what the architecture's own initialiser gives the weights, however they are split.
 */
export type NscStd = number | "xavier" | "own";

/** What can be told to a proxy. Each reads only what concerns it. */
export interface ProxyOptions {
  /** Balance of ZeroLM between attention and FFN, at most 6 decimals. Default: 0.5. */
  readonly alpha?: number | undefined;
  /** Where ZeroLM's weights come from, or NSC's if they are real. Default: the expectation over the initialiser. */
  readonly weights?: WeightSource | undefined;
  /** How NSC takes Q, K and V. Default: per-head. */
  readonly nscAttention?: AttentionSplit | undefined;
  /** Standard deviation of the weights in NSC. Default: that of the architecture's own initialiser. */
  readonly std?: NscStd | undefined;
  /** Tokens in a sequence, for FLOPs. Default: 512. */
  readonly sequence?: number | undefined;
  /** How a weight, a key and a value are stored, for bytes. Default: float32. */
  readonly dtype?: Dtype | undefined;
}

/** What a user can set: an option of the proxy, or the initialiser of the architectures. */
export type ProxySetting = keyof ProxyOptions | "initialiser";

/** A score, higher is better, and how sure it is. */
export interface Score {
  readonly value: number;
  /** Standard deviation of the score over random initialisations, where it is known. */
  readonly standardDeviation?: number | undefined;
  /** Standard error of `value`, where it is a mean over samples. */
  readonly standardError?: number | undefined;
}

/**
 * A score that is a sum over layers. Search and enumeration live on this: what stands here is enough to score an architecture
 * as (rest + Σ layer).(high + low) · scale, to the bit the value that `score` gives.
 */
export interface Additive {
  /** The term of one layer. */
  readonly layer: (layer: Layer, frame: Frame) => ExactSum;
  /** The term of everything but the layers. */
  readonly rest: (frame: Frame) => ExactSum;
  /** A positive factor that turns the sum into the score. */
  readonly scale: (frame: Frame) => number;
}

/** A proxy with its options set. */
export interface Scorer {
  readonly score: (architecture: Architecture) => Score;
  /** Missing where the score is not a sum over layers. */
  readonly additive?: Additive | undefined;
}

/** A number for one architecture that needs no training: the extension point for new ones. */
export interface Proxy {
  readonly name: string;
  /** One line for lists. */
  readonly summary: string;
  /** Paper and equation. */
  readonly source: string;
  /** The benchmarks that its constants or its form were fitted to, where they were; every output that shows the proxy says so. */
  readonly tunedOn?: string | undefined;
  /**
   * A size to limit or to minimise, no guess at quality: it orders as another proxy does, or is the same for all, on what we evaluate
   * on. `evaluate --proxy all` leaves it out.
   */
  readonly objectiveOnly?: boolean | undefined;
  /** Whether it can be computed from trained weights, with `weights: { kind: "real" }`. Default: no. */
  readonly readsRealWeights?: boolean | undefined;
  /** The settings that change its scores; all others are refused on the command line, since nobody would notice that they do nothing. */
  readonly heeds: readonly ProxySetting[];
  /** @throws {UsageError} where an option has a value that the proxy cannot use */
  readonly scorer: (options: ProxyOptions) => Scorer;
}
