import type { z } from "zod";

/** What a weight matrix does inside its sub-module. */
export type Role =
  | "query"
  | "key"
  | "value"
  | "multiplicative"
  | "convolution"
  | "depthwise"
  | "pointwise"
  | "kernel"
  | "relative"
  | "compression"
  | "selection"
  | "step"
  | "output"
  | "up"
  | "gate"
  | "between"
  | "down"
  | "router"
  | "vocabulary"
  | "patch"
  | "cluster"
  | "position"
  | "tokenType"
  | "projection"
  | "pooler"
  | "transform"
  | "dense"
  | "task"
  | "adapterA"
  | "adapterB";

/** The shape of a weight matrix (rows × cols = out × in), or of several equal ones. */
export interface WeightShape {
  readonly role: Role;
  readonly rows: number;
  readonly cols: number;
  /** The rows fall into this many equal blocks, one a head. Default: 1. */
  readonly heads?: number;
  /** How many such matrices there are, as the experts of a mixture. Default: 1. */
  readonly copies?: number;
  /** How many of the copies a token passes. Default: all. */
  readonly active?: number;
  /** For a matrix of an adapter the projection that it acts on. */
  readonly of?: Role;
}

/** A value that does not fit, with the key it stands under, relative to the sub-module. */
export interface Misfit {
  readonly key: string;
  readonly message: string;
}

/**
 * One kind of mixer or FFN: the extension point for new ones. An entry is one file and one row in `mixers` or `ffns`.
 *
 * @typeParam Schema what a document says, defaults filled in
 * @typeParam Config the same with every size resolved
 */
export interface SubModuleKind<Schema extends z.ZodObject, Config> {
  readonly schema: Schema;
  /** Fills in the sizes that follow from the hidden size; a `Misfit` when they contradict each other. */
  readonly resolve: (input: z.output<Schema>, hidden: number) => Config | Misfit;
  /** The weight matrices, in the order in which data passes them. */
  readonly weights: (config: Config, hidden: number) => readonly WeightShape[];
  /** How many parameters stand in vectors: biases, and norms inside the sub-module (its own norm over `hidden` is not counted here). */
  readonly vectorParameters: (config: Config, hidden: number) => number;
  /**
   * FLOPs of one sequence beyond one multiply-add per weight and token, such as attention's QKᵀ and AV. Multiply-add = 2.
   * Softmax, norms, biases and activations are not counted.
   *
   * @param attended tokens that can be attended to: `sequence`, or those of an encoder
   */
  readonly interactionFlops: (config: Config, hidden: number, sequence: number, attended: number) => number;
  /** Numbers that generation keeps for each token, as keys and values. Default: none. */
  readonly cacheEntries?: (config: Config, hidden: number) => number;
  /** Numbers that generation keeps for each sequence, however long it is, as the state of a recurrence. Default: none. */
  readonly stateEntries?: (config: Config, hidden: number) => number;
}

/** Whether `resolve` found sizes that do not fit. */
export function isMisfit(value: object): value is Misfit {
  return "key" in value && "message" in value;
}
