import { z } from "zod";
import { callable, checkDefaultExport, plainName, words } from "../document/default-export.js";
import { InputError, UsageError, ZerolmError } from "../errors.js";
import { messageOf } from "../proxy/checked-score.js";
import type { Benchmark, BenchmarkFormat } from "./benchmark.js";

const formatSchema = z.looseObject({
  name: plainName,
  summary: words,
  source: words,
  licence: words,
  fileName: z.string().optional(),
  signature: z.custom<RegExp>((value) => value instanceof RegExp, "must be a regular expression"),
  beside: callable<(path: string) => boolean>().optional(),
  besideDepth: z.int().min(0).max(10).optional(),
  readings: z.record(z.string(), z.looseObject({ summary: words })).default({}),
  defaultReading: z.string().optional(),
  read: callable<BenchmarkFormat["read"]>(),
});

const benchmarkSchema = z.looseObject({
  name: words,
  quality: words,
  qualityName: words.optional(),
  qualities: z.array(words).min(1).optional(),
  reading: z.string().optional(),
  entries: z.array(
    z.looseObject({
      id: z.string(),
      architecture: z.looseObject({ hidden: z.int().min(1), layers: z.array(z.looseObject({})).min(1) }),
      quality: z.number(),
      macro: z.looseObject({ depth: z.number(), hidden: z.number() }),
    }),
  ),
  publishedScores: z.record(z.string(), z.array(z.number().optional())).optional(),
});

/** What a format says that knows no names of qualities. */
const onlyQuality = { qualityName: "quality", qualities: ["quality"] };

/**
 * A benchmark format of one's own, as a module exports it by default. What it reads is checked as far as statistics need it.
 *
 * @param file what messages call the module
 * @throws {InputError} that names the file and every field that is wrong
 * @example
 * const runs = ownFormat((await import("./gpt-runs.mjs")).default, "gpt-runs.mjs");
 */
export function ownFormat(value: unknown, file: string): BenchmarkFormat {
  const { readings } = checkDefaultExport(formatSchema, value, file);
  const format = value as BenchmarkFormat;
  const read: BenchmarkFormat["read"] = (text, options) => {
    const benchmark = readBy(() => format.read(text, options), file, options.file);
    checkDefaultExport(benchmarkSchema, benchmark, file, "what `read` returns");
    const named = { ...onlyQuality, ...benchmark };
    if (options.quality !== undefined && options.quality !== named.qualityName)
      throw new UsageError(
        `${format.name} has no quality ${JSON.stringify(options.quality)}. It has ${named.qualities.join(", ")}.`,
      );
    return named;
  };
  return { ...format, readings: readings as BenchmarkFormat["readings"], read };
}

/** What other people's code throws is about the text that it read, as far as anybody can tell. */
function readBy(read: () => Benchmark, module: string, file: string | undefined): Benchmark {
  try {
    return read();
  } catch (error) {
    if (error instanceof ZerolmError) throw error;
    throw new InputError(`cannot be read by ${module}: ${messageOf(error)}`, { file });
  }
}
