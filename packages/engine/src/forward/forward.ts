import type { Architecture } from "@zerolm/core";
import type { Value } from "../graph/value.js";
import { gelu, silu } from "../network/activation.js";
import { type Rotary, wavelengthsOf } from "./rotary.js";

/** Where the norms of a sub-module stand: x + f(norm x), norm(x + f(x)), or x + norm(f(x)). */
export type Placement = "before" | "behind" | "result";

/** How a network computes, as far as its architecture does not say: what changes no weight, and yet all results. */
export interface Forward {
  readonly placement: Placement;
  /** Added to the variances of norms over hidden. */
  readonly epsilon: number;
  /** Whether scales of norms are stored less 1 (Gemma). */
  readonly scalesFromOne: boolean;
  /** Between the matrices of a plain FFN. */
  readonly activation: (value: Value) => Value;
  /** Of the gate of a gated FFN. */
  readonly gate: (value: Value) => Value;
  /** Of the transform before a projection to the vocabulary. */
  readonly headActivation: (value: Value) => Value;
  /** How queries and keys of a layer are turned; nothing if they are not. */
  readonly rotary: (layer: number, width: number, tokens: number) => Rotary | undefined;
  /** What products of queries and keys are multiplied by. */
  readonly scoreFactor: (layer: number, width: number) => number;
  /** Scores s become cap·tanh(s / cap). Default: they stay. */
  readonly scoreCap?: number | undefined;
  /** The same of the logits of the vocabulary. */
  readonly logitCap?: number | undefined;
  /** Queries, keys and values are cut off beyond ± this. Default: they are not. */
  readonly clip?: number | undefined;
  readonly embeddingFactor: number;
  /** What the result of a sub-module is multiplied by before it is added. */
  readonly residualFactor: number;
  readonly logitFactor: number;
  /** The row of the first token in the table of learned positions. */
  readonly firstPosition: number;
  /** Tokens of the longest text that it computes as it was trained to. Default: as many as there are. */
  readonly maximumTokens?: number | undefined;
  /** Whether the routing weights of the chosen experts are divided by their sum. */
  readonly normalisesExperts: boolean;
}

/** Base of the wavelengths, as in RoFormer and Llama. */
const base = 10_000;

/**
 * What is taken before training, since an architecture does not say it: FFNs have GELU, gated ones SiLU; without learned positions queries and
 * keys are turned; with a final norm, norms stand before sub-modules, else behind them.
 */
export const beforeTraining = ({ finalNorm, embedding }: Architecture): Forward => ({
  placement: finalNorm ? "before" : "behind",
  epsilon: 1e-5,
  scalesFromOne: false,
  activation: gelu,
  gate: silu,
  headActivation: gelu,
  rotary: (_layer, width) =>
    embedding.positions === 0 ? { wavelengths: wavelengthsOf(base, width), factor: 1 } : undefined,
  scoreFactor: (_layer, width) => 1 / Math.sqrt(width),
  embeddingFactor: 1,
  residualFactor: 1,
  logitFactor: 1,
  firstPosition: 0,
  normalisesExperts: true,
});
