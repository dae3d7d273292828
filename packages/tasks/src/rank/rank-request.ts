import { z } from "zod";
import { seedField } from "../seed-field.js";

/** What may be ranked, and how. */
export const rankRequest = z.strictObject({
  files: z
    .array(z.string())
    .min(1)
    .describe(
      "HF config.json, zerolm YAML or JSON, lists and JSON lines of these, folders that hold a config.json, checkpoints, or - for standard input.",
    ),
  proxy: z
    .string()
    .optional()
    .describe(
      "What to rank by: a proxy by its name, or the path of a predictor, of a module or of scores. Default: shape, or zerolm if every file is a checkpoint.",
    ),
  options: z
    .record(z.string(), z.unknown())
    .default({})
    .describe(
      'Options of the proxy by name. zerolm also takes "label-free" for alpha. weights may be "real", those of checkpoints, and sequence also sets how FLOPs are counted.',
    ),
  minimize: z.boolean().default(false).describe("Lowest score first."),
  text: z
    .string()
    .optional()
    .describe(
      "A text in UTF-8, or - for standard input: checkpoints run over it with their own weights, for proxies that run networks. Default: networks run before training, over random tokens.",
    ),
  withKnown: z
    .boolean()
    .default(false)
    .describe("Also rank the known models of the same kind that are nearest in size, by their shapes."),
  skipUnreadable: z.boolean().default(false).describe("Rank the others if some files cannot be read."),
  seed: seedField,
});

/** A request with its defaults. */
export type RankRequest = z.output<typeof rankRequest>;
