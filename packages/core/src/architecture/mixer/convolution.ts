import { z } from "zod";
import { maximumHeads, maximumKernel, size } from "../size.js";
import type { Misfit, SubModuleKind } from "../sub-module.js";

const schema = z.strictObject({
  kind: z.literal("convolution"),
  kernel: size(maximumKernel, "Kernel width in tokens."),
  heads: size(maximumHeads, "Heads before they are split between attention and convolution."),
  headRatio: size(64, "Heads and width are divided by this (ConvBERT: 2).").default(2),
  bias: z.boolean().default(true).describe("Whether the projections have a bias."),
  norm: z.boolean().default(true).describe("Whether a norm over hidden belongs to this sub-module."),
});

/** Span-based dynamic convolution beside a narrower self-attention. */
export type Convolution = z.output<typeof schema>;

const innerWidth = (config: Convolution, hidden: number): number => hidden / config.headRatio;
const innerHeads = (config: Convolution): number => config.heads / config.headRatio;

function misfit(config: Convolution, hidden: number): Misfit | undefined {
  const { heads, headRatio } = config;
  if (heads % headRatio !== 0)
    return { key: "heads", message: `${heads} heads are not a multiple of headRatio ${headRatio}` };
  if (hidden % headRatio !== 0)
    return { key: "headRatio", message: `headRatio ${headRatio} does not divide hidden ${hidden}` };
  if (innerWidth(config, hidden) % innerHeads(config) !== 0)
    return {
      key: "heads",
      message: `${innerHeads(config)} heads after the split do not divide the inner width ${innerWidth(config, hidden)}`,
    };
  return undefined;
}

/**
 * Mixed attention of ConvBERT (Jiang et al. 2020), FlexiBERT's dynamic span convolution. With inner width
 * d = hidden / headRatio and h = heads / headRatio, attention and convolution each have width d: Q, K, V, convolution input
 * (d × hidden), a separable convolution for the span key (depthwise hidden × kernel, pointwise d × hidden), a kernel generator
 * (h·kernel × d) and the output (hidden × 2d).
 */
export const convolution: SubModuleKind<typeof schema, Convolution> = {
  schema,

  resolve: (input, hidden) => misfit(input, hidden) ?? input,

  weights(config, hidden) {
    const width = innerWidth(config, hidden);
    const heads = innerHeads(config);
    return [
      { role: "query", rows: width, cols: hidden, heads },
      { role: "key", rows: width, cols: hidden, heads },
      { role: "value", rows: width, cols: hidden, heads },
      { role: "convolution", rows: width, cols: hidden },
      { role: "depthwise", rows: hidden, cols: config.kernel },
      { role: "pointwise", rows: width, cols: hidden },
      { role: "kernel", rows: heads * config.kernel, cols: width },
      { role: "output", rows: hidden, cols: 2 * width },
    ];
  },

  vectorParameters(config, hidden) {
    // Q, K, V, convolution input, one for the separable convolution; the kernel generator; the output.
    return config.bias ? 5 * innerWidth(config, hidden) + innerHeads(config) * config.kernel + hidden : 0;
  },

  interactionFlops(config, hidden, sequence) {
    const width = innerWidth(config, hidden);
    return 4 * sequence * sequence * width + 2 * sequence * config.kernel * width;
  },
};
