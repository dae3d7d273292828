import { z } from "zod";
import { pruneLoaders } from "../words.js";

const measure = z.enum(["parameters", "bytes", "flops"]);

/** What of a checkpoint stays, and why. */
export const pruneOutcome = z.object({
  checkpoint: z.string(),
  out: z.string().nullable().describe("The folder that was written. Null if it was only planned."),
  zerolm: z.string().describe("The version of zerolm."),
  family: z.string(),
  lora: z.string().optional().describe("The name of the adapter that was merged."),
  proxy: z.string(),
  alpha: z.number().optional(),
  alphaSource: z.string().optional().describe("Where alpha came from."),
  budget: z.string().describe("All budgets, in words."),
  measure: measure.describe("What size counts."),
  order: z.enum(["norm", "stored"]),
  for: z.enum(pruneLoaders).describe("The program that will load the result."),
  headsMultipleOf: z.int().optional().describe("Into how many parts heads and FFN widths can be split."),
  uniform: z.enum(["all", "heads", "none"]),
  multipleOf: z.int(),
  atLeast: z.number(),
  protect: z.int().describe("Layers at each end that stay whole or, if layers are equal, are not left out."),
  evenness: z.number().describe("The share of an equal cut that every other FFN keeps."),
  drop: z.boolean(),
  size: z.number(),
  sizeBefore: z.number(),
  also: z
    .array(z.object({ measure, size: z.number(), sizeBefore: z.number() }))
    .optional()
    .describe("Sizes in the measures of further budgets."),
  value: z.number().describe("What the kept part is worth."),
  valueBefore: z.number(),
  optimal: z.boolean().describe("Whether it is proven that nothing within the budget is worth more."),
  kept: z.array(
    z.object({
      layer: z.int(),
      subModule: z.enum(["attention", "ffn"]),
      of: z.int().describe("How many units there were: key/value heads, or FFN rows."),
      kept: z.int(),
      units: z.string().describe("Which ones stay, as ranges: 0-3,7."),
    }),
  ),
  loadedBy: z.string().describe("What loads the result, by which rules, in words."),
  loads: z
    .array(
      z.object({
        loader: z.enum(pruneLoaders),
        version: z.string(),
        rules: z.array(z.object({ rule: z.string(), source: z.string() })),
        needs: z.string().optional(),
      }),
    )
    .describe("Every program whose rules the result keeps, and where the rules were read."),
  warnings: z.array(z.string()).describe("What to know before the result is used."),
  depth: z.int().describe("Number of layers before."),
  pareto: z
    .array(z.object({ size: z.number(), value: z.number() }))
    .optional()
    .describe("The best worth at other sizes."),
  interrupted: z.boolean().optional().describe("Whether the front was cut short."),
});

export type PruneOutcome = z.output<typeof pruneOutcome>;
