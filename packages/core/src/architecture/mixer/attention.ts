import { z } from "zod";
import { maximumHeads, maximumHidden, maximumWidth, maximumWindow, size, sizeOrNone } from "../size.js";
import type { SubModuleKind, WeightShape } from "../sub-module.js";

const schema = z.strictObject({
  kind: z.literal("attention"),
  heads: size(maximumHeads, "Query heads."),
  keyValueHeads: size(maximumHeads, "Key/value heads (grouped-query attention). Default: heads.").optional(),
  headDim: size(maximumHidden, "Width of one head. Default: hidden / heads.").optional(),
  weighted: z
    .boolean()
    .default(false)
    .describe("Weighted multiplicative attention: one more square matrix after the query."),
  relative: z
    .boolean()
    .default(false)
    .describe("Relative positions of Transformer-XL: one more projection and two vectors a head."),
  positionBuckets: sizeOrNone(
    4096,
    "Relative position buckets of T5: a learned number for each bucket and head.",
  ).default(0),
  window: size(
    maximumWindow,
    "Sliding window: tokens that a token attends to, itself among them. Default: all.",
  ).optional(),
  bias: z
    .enum(["none", "query-key-value", "output", "all"])
    .default("all")
    .describe("Which of the projections have a bias."),
  queryKeyNorm: z.boolean().default(false).describe("An RMS norm over each head of query and key (Qwen3)."),
  norm: z.boolean().default(true).describe("Whether a norm over hidden belongs to this sub-module."),
});

/** Self-attention, all sizes resolved. `weighted` is FlexiBERT's WMA; `keyValueHeads` < `heads` is grouped-query attention. */
export interface Attention extends Omit<z.output<typeof schema>, "keyValueHeads" | "headDim"> {
  readonly keyValueHeads: number;
  readonly headDim: number;
}

/** Of so many tokens those that one token attends to. */
export const attendedTokens = (
  { window = Number.POSITIVE_INFINITY }: Pick<Attention, "window">,
  tokens: number,
): number => Math.min(tokens, window);

/**
 * Multi-head self-attention (Vaswani et al. 2017), with grouped key/value heads (Ainslie et al. 2023), FlexiBERT's weighted
 * multiplicative attention (Tuli et al. 2022), the relative positions of Transformer-XL (Dai et al. 2019) and the position
 * buckets of T5 (Raffel et al. 2020; its first layer holds them, the others use them again), and sliding windows (Beltagy et al. 2020).
 * FLOPs beside the weights: 4·T·S·heads·headDim for T tokens that attend to S, half as much again with relative positions, not halved for
 * causal masks. S is T, or the tokens of an encoder, and no more than the window.
 */
export const attention: SubModuleKind<typeof schema, Attention> = {
  schema,

  resolve(input, hidden) {
    const keyValueHeads = input.keyValueHeads ?? input.heads;
    if (input.headDim === undefined && hidden % input.heads !== 0)
      return {
        key: "heads",
        message: `${input.heads} heads do not divide hidden ${hidden}; choose a divisor or give headDim`,
      };
    if (input.heads % keyValueHeads !== 0)
      return {
        key: "keyValueHeads",
        message: `${keyValueHeads} key/value heads do not divide ${input.heads} heads; each must serve the same number of query heads`,
      };
    const headDim = input.headDim ?? hidden / input.heads;
    if (input.heads * headDim > maximumWidth)
      return {
        key: "headDim",
        message: `${input.heads} heads of width ${headDim} are ${input.heads * headDim} wide together; at most ${maximumWidth} are allowed`,
      };
    return { ...input, keyValueHeads, headDim };
  },

  weights({ heads, keyValueHeads, headDim, weighted, relative }, hidden) {
    const queries = heads * headDim;
    const keys = keyValueHeads * headDim;
    const multiplicative: WeightShape[] = weighted
      ? [{ role: "multiplicative", rows: queries, cols: queries }]
      : [];
    return [
      { role: "query", rows: queries, cols: hidden, heads },
      ...multiplicative,
      { role: "key", rows: keys, cols: hidden, heads: keyValueHeads },
      { role: "value", rows: keys, cols: hidden, heads: keyValueHeads },
      ...(relative ? [{ role: "relative" as const, rows: queries, cols: hidden, heads }] : []),
      { role: "output", rows: hidden, cols: queries },
    ];
  },

  vectorParameters({ heads, keyValueHeads, headDim, bias, queryKeyNorm, relative, positionBuckets }, hidden) {
    const inputs = bias === "none" || bias === "output" ? 0 : (heads + 2 * keyValueHeads) * headDim;
    const output = bias === "output" || bias === "all" ? hidden : 0;
    const positions = heads * (positionBuckets + (relative ? 2 * headDim : 0));
    return inputs + output + (queryKeyNorm ? 2 * headDim : 0) + positions;
  },

  interactionFlops({ heads, headDim, relative, window }, _hidden, sequence, attended) {
    return (relative ? 6 : 4) * sequence * attendedTokens({ window }, attended) * heads * headDim;
  },

  cacheEntries: ({ keyValueHeads, headDim }) => 2 * keyValueHeads * headDim,
};
