import { surveyBenchmark } from "@zerolm/core";
import { z } from "zod";
import { checkReading, readBenchmarkFile } from "../benchmark/read.js";
import { readingFieldsOfOutcome, readingOutcome } from "../benchmark/reading-outcome.js";
import { recognised } from "../benchmark/recognise.js";
import { filesOf } from "../files.js";
import { isModule } from "../proxy/reference.js";
import { withOldFields } from "../renamed-fields.js";
import { task } from "../task.js";

const rangeSchema = z.object({ minimum: z.number(), maximum: z.number() });

/** Checks a file or folder of trained networks and says what is in it. */
export const importBenchmark = task({
  name: "benchmarks import",
  request: z.strictObject({
    path: z.string().describe("A benchmark's file or folder, or a table of your own."),
    format: z
      .string()
      .optional()
      .describe("How to read it: the name of a format, or a module. Default: recognised by its content."),
    reading: z.string().optional().describe("How to read its rows, if there are several ways."),
    quality: z
      .string()
      .optional()
      .describe("Which quality of its networks, if they have several. Default: the first."),
  }),
  outcome: z.object({
    format: z.string().describe("Name of the format."),
    benchmark: z.string().describe("Name of the benchmark."),
    module: z.string().optional().describe("The module of the format, if it is not built in."),
    file: z.string(),
    reading: z.string().optional(),
    measure: z.string().describe("What quality is."),
    qualities: z.array(z.string()).readonly().describe("Names of all qualities, the default first."),
    ...readingFieldsOfOutcome,
    architectures: z.int(),
    groups: z.int().describe("Groups of networks whose qualities may be compared, 1 if all may."),
    quality: rangeSchema,
    tiedQuality: z.int().describe("Networks that share their quality with another one of their group."),
    repeatedArchitectures: z.int().describe("Networks with the architecture of an earlier one."),
    depth: rangeSchema,
    hidden: rangeSchema,
    parameters: rangeSchema,
    publishedParameters: z
      .object({
        there: z.int(),
        equal: z.int(),
        largestDifference: z.number(),
        note: z.string().optional().describe("Why they differ, or what was done so that they do not."),
      })
      .describe(
        "Published parameter counts, how many equal those of zerolm, and the largest difference as a share.",
      ),
    publishedScores: z.record(z.string(), z.int()).describe("How many networks have a score, by its name."),
    ignoredColumns: z.array(z.string()).readonly().describe("Columns that are neither known nor numbers."),
    inventory: z.string().optional().describe("Old name of `reading`."),
  }),
  async run({ path, format: name, reading: asked, quality: chosen }, host) {
    const { format, file } = await recognised(path, name, host);
    checkReading(format, asked, host);
    const benchmark = await readBenchmarkFile(format, file, { reading: asked, quality: chosen }, host);
    const { reading, quality: measure, qualities } = benchmark;
    return withOldFields({
      format: format.name,
      benchmark: benchmark.name,
      ...(name !== undefined && isModule(name) ? { module: name } : {}),
      file: filesOf(host).nameOf(file),
      ...{ reading, measure, qualities, ...surveyBenchmark(benchmark), ...readingOutcome(benchmark) },
    });
  },
});
