import { z } from "zod";
import { predictorFieldsOfOutcome, proxyFieldsOfOutcome } from "../proxy/proxy-outcome.js";

const rankedSchema = z.object({
  rank: z.int().optional().describe("From 1. Equal scores share a rank. Missing without a score."),
  missing: z
    .string()
    .optional()
    .describe("Why there is no score, as the end of a sentence that begins with the name of the proxy."),
  name: z.string().describe("Its own name, or its path. No two are equal."),
  file: z.string().describe("The file, or the source of a known model."),
  known: z.boolean().optional().describe("Whether it is a known model that was not given."),
  score: z.number().nullable(),
  standardDeviation: z.number().optional().describe("Of the score, over random initialisations."),
  standardError: z.number().optional().describe("Of the score, if it is a mean over samples."),
  interval: z
    .tuple([z.number(), z.number()])
    .optional()
    .describe("If the proxy is a predictor: where one training run will lie, with probability .95."),
  withinNoise: z
    .boolean()
    .describe("Whether it is closer to the one above than two standard deviations of their difference."),
  parameters: z.number(),
  flops: z.number().describe("FLOPs of a forward pass over one sequence, or over one image."),
  tokens: z
    .int()
    .optional()
    .describe("Tokens over which FLOPs are counted, if they are those of an image and not the sequence."),
  exceededPositions: z
    .int()
    .optional()
    .describe("Its learned positions, if FLOPs are counted over more tokens than that."),
});

/** A ranking. Options of a built-in proxy stand beside these fields, under their own names. */
export const rankOutcome = z.looseObject({
  ...proxyFieldsOfOutcome,
  ...predictorFieldsOfOutcome,
  seed: z.int(),
  weights: z.string().optional().describe("real, if the weights of checkpoints were scored."),
  text: z.string().optional().describe("The text that networks ran over with their own weights."),
  weightsNotRead: z
    .array(z.string())
    .optional()
    .describe("Checkpoints that were ranked by their config, since something else was ranked beside them."),
  minimize: z.boolean().optional(),
  sequence: z
    .int()
    .describe("Tokens over which FLOPs are counted. Images have those of their patches instead."),
  unreadable: z
    .array(z.object({ file: z.string(), reason: z.string() }))
    .optional()
    .describe("Files that could not be read and are not ranked, and why."),
  notes: z
    .array(z.object({ file: z.string(), note: z.string() }))
    .optional()
    .describe("What to know about how files were read."),
  interrupted: z.boolean().optional().describe("Whether it was stopped before everything was scored."),
  ranking: z.array(rankedSchema).describe("Best first, those without a score last."),
});

export type RankOutcome = z.output<typeof rankOutcome>;
export type Ranked = z.output<typeof rankedSchema>;
