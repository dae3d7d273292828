import { z } from "zod";
import { architectureSchema } from "../architecture-schema.js";
import { predictorFieldsOfOutcome, proxyFieldsOfOutcome } from "../proxy/proxy-outcome.js";
import { type BudgetName, budgetWords } from "../words.js";
import { adviceOutcome, knownOutcome } from "./advice/advice-outcome.js";
import { rankAlikeSchema } from "./rank-alike.js";

const budgetName = z.enum(Object.keys(budgetWords) as [BudgetName, ...BudgetName[]]);

const foundSchema = z.object({
  score: z.number(),
  interval: z
    .tuple([z.number(), z.number()])
    .optional()
    .describe("If the proxy is a predictor: where one training run will lie, with probability .95."),
  parameters: z.number(),
  flops: z.number().describe("FLOPs of a forward pass over one sequence, or over one image."),
  memory: z
    .number()
    .optional()
    .describe("Bytes of weights and of the KV cache, if a budget limits them or the proxy counts them."),
  latency: z
    .number()
    .optional()
    .describe("If a device was given: microseconds that nine of ten networks keep, the margin included."),
  architecture: architectureSchema,
});

const bestSchema = z.looseObject({
  rank: z.int(),
  ties: z.number().optional().describe("Number of architectures with this score, if the method counts them."),
  equivalentSize: z
    .number()
    .optional()
    .describe("Reduction of the budget, in per cent, at which the best architecture would score no higher."),
  ...foundSchema.shape,
});

const withinSchema = z.object({
  share: z.number(),
  prefer: z.string().describe("The quantity that is minimised."),
  threshold: z.number().describe("The minimum score."),
  optimal: z.boolean().describe("Whether it is proven that no architecture with this score has less of it."),
  amount: z.number().describe("How much of the quantity the cheapest has."),
  amountOfBest: z.number().describe("How much of it the best has."),
  equivalentSize: z
    .number()
    .optional()
    .describe("Reduction of the budget, in per cent, at which the best architecture would score this low."),
  cheapest: foundSchema,
});

const writableSchema = z.object({
  score: z
    .number()
    .describe("The best score of all architectures, which no Hugging Face config can express."),
  equivalentSize: z
    .number()
    .optional()
    .describe(
      "What the restriction costs: how many per cent less of the budget would reach the score found.",
    ),
});

const pointSchema = z.object({
  cost: z.number(),
  score: z.number(),
  architecture: architectureSchema.optional(),
});

const pointsSchema = z.object({
  cloud: z.array(pointSchema).describe("A sample of the space, without architectures."),
  front: z.array(pointSchema).describe("The Pareto front of the whole space, lowest cost first."),
  best: z.array(pointSchema),
});

/** What a search finds. Options of a built-in proxy stand beside these fields, under their own names. */
export const searchOutcome = z.looseObject({
  space: z.string(),
  size: z.string().describe("Number of architectures in the space, exact, as decimal digits."),
  layersEqual: z.boolean().optional(),
  set: z
    .record(z.string(), z.union([z.number(), z.boolean()]))
    .optional()
    .describe("Constants of the space that the request set."),
  ...proxyFieldsOfOutcome,
  ...predictorFieldsOfOutcome,
  rankAlike: rankAlikeSchema.describe("The request to rank, without files, that gives the same scores."),
  minimize: z.boolean(),
  method: z.string(),
  optimal: z.boolean().describe("Whether it is proven that nothing within the budgets scores better."),
  bound: z.number().optional().describe("A proven bound on the score."),
  proven: z.int().optional().describe("How many of the best are proven. Default: all, if optimal."),
  evaluated: z
    .number()
    .optional()
    .describe("Architectures scored one by one. Missing if the method does not."),
  feasible: z.number().optional().describe("Of those, the architectures within the budgets."),
  unscored: z
    .object({ count: z.number(), missing: z.string(), architecture: architectureSchema })
    .optional()
    .describe("Architectures that the proxy could not score, and why the first of them has no score."),
  seconds: z.number(),
  shapes: z
    .boolean()
    .describe(
      "Whether best lists one architecture for each combination of macro choices, not different scores.",
    ),
  best: z.array(bestSchema).describe("The best, highest score first."),
  within: withinSchema.optional().describe("The cheapest within a share of the best score, if requested."),
  writable: writableSchema
    .optional()
    .describe("There if only architectures that a Hugging Face config can express were searched in the end."),
  advice: adviceOutcome.optional().describe("What to know before one trains the first of the best."),
  known: z.array(knownOutcome).optional().describe("Known models of the same kind, nearest in size first."),
  paretoWhole: z.boolean().optional().describe("False if the front was cut short."),
  pareto: z.array(foundSchema).optional().describe("The Pareto front, lowest cost first."),
  cost: budgetName.describe("What the front is drawn against."),
  budgets: z.array(
    z.object({ quantity: budgetName, minimum: z.number().optional(), maximum: z.number().optional() }),
  ),
  sequence: z
    .int()
    .describe("Tokens over which FLOPs are counted. Images have those of their patches instead."),
  memory: z
    .object({ context: z.int(), batch: z.int(), dtype: z.string() })
    .optional()
    .describe("How memory is counted: tokens in a sequence, sequences at once, and the data type."),
  device: z
    .object({
      file: z.string(),
      device: z.string(),
      space: z.string().describe("The space that was measured for it."),
      pass: z.enum(["prefill", "decode"]),
      tokens: z.int().describe("Tokens of the text, or of the cache."),
      batch: z.int(),
      tau: z
        .number()
        .nullable()
        .describe("τ of predicted and measured latency of networks that it had not seen."),
      medianError: z.number().describe("Median of |predicted / measured − 1| of these."),
      margin: z.number().describe("What latencies have over the prediction, as a share of it."),
    })
    .optional()
    .describe("By what latencies are predicted."),
  seed: z.int(),
  isSize: z.boolean().describe("Whether the proxy is a size, not a quality proxy."),
  interrupted: z.boolean().optional().describe("Whether the search was stopped: this is the best so far."),
  points: pointsSchema.optional().describe("The points of a picture, if requested."),
});

export type SearchTaskOutcome = z.output<typeof searchOutcome>;
export type SearchFound = z.output<typeof foundSchema>;
export type SearchPoint = z.output<typeof pointSchema>;
