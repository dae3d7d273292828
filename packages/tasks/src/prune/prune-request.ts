import { z } from "zod";
import { pruneLoaders } from "../words.js";

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
    .describe("What to limit. Either keep or one of these is required."),
  sequence: z
    .int()
    .min(1)
    .max(2 ** 24)
    .optional()
    .describe("Tokens in a sequence, for a budget in FLOPs. Default: 512."),
  proxy: z.string().default("zerolm").describe("Name of the pruning proxy that values the kept part."),
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
    .enum(["norm", "stored"])
    .default("norm")
    .describe("Which heads and rows stay: largest norms, or the first (supernets)."),
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
    .default(1)
    .describe("Layers at each end that stay whole unless layers are equal, and are never left out."),
  evenness: z
    .number()
    .min(0)
    .max(1)
    .default(0.9)
    .describe(
      "The share of an equal cut that every other FFN keeps, with all heads as long as rows suffice. With 0 the worth alone decides.",
    ),
  drop: z
    .boolean()
    .default(false)
    .describe("Whether a whole attention or FFN may be removed. With equal layers: a whole layer."),
  pareto: z.boolean().default(false).describe("Also give the best worth at other sizes."),
});

/** A request with its defaults. */
export type PruneRequest = z.output<typeof pruneRequest>;
