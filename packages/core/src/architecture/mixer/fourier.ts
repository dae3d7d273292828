import { z } from "zod";
import type { SubModuleKind } from "../sub-module.js";

const schema = z.strictObject({
  kind: z.literal("fourier"),
  transform: z.enum(["dft", "dct"]).describe("Discrete Fourier or cosine transform."),
  bias: z.boolean().default(true).describe("Whether the output projection has a bias."),
  norm: z.boolean().default(true).describe("Whether a norm over hidden belongs to this sub-module."),
});

/** A fixed linear transform that mixes tokens, followed by one learned output projection. */
export type Fourier = z.output<typeof schema>;

/**
 * Token mixing by a two-dimensional Fourier transform (FNet, Lee-Thorp et al. 2021) or cosine transform, as FlexiBERT's linear
 * transform. The transform has no weights. Its FLOPs are those of fast transforms over tokens and over features:
 * 5·N·log₂N for a complex FFT of length N, half of that for a DCT.
 */
export const fourier: SubModuleKind<typeof schema, Fourier> = {
  schema,
  resolve: (input) => input,
  weights: (_config, hidden) => [{ role: "output", rows: hidden, cols: hidden }],
  vectorParameters: ({ bias }, hidden) => (bias ? hidden : 0),
  interactionFlops({ transform }, hidden, sequence) {
    const perPoint = (transform === "dft" ? 5 : 2.5) * (Math.log2(hidden) + Math.log2(sequence));
    return Math.round(perPoint * hidden * sequence);
  },
};
