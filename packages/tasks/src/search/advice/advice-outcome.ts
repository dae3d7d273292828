import { z } from "zod";
import { type BudgetName, budgetWords } from "../../words.js";

const budgetName = z.enum(Object.keys(budgetWords) as [BudgetName, ...BudgetName[]]);

const extent = z.object({ least: z.number(), most: z.number() });

const end = z.object({
  choice: z.string().describe("Name of the choice in the space."),
  value: z.number(),
  end: z.enum(["least", "most"]),
  layers: z.int().optional().describe("For a choice of layers: number of layers with this value."),
  beyond: z
    .number()
    .optional()
    .describe("The value one step beyond. Missing if there is none, or it was not searched."),
  gain: z.number().optional().describe("By how much the best would score higher with it."),
  equivalentSize: z
    .number()
    .optional()
    .describe(
      "How many per cent less than the answer takes of the budget would reach its score with that value.",
    ),
});

const opinion = z.object({
  proxy: z.string(),
  place: z.int().optional().describe("1 if no other of them scores higher. Missing without a score."),
  of: z.int().describe("Number of architectures compared, the answer included."),
});

/** What to know before one trains an answer. */
export const adviceOutcome = z.object({
  equivalentSizeOf: budgetName
    .optional()
    .describe("The budget in whose per cent equivalent sizes are given. Missing if there are none."),
  ends: z.array(end).describe("Choices of the answer at an end of their range: the space decided them."),
  flatness: z
    .object({
      within: z.number().describe("Per cent of equivalent size."),
      depth: extent,
      hidden: extent,
      shapes: z.int().describe("Number of shapes that are as good."),
    })
    .optional()
    .describe("How far depth and hidden size of the best of each shape reach that are nearly as good."),
  opinions: z.array(opinion).describe("How other proxies rank the answer among the best other shapes."),
  layerOrderMatters: z.boolean().optional().describe("False if the score is a sum over layers."),
  mixture: z
    .object({
      rule: z.string().describe("The rule of thumb by which mixtures of experts were scored."),
      moreExpertsAlwaysBetter: z
        .boolean()
        .describe(
          "Whether nothing but the space limits the number of experts, since the budgets do not count them.",
        ),
    })
    .optional(),
  unjudged: z
    .array(z.string())
    .optional()
    .describe("Mixers of the answer or the space on which no proxy has been evaluated, in words."),
  skipped: z.array(z.string()).optional().describe("Advice that would have taken too long."),
});

/** A known model beside an answer. */
export const knownOutcome = z.object({
  name: z.string(),
  source: z.string().describe("Where its shape was published."),
  parameters: z.number(),
  flops: z.number().describe("FLOPs of a forward pass over one sequence."),
  depth: z.int(),
  hidden: z.int(),
  vocabulary: z.int(),
  cost: z.number().describe("In the quantity of cost."),
  score: z.number(),
  equivalentSize: z
    .number()
    .optional()
    .describe(
      "Reduction of its size, in per cent, at which the best of the space with its vocabulary would score this low. 0 if nothing scores higher. Missing if the space has no such size.",
    ),
});

export type AdviceOutcome = z.output<typeof adviceOutcome>;
export type KnownOutcome = z.output<typeof knownOutcome>;
