import { z } from "zod";
import { maximumHeads, maximumHidden, maximumWidth, rare, size } from "../size.js";
import type { Misfit, SubModuleKind, WeightShape } from "../sub-module.js";

const schema = z.strictObject({
  kind: z.literal("latent"),
  heads: size(maximumHeads, "Heads."),
  queryRank: size(maximumWidth, "Width to which queries are compressed. Missing: they are not.").optional(),
  keyValueRank: size(maximumWidth, "Width of the latent vector of a token, which the cache keeps."),
  keyDim: size(maximumHidden, "Width of a head's key without its rotary part."),
  rotaryDim: size(maximumHidden, "Width of the rotary part of a key, which all heads share."),
  valueDim: size(maximumHidden, "Width of a head's value."),
  bias: rare("The compressions and the output have a bias."),
  norm: z.boolean().default(true).describe("Whether a norm over hidden belongs to this sub-module."),
  postNorm: rare("One more norm over hidden, behind this sub-module."),
});

/** Attention whose keys and values come out of one narrow vector for each token. */
export type Latent = z.output<typeof schema>;

function misfit({ heads, keyDim, rotaryDim, valueDim }: Latent): Misfit | undefined {
  const width = heads * Math.max(keyDim + rotaryDim, valueDim);
  if (width <= maximumWidth) return undefined;
  return {
    key: "heads",
    message: `${heads} heads have a total width of ${width}, above the maximum of ${maximumWidth}`,
  };
}

/**
 * Multi-head latent attention (DeepSeek-V2, 2024). Keys and values: hidden → keyValueRank + rotaryDim, an RMS norm over the first, then up to
 * heads × (keyDim + valueDim). Queries: hidden → heads × (keyDim + rotaryDim), by way of queryRank and a norm if it is given. Counts are
 * those of `DeepseekV2Attention` of transformers 5.18. Quadratic part: 2·T²·heads·(keyDim + rotaryDim + valueDim) FLOPs.
 */
export const latent: SubModuleKind<typeof schema, Latent> = {
  schema,

  resolve: (input) => misfit(input) ?? input,

  weights({ heads, queryRank, keyValueRank, keyDim, rotaryDim, valueDim }, hidden) {
    const queries: WeightShape = {
      role: "query",
      rows: heads * (keyDim + rotaryDim),
      cols: queryRank ?? hidden,
      heads,
    };
    return [
      ...(queryRank === undefined ? [] : [{ role: "compression" as const, rows: queryRank, cols: hidden }]),
      queries,
      { role: "compression", rows: keyValueRank + rotaryDim, cols: hidden },
      { role: "key", rows: heads * keyDim, cols: keyValueRank, heads },
      { role: "value", rows: heads * valueDim, cols: keyValueRank, heads },
      { role: "output", rows: hidden, cols: heads * valueDim },
    ];
  },

  vectorParameters({ queryRank = 0, keyValueRank, rotaryDim, bias }, hidden) {
    return queryRank + keyValueRank + (bias ? queryRank + keyValueRank + rotaryDim + hidden : 0);
  },

  interactionFlops({ heads, keyDim, rotaryDim, valueDim }, _hidden, sequence) {
    return 2 * sequence * sequence * heads * (keyDim + rotaryDim + valueDim);
  },

  cacheEntries: ({ keyValueRank, rotaryDim }) => keyValueRank + rotaryDim,
};
