import { z } from "zod";
import { maximumHeads, maximumKernel, maximumWidth, rare, size } from "../size.js";
import type { Misfit, SubModuleKind } from "../sub-module.js";

const schema = z.strictObject({
  kind: z.literal("mamba2"),
  heads: size(maximumHeads, "Heads."),
  headDim: size(maximumWidth, "Width of one head."),
  state: size(maximumWidth, "Numbers of state for each feature."),
  groups: size(maximumHeads, "Groups of heads that share B and C.").default(1),
  kernel: size(maximumKernel, "Kernel width of the convolution in tokens."),
  convolutionBias: z.boolean().default(true).describe("Whether the convolution has a bias."),
  bias: rare("The projections in and out have a bias."),
  gatedNorm: z.boolean().default(true).describe("Whether an RMS norm comes before the output."),
  norm: z.boolean().default(true).describe("Whether a norm over hidden belongs to this sub-module."),
});

/** A selective state space, second version. */
export type Mamba2 = z.output<typeof schema>;

function misfit({ heads, headDim, groups, state }: Mamba2): Misfit | undefined {
  if (heads % groups !== 0)
    return { key: "groups", message: `${groups} groups do not divide ${heads} heads` };
  const width = Math.max(heads * headDim, groups * state);
  if (width <= maximumWidth) return undefined;
  return { key: "heads", message: `make a width of ${width}, above the maximum of ${maximumWidth}` };
}

/**
 * Mamba-2 (Dao & Gu 2024), a linear attention: C queries, B keys, x values, all behind a convolution; step sizes for each head; a gate. Counts
 * are those of `NemotronHMamba2Mixer` of transformers 5.18. The scan takes 6 FLOPs for each token and number of state.
 */
export const mamba2: SubModuleKind<typeof schema, Mamba2> = {
  schema,

  resolve: (input) => misfit(input) ?? input,

  weights({ heads, headDim, state, groups, kernel }, hidden) {
    const [width, shared] = [heads * headDim, groups * state];
    return [
      { role: "query", rows: shared, cols: hidden, heads: groups },
      { role: "key", rows: shared, cols: hidden, heads: groups },
      { role: "value", rows: width, cols: hidden, heads },
      { role: "gate", rows: width, cols: hidden, heads },
      { role: "step", rows: heads, cols: hidden },
      { role: "depthwise", rows: width + 2 * shared, cols: kernel },
      { role: "output", rows: hidden, cols: width },
    ];
  },

  vectorParameters({ heads, headDim, state, groups, convolutionBias, bias, gatedNorm }, hidden) {
    const width = heads * headDim;
    const mixed = width + 2 * groups * state;
    const biases = (convolutionBias ? mixed : 0) + (bias ? width + mixed + heads + hidden : 0);
    return biases + 3 * heads + (gatedNorm ? width : 0);
  },

  interactionFlops: ({ heads, headDim, state }, _hidden, sequence) => 6 * sequence * heads * headDim * state,

  stateEntries({ heads, headDim, state, groups, kernel }) {
    return heads * headDim * state + (heads * headDim + 2 * groups * state) * (kernel - 1);
  },
};
