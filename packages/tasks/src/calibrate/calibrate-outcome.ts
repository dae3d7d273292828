import { z } from "zod";
import { learningPointSchema, spreadSchema } from "../evaluate/learning-schema.js";

/** What `calibrate` finds: an alpha with labels or without, or what labels are worth to a predictor. */
export const calibrateOutcome = z.object({
  benchmark: z.string(),
  reading: z.string().optional().describe("How its rows were read."),
  architectures: z.int().describe("Number of trained networks."),
  inventory: z.string().optional().describe("Old name of `reading`."),
  alpha: z
    .union([z.number(), spreadSchema])
    .optional()
    .describe("Without labels a number. From labels, its mean and standard deviation over the draws."),
  alphaSource: z.string().optional().describe("Set for an alpha without labels."),
  labels: z.int().optional().describe("Labelled networks in a draw."),
  draws: z.int().optional().describe("Number of draws."),
  spearman: spreadSchema.optional().describe("Spearman's ρ on the networks whose labels were not used."),
  kendall: spreadSchema.optional().describe("Kendall's τ on them."),
  defaultKendall: spreadSchema.optional().describe("Kendall's τ on them at the alpha that needs no labels."),
  quality: z.string().optional().describe("What a predictor predicts."),
  prior: z.string().optional().describe("The proxy that a predictor starts from."),
  seed: z.int().optional(),
  curve: z
    .array(learningPointSchema)
    .optional()
    .describe("How well a predictor ranks after this many labels."),
  out: z.string().optional().describe("The file that the predictor was written to."),
});
