import { z } from "zod";
import { benchmarkFields } from "../benchmark/read.js";
import { seedField } from "../seed-field.js";

/** What `calibrate` may be asked. */
export const calibrateRequest = z.strictObject({
  benchmark: z.string().describe("A benchmark by its name."),
  ...benchmarkFields,
  labels: z
    .array(z.int().min(2))
    .min(1)
    .optional()
    .describe(
      "Number of labelled networks in a draw, or several numbers for a predictor. Default: 20, or 5, 10, 20, 40, 80.",
    ),
  draws: z.int().min(1).max(100_000).optional().describe("How often labels are drawn. Default: 100."),
  labelFree: z.boolean().default(false).describe("Alpha without any labels."),
  predictor: z
    .boolean()
    .default(false)
    .describe(
      "Whether a ranking is learnt instead of alpha, and tested on the networks that it did not see.",
    ),
  prior: z
    .string()
    .optional()
    .describe("The data-free proxy that the predictor starts from. Default: shape."),
  out: z.string().optional().describe("Where the predictor is written, .json."),
  seed: seedField,
});

/** A request with its defaults. */
export type CalibrateRequest = z.output<typeof calibrateRequest>;

/** How often labels are drawn if nobody says. */
export const defaultDraws = 100;
