import { z } from "zod";
import { healMethods, pruneLoaders } from "../words.js";

const figure = z.object({
  value: z.number(),
  interval: z
    .tuple([z.number(), z.number()])
    .optional()
    .describe("95 % bootstrap interval over windows. Missing for a single window."),
});

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
  order: z.enum(["activation", "norm", "stored"]),
  for: z.enum(pruneLoaders).describe("The program that will load the result."),
  headsMultipleOf: z.int().optional().describe("Into how many parts heads and FFN widths can be split."),
  uniform: z.enum(["all", "heads", "none"]),
  multipleOf: z.int(),
  atLeast: z.number(),
  protect: z.int().describe("Layers at each end that stay whole or, if layers are equal, are not left out."),
  evenness: z
    .number()
    .describe("How evenly the other FFNs are cut: 1 for equal shares, 0 if the worth alone decides."),
  drop: z.boolean(),
  dropped: z
    .object({
      layers: z.array(z.int()).describe("Layers that are left out, from 0."),
      by: z.enum(["loss", "spacing"]).describe("What chose them."),
      tried: z
        .array(z.object({ layers: z.array(z.int()), loss: z.number() }))
        .optional()
        .describe("If their number was chosen: the loss on the text, in nats per token, without that many."),
    })
    .optional(),
  hidden: z
    .object({
      kept: z.int().describe("The hidden size that is left."),
      of: z.int().describe("What it was."),
      channels: z.string().describe("Which channels stay, as ranges: 0-3,7."),
      by: z.enum(["activation", "norm"]).describe("What chose them."),
      tried: z
        .array(z.object({ hidden: z.int(), loss: z.number() }))
        .optional()
        .describe("If the size was chosen: the loss on the text, in nats per token, for each size."),
    })
    .optional(),
  size: z.number(),
  sizeBefore: z.number(),
  also: z
    .array(z.object({ measure, size: z.number(), sizeBefore: z.number() }))
    .optional()
    .describe("Sizes in the measures of further budgets."),
  value: z.number().describe("What the kept part is worth."),
  valueBefore: z
    .number()
    .describe("What the whole is worth. If the hidden size is cut: with all heads and rows of that size."),
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
  text: z
    .object({
      file: z.string(),
      windows: z.int().describe("Windows that were seen."),
      context: z.int().describe("Tokens in a window."),
      tokenizer: z.string().describe("The file that it was read from, or bytes."),
      influence: z
        .array(z.object({ layer: z.int(), influence: z.number() }))
        .describe("Block influence: 1 − cosine of the stream before and behind each layer."),
    })
    .optional()
    .describe("The text by which was chosen what stays."),
  loss: z
    .object({
      file: z.string(),
      windows: z.int(),
      context: z.int(),
      unit: z.enum(["nats a byte", "nats a token"]),
      before: figure,
      after: figure,
      difference: figure.describe("Of the same windows."),
    })
    .optional()
    .describe("The loss on a text before and after."),
  recipe: z
    .object({
      file: z.string(),
      method: z.enum(healMethods),
      tokens: z.number(),
      flops: z.number().describe("Expected FLOPs of the training."),
      gpuHours: z.number().describe("Hours of one H100 at 40 % of its 989 TFLOP/s."),
    })
    .optional()
    .describe("The configuration that was written to train the result on."),
  pareto: z
    .array(z.object({ size: z.number(), value: z.number() }))
    .optional()
    .describe("The best worth at other sizes."),
  interrupted: z.boolean().optional().describe("Whether the front was cut short."),
});

export type PruneOutcome = z.output<typeof pruneOutcome>;
