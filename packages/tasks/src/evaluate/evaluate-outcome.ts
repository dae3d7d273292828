import type { RankingReport } from "@zerolm/core";
import { z } from "zod";
import { architectureSchema } from "../architecture-schema.js";
import { readingFieldsOfOutcome } from "../benchmark/reading-outcome.js";
import { proxyFieldsOfOutcome } from "../proxy/proxy-outcome.js";
import { learningPointSchema } from "./learning-schema.js";

const statistic = (text: string) => z.number().optional().describe(text);
const interval = (of: string) =>
  z.tuple([z.number(), z.number()]).readonly().optional().describe(`95 % bootstrap interval of ${of}.`);

/** Every statistic of a ranking; one that is not defined is missing. */
const reportFields = {
  spearman: statistic("Spearman's ρ."),
  spearmanCI: interval("ρ"),
  kendall: statistic("Kendall's τ-b."),
  kendallCI: interval("τ-b"),
  kendallTauA: statistic("Kendall's τ-a, in which a pair with tied scores counts as 0."),
  kendallTauACI: interval("τ-a"),
  pairwiseAccuracy: statistic("Share of pairs of different quality in the right order."),
  pairwiseAccuracyCI: interval("that share"),
  kendallWithinGroups: statistic("τ-b among networks of equal depth and hidden size."),
  kendallWithinGroupsCI: interval("that τ-b"),
  kendallMatchedSize: statistic("τ-b over pairs whose parameter counts differ by less than 10 %."),
  kendallMatchedSizeCI: interval("that τ-b"),
  reversed: z
    .boolean()
    .describe("Whether the score ranks in reverse order: its whole interval of τ lies below 0."),
  partialSpearman: statistic("ρ at equal parameter count."),
  k: z.int().describe("The `top` of the request."),
  topKRegret: statistic("Quality lost by training only the `top` that score highest."),
  ndcg: statistic("NDCG of the `top` that score highest."),
  precision: statistic("Share of the `top` that score highest among the `top` best."),
  distinctScores: z.int().describe("Number of different scores."),
} satisfies Readonly<Record<keyof RankingReport, z.ZodType>>;

/** What ranked a benchmark, and how well. Options of built-in proxies stand beside the other fields too. */
const rowSchema = z.looseObject({
  ...proxyFieldsOfOutcome,
  kind: z
    .enum(["proxy", "published", "baseline"])
    .describe("A proxy, a score that came with the benchmark, or depth and hidden size alone."),
  published: z.literal(true).optional().describe("Set for a score that came with the benchmark."),
  alpha: z.number().optional(),
  architectures: z.int().optional().describe("Networks with a score. Missing if all have one."),
  missing: z
    .object({ count: z.int(), first: z.string() })
    .optional()
    .describe("Networks without a score: how many, and why the first of them has none."),
  unmatchedRows: z.int().optional().describe("Rows of the file of scores that match no network."),
  fileRows: z.int().optional().describe("Rows of the file of scores."),
  qualitySpread: z.number().describe("Largest minus smallest quality of the networks that have a score."),
  ...reportFields,
  seconds: z.number().optional(),
});

const networkSchema = z.object({
  id: z.string(),
  quality: z.number(),
  depth: z.int(),
  hidden: z.int(),
  parameters: z.number(),
  nonEmbeddingParameters: z.number(),
  group: z.string().optional().describe("Only networks of one group are compared."),
  scores: z.record(z.string(), z.number()).describe("By the name of the row. A missing score is left out."),
  architecture: architectureSchema,
});

const agreementSchema = z.object({
  names: z.array(z.string()).readonly().describe("In an order that puts rankings which agree side by side."),
  kendall: z
    .array(z.array(z.number().nullable()))
    .describe("τ-b of row with row, in the order of `names`. Null if one is constant."),
  adds: z
    .array(
      z.object({
        first: z.string(),
        second: z.string(),
        correlation: statistic("τ-b of the two with each other."),
        partial: statistic("Partial τ of the second with quality, the first held fixed."),
        sum: statistic("τ-b of quality with the sum of their normal scores."),
        gain: statistic("`sum` minus the better τ of the two."),
      }),
    )
    .describe("What each pair reaches together, the largest gain first."),
});

const evaluationFields = {
  benchmark: z.string(),
  architectures: z.int().describe("Number of trained networks."),
  groups: z.int().optional().describe("Number of groups, if only networks of one group are compared."),
  reading: z.string().optional().describe("How its rows were read."),
  quality: z.string().describe("What quality is."),
  ...readingFieldsOfOutcome,
  pairs: z
    .object({ withinGroups: z.int(), matchedSize: z.int() })
    .describe("Pairs of networks that the statistics of cells and of size rest on."),
  alphaSource: z.string().optional().describe("Where ZeroLM's alpha came from."),
  top: z.int().describe("Number of highest-scored networks that regret, NDCG and precision are computed on."),
  seed: z.int(),
  resamples: z.int(),
  interrupted: z
    .literal(true)
    .optional()
    .describe("Set if the work was stopped. Rows that are missing were not evaluated."),
  results: z.array(rowSchema),
  unjudged: z.array(z.string()).optional().describe("Why a proxy could not be evaluated, a sentence each."),
  baselines: z.array(rowSchema).describe("What depth and hidden size alone achieve."),
  differences: z
    .array(
      z.object({
        first: z.string(),
        second: z.string(),
        difference: z.number(),
        interval: z.tuple([z.number(), z.number()]).readonly(),
        p: z.number(),
        adjusted: z.number(),
      }),
    )
    .describe(
      "Whether two rows differ in τ, by the paired bootstrap; `adjusted` is p by Holm over all pairs.",
    ),
  agreement: agreementSchema
    .optional()
    .describe(
      "How the rows that score every network agree with each other, if requested. Missing if there are fewer than two.",
    ),
  networks: z.array(networkSchema).optional().describe("Every network, if requested."),
  learning: z.array(learningPointSchema).optional().describe("A learning curve, if requested."),
  seconds: z.number().describe("Time that scoring and evaluating took."),
  inventory: z.string().optional().describe("Old name of `reading`."),
};

/** One benchmark and how proxies rank it. */
export const evaluationSchema = z.object(evaluationFields);

export type EvaluationOutcome = z.output<typeof evaluationSchema>;
export type EvaluationRow = z.output<typeof rowSchema>;
export type Agreement = z.output<typeof agreementSchema>;
export type EvaluatedNetwork = z.output<typeof networkSchema>;

/** What `evaluate` finds: of one benchmark its fields, of several a list. */
export const evaluateOutcome = z.object({
  ...evaluationSchema.partial().shape,
  evaluations: z.array(evaluationSchema).optional().describe("One for each benchmark, if there are several."),
});

/** The evaluations of an outcome, whether of one benchmark or of several. */
export const evaluationsOf = ({
  evaluations,
  ...only
}: z.output<typeof evaluateOutcome>): readonly EvaluationOutcome[] =>
  evaluations ?? [only as EvaluationOutcome]; // without the list every field is there: that is how the task fills it

/** What outputs call a row: a published score may be called like a proxy, and the dagger tells it apart. */
export const rowName = ({ proxy, kind }: { readonly proxy: string; readonly kind: string }): string =>
  kind === "published" ? `${proxy} †` : proxy;
