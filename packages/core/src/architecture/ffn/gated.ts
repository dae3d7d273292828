import { z } from "zod";
import { maximumWidth, rare, size } from "../size.js";
import type { SubModuleKind } from "../sub-module.js";

const schema = z.strictObject({
  kind: z.literal("gated"),
  width: size(maximumWidth, "Inner width."),
  bias: z.boolean().default(false).describe("Whether the projections have a bias."),
  downBias: rare("The projection down alone has a bias (GTE)."),
  norm: z.boolean().default(true).describe("Whether a norm over hidden belongs to this sub-module."),
  postNorm: rare("One more norm over hidden, behind this sub-module (Gemma 2)."),
});

/** A feed-forward network whose inner activation is multiplied by a gate. */
export type Gated = z.output<typeof schema>;

/** Gated FFN (SwiGLU, GeGLU; Shazeer 2020), as in Llama: gate and up (width × hidden), down (hidden × width). */
export const gated: SubModuleKind<typeof schema, Gated> = {
  schema,
  resolve: (input) => input,
  weights: ({ width }, hidden) => [
    { role: "gate", rows: width, cols: hidden },
    { role: "up", rows: width, cols: hidden },
    { role: "down", rows: hidden, cols: width },
  ],
  vectorParameters: ({ width, bias, downBias }, hidden) =>
    (bias ? 2 * width : 0) + (bias || downBias ? hidden : 0),
  interactionFlops: () => 0,
};
