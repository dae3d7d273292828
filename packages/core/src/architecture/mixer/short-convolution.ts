import { z } from "zod";
import { maximumKernel, rare, size } from "../size.js";
import type { SubModuleKind } from "../sub-module.js";

const schema = z.strictObject({
  kind: z.literal("short-convolution"),
  kernel: size(maximumKernel, "Kernel width in tokens."),
  bias: rare("The projections and the convolution have a bias."),
  norm: z.boolean().default(true).describe("Whether a norm over hidden belongs to this sub-module."),
});

/** A short convolution between two gates. */
export type ShortConvolution = z.output<typeof schema>;

/**
 * The gated short convolution of LFM2 (Liquid AI 2025): hidden → two gates and a value, each hidden wide, a convolution over each feature, the
 * output. Counts are those of `Lfm2ShortConv` of transformers 5.18.
 */
export const shortConvolution: SubModuleKind<typeof schema, ShortConvolution> = {
  schema,

  resolve: (input) => input,

  weights: ({ kernel }, hidden) => [
    { role: "gate", rows: hidden, cols: hidden },
    { role: "gate", rows: hidden, cols: hidden },
    { role: "value", rows: hidden, cols: hidden },
    { role: "depthwise", rows: hidden, cols: kernel },
    { role: "output", rows: hidden, cols: hidden },
  ],

  vectorParameters: ({ bias }, hidden) => (bias ? 5 * hidden : 0),

  interactionFlops: () => 0,

  stateEntries: ({ kernel }, hidden) => hidden * (kernel - 1),
};
