import { z } from "zod";
import { maximumHeads, maximumHidden, maximumWidth, maximumWindow, rare, size, sizeOrNone } from "../size.js";
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
    .describe("Relative positions of Transformer-XL: one more projection and two vectors per head."),
  positionBuckets: sizeOrNone(
    4096,
    "Relative position buckets of T5: a learned number for each bucket and head.",
  ).default(0),
  window: size(
    maximumWindow,
    "Sliding window: tokens that a token attends to, itself among them. Default: all.",
  ).optional(),
  bias: z
    .enum(["none", "query-key-value", "query-value-output", "output", "all"])
    .default("all")
    .describe("Which of the projections have a bias."),
  queryKeyNorm: z
    .union([z.boolean(), z.enum(["layer", "whole"])])
    .default(false)
    .describe(
      "Norms over query and key: true for an RMS norm over each head (Qwen3), layer for a LayerNorm over each head (Phi), whole for a scale of every feature of all heads (OLMo 2).",
    ),
  gate: rare("A gate on the output, as large as the query projection (Qwen3-Next)."),
  sinks: rare("A learned sink for each head (gpt-oss)."),
  segments: rare("Relative segments of XLNet: three more vectors for each head."),
  relativeKeys: size(
    2,
    "Projections of relative positions, with biases, as large as the query projection (DeBERTa).",
  ).optional(),
  norm: z.boolean().default(true).describe("Whether a norm over hidden belongs to this sub-module."),
  postNorm: rare("One more norm over hidden, behind this sub-module (Gemma 2)."),
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
        message: `${input.heads} heads do not divide hidden ${hidden}. Choose a divisor or give headDim.`,
      };
    if (input.heads % keyValueHeads !== 0)
      return {
        key: "keyValueHeads",
        message: `${keyValueHeads} key/value heads do not divide ${input.heads} heads. Each must serve the same number of query heads.`,
      };
    const headDim = input.headDim ?? hidden / input.heads;
    if (input.heads * headDim > maximumWidth)
      return {
        key: "headDim",
        message: `${input.heads} heads of width ${headDim} have a total width of ${input.heads * headDim}, above the maximum of ${maximumWidth}`,
      };
    return { ...input, keyValueHeads, headDim };
  },

  weights({ heads, keyValueHeads, headDim, weighted, relative, relativeKeys = 0, gate }, hidden) {
    const queries = heads * headDim;
    const keys = keyValueHeads * headDim;
    const shapes: WeightShape[] = [{ role: "query", rows: queries, cols: hidden, heads }];
    if (gate) shapes.push({ role: "gate", rows: queries, cols: hidden, heads });
    if (weighted) shapes.push({ role: "multiplicative", rows: queries, cols: queries });
    shapes.push(
      { role: "key", rows: keys, cols: hidden, heads: keyValueHeads },
      { role: "value", rows: keys, cols: hidden, heads: keyValueHeads },
    );
    for (let count = Number(relative) + relativeKeys; count > 0; count--)
      shapes.push({ role: "relative", rows: queries, cols: hidden, heads });
    shapes.push({ role: "output", rows: hidden, cols: queries });
    return shapes;
  },

  vectorParameters(config, hidden) {
    const { heads, headDim, relative, segments, positionBuckets, relativeKeys = 0, sinks } = config;
    const vectors = (relative ? 2 : 0) + (segments ? 3 : 0) + relativeKeys;
    const positions = heads * (positionBuckets + vectors * headDim);
    return biasesOf(config, hidden) + queryKeyNormOf(config) + positions + (sinks ? heads : 0);
  },

  interactionFlops({ heads, headDim, relative, window }, _hidden, sequence, attended) {
    return (relative ? 6 : 4) * sequence * attendedTokens({ window }, attended) * heads * headDim;
  },

  cacheEntries: ({ keyValueHeads, headDim }) => 2 * keyValueHeads * headDim,
};

/** Entries of the biases of query, gate, key, value and output. */
function biasesOf({ heads, keyValueHeads, headDim, bias, gate }: Attention, hidden: number): number {
  const query = (gate ? 2 : 1) * heads * headDim;
  const key = keyValueHeads * headDim;
  switch (bias) {
    case "none":
      return 0;
    case "output":
      return hidden;
    case "query-key-value":
      return query + 2 * key;
    case "query-value-output":
      return query + key + hidden;
    case "all":
      return query + 2 * key + hidden;
  }
}

/** Parameters of the norms over query and key. */
function queryKeyNormOf({ heads, keyValueHeads, headDim, queryKeyNorm }: Attention): number {
  if (queryKeyNorm === "whole") return (heads + keyValueHeads) * headDim;
  if (queryKeyNorm === "layer") return 4 * headDim;
  return queryKeyNorm ? 2 * headDim : 0;
}
