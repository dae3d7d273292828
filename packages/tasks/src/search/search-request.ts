import { defaultProxy } from "@zerolm/core";
import { z } from "zod";
import { seedField } from "../seed-field.js";
import { methodNames, preferredNames } from "../words.js";
import { budgetsSchema } from "./budgets.js";

/** What a search may be asked for. */
export const searchRequest = z.strictObject({
  space: z.string().describe("A built-in space by its name, or the path of a YAML or JSON file."),
  proxy: z
    .string()
    .default(defaultProxy.name)
    .describe("What to maximise: a proxy by its name, or the path of a predictor or of a module."),
  options: z
    .record(z.string(), z.unknown())
    .default({})
    .describe(
      'Options of the proxy by name. zerolm also takes "label-free" for alpha, the default here. sequence and dtype also set how budgets and costs are counted.',
    ),
  minimize: z.boolean().default(false).describe("Look for the minimum instead."),
  budgets: budgetsSchema.default({}).describe("What to limit."),
  top: z
    .int()
    .min(1)
    .max(10_000)
    .default(10)
    .describe("Number of the best shapes to find: one for each combination of macro choices."),
  topAll: z
    .int()
    .min(1)
    .max(10_000)
    .optional()
    .describe("Number of the best different scores to find instead, of any shape."),
  within: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe(
      "Also find the cheapest whose score is within this share of the best, by the quantity that prefer names.",
    ),
  prefer: z
    .string()
    .optional()
    .describe(
      `The quantity that the cheapest within a share of the best minimises: ${preferredNames.join(", ")}.`,
    ),
  advice: z
    .boolean()
    .default(true)
    .describe("Also say what to know before one trains the answer, and which known models are near."),
  writable: z
    .boolean()
    .default(false)
    .describe("If no Hugging Face config can express the best, find the best of those that one can."),
  pareto: z.boolean().default(false).describe("Also find the Pareto front of score against cost."),
  points: z
    .boolean()
    .default(false)
    .describe("Also give the points of a picture: a sample of the space, and the front of the whole space."),
  layersEqual: z.boolean().default(false).describe("Only architectures whose layers are equal."),
  set: z
    .record(z.string(), z.union([z.number(), z.boolean()]))
    .default({})
    .describe("Constants of the space to set, by name: vocabulary, positions, tied, or one of its choices."),
  method: z.enum(methodNames).default("auto").describe("How to search."),
  evaluations: z
    .int()
    .min(1)
    .optional()
    .describe("Number of architectures that a heuristic scores. Default: 100,000, or no limit with seconds."),
  seconds: z
    .number()
    .positive()
    .max(1e7)
    .optional()
    .describe("Time that a heuristic, exact or milp may take."),
  state: z
    .string()
    .optional()
    .describe("The path of a .json file: a heuristic resumes from it, and keeps it up to date."),
  seed: seedField,
});

/** A request with its defaults. */
export type SearchTaskRequest = z.output<typeof searchRequest>;
