import {
  type BenchmarkFormat,
  type BuiltinBenchmark,
  benchmarkFormats,
  builtinBenchmarks,
  WorkError,
} from "@zerolm/core";
import { z } from "zod";
import { isPublishedBenchmark } from "../benchmark/catalogue.js";
import { locateBenchmark } from "../benchmark/locate.js";
import { type BenchmarkSet, benchmarkSets, setsOf } from "../benchmark/sets.js";
import type { TaskHost } from "../host.js";
import { withOldFields } from "../renamed-fields.js";
import { task } from "../task.js";
import { obtainLines } from "./obtain-lines.js";

const readingSchema = z.object({ name: z.string(), summary: z.string() });

const setSchema = z.object({
  name: z.string(),
  summary: z.string(),
  file: z.string().optional().describe("Its path on this machine, if it is there."),
  obtain: z.array(z.string()).readonly().optional().describe("The commands that get it."),
  data: z.string().optional().describe("The path to give afterwards, if it is not found by its name."),
  downloads: z.boolean().optional().describe("Whether `benchmarks download` fetches it."),
  builtin: z.literal(true).optional().describe("Set if it comes with zerolm."),
  source: z.string().optional().describe("Where a built-in set was published."),
});

const benchmarkSchema = z.object({
  name: z.string(),
  summary: z.string(),
  source: z.string(),
  licence: z.string(),
  readings: z.array(readingSchema).describe("The ways to read its rows. Empty if there is only one."),
  defaultReading: z.string().optional(),
  file: z.string().optional().describe("The path of the set of this name on this machine, if it is there."),
  fileName: z.string().optional().describe("Name of the main file. Missing if it may have any name."),
  sets: z.array(setSchema).describe("Published sets in this format."),
  inventories: z.array(readingSchema).optional().describe("Old name of `readings`."),
  defaultInventory: z.string().optional().describe("Old name of `defaultReading`."),
});

type Listed = z.output<typeof setSchema>;

/** Every format of benchmarks with its readings and sets, and which of them are on this machine. */
export const listBenchmarks = task({
  name: "benchmarks",
  request: z.strictObject({}),
  outcome: z.object({ benchmarks: z.array(benchmarkSchema) }),
  run: async (_request, host) => ({
    benchmarks: await Promise.all(
      Object.values<BenchmarkFormat>(benchmarkFormats).map((format) => listed(format, host)),
    ),
  }),
});

async function listed(format: BenchmarkFormat, host: TaskHost) {
  const { name, summary, source, licence, readings, defaultReading, fileName } = format;
  const published = await Promise.all(setsOf(name).map((set) => publishedSet(set, host)));
  const builtin = format === benchmarkFormats.table ? Object.entries(builtinBenchmarks).map(builtinSet) : [];
  const sets = [...published, ...builtin];
  return withOldFields({
    ...{ name, summary, source, licence },
    readings: Object.entries(readings).map(([key, reading]) => ({ name: key, summary: reading.summary })),
    defaultReading,
    file: sets.find((set) => set.name === name)?.file,
    fileName,
    sets,
  });
}

async function publishedSet(name: string, host: TaskHost): Promise<Listed> {
  const { summary, data } = benchmarkSets[name] as BenchmarkSet;
  const downloads = isPublishedBenchmark(name);
  const file = await fileOf(name, host);
  return {
    ...{ name, summary, file, obtain: obtainLines(name), downloads },
    ...(data === undefined ? {} : { data }),
  };
}

/** Where a set lies; nothing if it is not on this machine, or if nothing is known of its files. */
async function fileOf(name: string, host: TaskHost): Promise<string | undefined> {
  if (!host.files) return undefined;
  try {
    return await locateBenchmark(name, {}, host);
  } catch (error) {
    if (error instanceof WorkError) return undefined;
    throw error;
  }
}

const builtinSet = ([name, { summary, source }]: [string, BuiltinBenchmark]): Listed => ({
  ...{ name, summary, file: undefined, builtin: true, source },
});
