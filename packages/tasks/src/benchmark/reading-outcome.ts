import type { Benchmark } from "@zerolm/core";
import { z } from "zod";

/** How the rows of a benchmark were read, in every outcome that is of one. */
export const readingFieldsOfOutcome = {
  qualityName: z.string().describe("Name of the quality that was chosen."),
  leftOut: z
    .array(
      z.object({
        reason: z.string().describe("What the rows have in common: `no perplexity (never trained)`."),
        count: z.int(),
        ids: z.array(z.string()).readonly().describe("Their names in the file."),
      }),
    )
    .readonly()
    .describe("Rows of the file that are not networks of the benchmark, by reason."),
  notes: z.array(z.string()).readonly().describe("What to know about how the rows were read."),
};

/** The values of these fields. */
export const readingOutcome = ({ qualityName, leftOut = [], notes = [] }: Benchmark) => ({
  qualityName,
  leftOut,
  notes,
});
