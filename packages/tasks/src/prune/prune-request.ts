import { z } from "zod";
import { seedField } from "../seed-field.js";
import { healMethods, pruneLoaders } from "../words.js";

const most = (what: string) => z.strictObject({ maximum: z.number().min(0).describe(what) }).optional();

/** What may be pruned, and how. */
export const pruneRequest = z.strictObject({
  checkpoint: z
    .string()
    .describe("A folder with config.json and safetensors, or one .safetensors file in it."),
  dequantise: z
    .boolean()
    .default(false)
    .describe(
      "Whether weights in FP8 with scales are read as numbers. Otherwise quantised weights are refused.",
    ),
  lora: z.string().optional().describe("The folder of a LoRA adapter, as PEFT saves it, to be merged first."),
  out: z.string().optional().describe("The new folder to write. Default: plan only, and write nothing."),
  keep: z
    .number()
    .positive()
    .max(1)
    .optional()
    .describe("A budget: this share of the non-embedding parameters."),
  budgets: z
    .strictObject({
      parameters: most("Maximum parameters."),
      nonEmbeddingParameters: most("Maximum parameters without embeddings."),
      flops: most("Maximum FLOPs per sequence."),
      weightBytes: most("Maximum bytes of weights, as stored."),
    })
    .default({})
    .describe("What to limit. Either keep, one of these, dropLayers or hidden is required."),
  sequence: z
    .int()
    .min(1)
    .max(2 ** 24)
    .optional()
    .describe("Tokens in a sequence, for a budget in FLOPs. Default: 512."),
  text: z
    .string()
    .optional()
    .describe(
      "A text in UTF-8, or - for standard input, by which is chosen what stays: heads, rows and layers that change the stream most on it.",
    ),
  evalText: z
    .string()
    .optional()
    .describe("A text on which the loss is measured before and after. Default: that by which was chosen."),
  context: z
    .int()
    .min(1)
    .max(2 ** 20)
    .optional()
    .describe("Tokens in a window of a text. Default: 1,024, or as many as the model sees."),
  windows: z
    .int()
    .min(1)
    .max(2 ** 31)
    .optional()
    .describe("Number of windows of each text, from its start. Default: as many as hold 65,536 tokens."),
  evalWindows: z
    .int()
    .min(1)
    .max(2 ** 31)
    .optional()
    .describe("Number of windows of evalText, from its start. Default: windows."),
  draws: z
    .int()
    .min(1)
    .max(1024)
    .default(4)
    .describe("Number of random maskings of each window, for encoders."),
  seed: seedField,
  proxy: z
    .string()
    .optional()
    .describe(
      "Name of the pruning proxy that values the kept part. Default: activations with a text, else zerolm.",
    ),
  alpha: z.number().optional().describe("ZeroLM's balance of attention and FFN. Default: 0.5."),
  for: z
    .enum(pruneLoaders)
    .optional()
    .describe(
      "The program that will load the result. Only shapes that it loads are planned. Default: transformers, or zerolm with uniform none.",
    ),
  headsMultipleOf: z
    .int()
    .min(1)
    .max(1024)
    .optional()
    .describe(
      "Number of parts into which heads and FFN widths can be split, for tensor parallelism. Default: 1.",
    ),
  order: z
    .enum(["activation", "norm", "stored"])
    .optional()
    .describe(
      "Which heads and rows stay: those that change the stream most on the text, those of the largest norms, or the first (supernets). Default: activation with a text, else norm.",
    ),
  uniform: z
    .enum(["all", "heads", "none"])
    .optional()
    .describe(
      "What layers share: all, their number of heads, or none. Default: as little as the program allows.",
    ),
  multipleOf: z
    .int()
    .min(1)
    .max(2 ** 24)
    .optional()
    .describe("FFN widths are multiples of this. Default: 16 or 256."),
  atLeast: z
    .number()
    .positive()
    .max(1)
    .default(0.1)
    .describe("The minimum share that every attention and FFN keeps."),
  protect: z
    .int()
    .min(0)
    .max(1024)
    .optional()
    .describe(
      "Layers at each end that stay whole unless layers are equal, and are never left out. Default: 1, or 0 by the worth of activations.",
    ),
  evenness: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe(
      "How evenly the other FFNs are cut: 1 for equal shares, 0 if the worth alone decides. With 0.9 an FFN may keep a tenth less than its share in a small cut, and nothing less if half or more is cut. All heads stay as long as rows suffice. Default: 0.9, or 0 by the worth of activations if layers may differ.",
    ),
  drop: z
    .boolean()
    .default(false)
    .describe("Whether a whole attention or FFN may be removed. With equal layers: a whole layer."),
  dropLayers: z
    .union([z.int().min(1).max(1024), z.literal("auto")])
    .optional()
    .describe(
      "Number of whole layers to remove, never the first or the last: those whose removal gives the lowest loss on the text. Without a text, evenly spaced ones. With auto, the number within the budget that gives the lowest loss.",
    ),
  hidden: z
    .union([
      z
        .int()
        .min(1)
        .max(2 ** 20),
      z.literal("auto"),
    ])
    .optional()
    .describe(
      "The hidden size that remains. The same channels of the stream remain in every layer: those with the largest output of the norms on the text or, without a text, those with the largest norms of weights. auto selects the size with the lowest loss on the text within the budget.",
    ),
  recipe: z
    .string()
    .optional()
    .describe("The file for a configuration of TRL (YAML) to train the pruned model on. Needs out."),
  heal: z
    .enum(healMethods)
    .default("full")
    .describe(
      "How the recipe trains: all weights, a LoRA adapter, or all weights by distillation from the original.",
    ),
  healTokens: z.int().min(1).optional().describe("Tokens that the recipe trains on. Default: by the method."),
  pareto: z.boolean().default(false).describe("Also give the best worth at other sizes."),
});

/** A request with its defaults. */
export type PruneRequest = z.output<typeof pruneRequest>;
