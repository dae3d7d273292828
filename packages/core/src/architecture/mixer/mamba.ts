import { z } from "zod";
import { maximumKernel, maximumWidth, rare, size } from "../size.js";
import type { SubModuleKind } from "../sub-module.js";

const schema = z.strictObject({
  kind: z.literal("mamba"),
  width: size(maximumWidth, "Inner width."),
  state: size(maximumWidth, "Numbers of state for each feature."),
  kernel: size(maximumKernel, "Kernel width of the convolution in tokens."),
  rank: size(maximumWidth, "Rank of the step sizes."),
  convolutionBias: z.boolean().default(true).describe("Whether the convolution has a bias."),
  bias: rare("The projections in and out have a bias."),
  innerNorms: rare("RMS norms over step sizes, B and C (Jamba)."),
  norm: z.boolean().default(true).describe("Whether a norm over hidden belongs to this sub-module."),
});

/** A selective state space, first version. */
export type Mamba = z.output<typeof schema>;

/**
 * Mamba (Gu & Dao 2023): hidden → 2 · width, a convolution over each feature, a projection to the step sizes and to B and C, the scan, and the
 * output. The table A (width × state) and the vector D count as vectors. Counts are those of `JambaMambaMixer` of transformers 5.18. The
 * scan takes 6 FLOPs for each token and number of state: decay and input, then the read-out.
 */
export const mamba: SubModuleKind<typeof schema, Mamba> = {
  schema,

  resolve: (input) => input,

  weights: ({ width, state, kernel, rank }, hidden) => [
    { role: "value", rows: width, cols: hidden },
    { role: "gate", rows: width, cols: hidden },
    { role: "depthwise", rows: width, cols: kernel },
    { role: "selection", rows: rank + 2 * state, cols: width },
    { role: "step", rows: width, cols: rank },
    { role: "output", rows: hidden, cols: width },
  ],

  vectorParameters({ width, state, rank, convolutionBias, bias, innerNorms }, hidden) {
    const biases = width + (convolutionBias ? width : 0) + (bias ? 2 * width + hidden : 0);
    return biases + width * state + width + (innerNorms ? rank + 2 * state : 0);
  },

  interactionFlops: ({ width, state }, _hidden, sequence) => 6 * sequence * width * state,

  stateEntries: ({ width, state, kernel }) => width * (state + kernel - 1),
};
