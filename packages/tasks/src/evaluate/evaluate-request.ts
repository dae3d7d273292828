import { z } from "zod";
import { benchmarkFields } from "../benchmark/read.js";
import { seedField } from "../seed-field.js";

/** What `evaluate` may be asked. */
export const evaluateRequest = z.strictObject({
  benchmarks: z
    .array(z.string())
    .min(1)
    .describe(
      "Names of benchmarks. NAME:READING, NAME=PATH and NAME:READING=PATH choose for one of several.",
    ),
  ...benchmarkFields,
  proxy: z
    .string()
    .default("shape,zerolm,nsc,parameters,nonEmbeddingParameters,flops")
    .describe(
      "Proxies, separated by commas: names, `all` (every quality proxy of shapes), `data-driven`, modules, and files of scores.",
    ),
  options: z
    .record(z.string(), z.unknown())
    .default({})
    .describe("Values of the options of proxies, by name. Alpha may also be label-free or cross-fitted."),
  where: z
    .string()
    .optional()
    .describe("A condition on the networks that count, such as depth >= 6, in the language of spaces."),
  published: z
    .boolean()
    .default(true)
    .describe("Whether scores that came with a benchmark are evaluated too."),
  flip: z
    .array(z.string())
    .default([])
    .describe("Proxies or published scores whose sign is turned, since they fall with quality."),
  top: z
    .int()
    .min(1)
    .default(10)
    .describe("Number of highest-scored networks that regret, NDCG and precision are computed on."),
  resamples: z
    .int()
    .min(0)
    .max(1_000_000)
    .default(2000)
    .describe("Bootstrap resamples of the intervals, 0 for none."),
  seed: seedField,
  differences: z.boolean().default(true).describe("Whether the outcome compares every two rows."),
  details: z
    .boolean()
    .default(true)
    .describe(
      "Whether τ in cells and at matched size have intervals, and the outcome has the agreement between rows. They take about a quarter of the time.",
    ),
  networks: z
    .boolean()
    .default(false)
    .describe("Whether the outcome lists every network with its quality, sizes and scores."),
  learning: z
    .boolean()
    .default(false)
    .describe("Whether the outcome says how well a predictor ranks by a few labels."),
});

/** A request with its defaults. */
export type EvaluateRequest = z.output<typeof evaluateRequest>;

/** How a benchmark is judged: the part of a request that a thread needs. */
export type JudgeSettings = Pick<
  EvaluateRequest,
  | "options"
  | "published"
  | "flip"
  | "top"
  | "resamples"
  | "seed"
  | "differences"
  | "details"
  | "networks"
  | "learning"
>;
