import { z } from "zod";

/** A mean over draws. */
export const spreadSchema = z.object({ mean: z.number(), standardDeviation: z.number() });

/** What a few labels are worth to a predictor. */
export const learningPointSchema = z.object({
  labels: z.int().describe("Labelled networks in a draw."),
  draws: z.int().describe("Draws that the figures are of."),
  spearman: spreadSchema.describe("ρ on the networks whose labels were not used."),
  kendall: spreadSchema.describe("τ on them."),
  priorKendall: spreadSchema.describe("τ of the prior on them."),
  coverage: spreadSchema
    .optional()
    .describe("Share of their qualities that lie in their 95 % interval. Only calibrate gives it."),
});
