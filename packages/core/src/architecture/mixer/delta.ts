import { z } from "zod";
import { maximumHeads, maximumKernel, maximumWidth, size } from "../size.js";
import type { Misfit, SubModuleKind, WeightShape } from "../sub-module.js";

const schema = z.strictObject({
  kind: z.literal("delta"),
  keyHeads: size(maximumHeads, "Heads of queries and keys."),
  valueHeads: size(maximumHeads, "Heads of values, a multiple of keyHeads."),
  keyDim: size(maximumWidth, "Width of a head's query and key."),
  valueDim: size(maximumWidth, "Width of a head's value."),
  kernel: size(maximumKernel, "Kernel width of the convolution in tokens."),
  decayRank: size(
    maximumWidth,
    "Rank of the projection that gives each number of a key its own decay (Kimi). Missing: one decay for each head.",
  ).optional(),
  gateRank: size(maximumWidth, "Rank of the projection of the gate (Kimi). Missing: full rank.").optional(),
  norm: z.boolean().default(true).describe("Whether a norm over hidden belongs to this sub-module."),
});

/** Gated linear attention with the delta rule. */
export type Delta = z.output<typeof schema>;

function misfit({ keyHeads, valueHeads, keyDim, valueDim }: Delta): Misfit | undefined {
  if (valueHeads % keyHeads !== 0)
    return { key: "keyHeads", message: `${keyHeads} key heads do not divide ${valueHeads} value heads` };
  const width = Math.max(keyHeads * keyDim, valueHeads * valueDim);
  if (width <= maximumWidth) return undefined;
  return { key: "valueHeads", message: `make a width of ${width}, above the maximum of ${maximumWidth}` };
}

/** How many paces of decay there are. */
const decaysOf = ({ valueHeads, keyDim, decayRank }: Pick<Delta, "valueHeads" | "keyDim" | "decayRank">) =>
  decayRank === undefined ? valueHeads : valueHeads * keyDim;

/** A matrix, or two with a narrow width between them. */
const byWayOf = (rank: number | undefined, shape: WeightShape): readonly WeightShape[] =>
  rank === undefined
    ? [shape]
    : [
        { role: "compression", rows: rank, cols: shape.cols },
        { ...shape, cols: rank },
      ];

/**
 * Gated DeltaNet (Yang et al. 2024) as in Qwen3-Next and Qwen3.5: queries, keys and values behind a convolution, a gate, two numbers for each
 * value head and token (decay and step), an RMS norm over a head before the output. Counts are those of `Qwen3_5GatedDeltaNet` of transformers
 * 5.18. With `decayRank` and `gateRank` it is Kimi Delta Attention (Kimi Team 2025), `KimiLinearDeltaAttention` of transformers. Reading, writing and reading out the state of a head take 6 FLOPs for each token and number of state.
 */
export const delta: SubModuleKind<typeof schema, Delta> = {
  schema,

  resolve: (input) => misfit(input) ?? input,

  weights({ keyHeads, valueHeads, keyDim, valueDim, kernel, decayRank, gateRank }, hidden) {
    const [keys, values] = [keyHeads * keyDim, valueHeads * valueDim];
    const decay = decaysOf({ valueHeads, keyDim, decayRank });
    return [
      { role: "query", rows: keys, cols: hidden, heads: keyHeads },
      { role: "key", rows: keys, cols: hidden, heads: keyHeads },
      { role: "value", rows: values, cols: hidden, heads: valueHeads },
      ...byWayOf(gateRank, { role: "gate", rows: values, cols: hidden, heads: valueHeads }),
      { role: "step", rows: valueHeads, cols: hidden },
      ...byWayOf(decayRank, { role: "step", rows: decay, cols: hidden }),
      { role: "depthwise", rows: 2 * keys + values, cols: kernel },
      { role: "output", rows: hidden, cols: values },
    ];
  },

  vectorParameters: (config) => config.valueHeads + decaysOf(config) + config.valueDim,

  interactionFlops: ({ valueHeads, keyDim, valueDim }, _hidden, sequence) =>
    6 * sequence * valueHeads * keyDim * valueDim,

  stateEntries({ keyHeads, valueHeads, keyDim, valueDim, kernel }) {
    const mixed = 2 * keyHeads * keyDim + valueHeads * valueDim;
    return valueHeads * keyDim * valueDim + mixed * (kernel - 1);
  },
};
