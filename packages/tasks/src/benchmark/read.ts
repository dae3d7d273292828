import {
  type Benchmark,
  type BenchmarkFormat,
  builtinBenchmark,
  entryNamed,
  requireRankable,
  UsageError,
} from "@zerolm/core";
import { z } from "zod";
import { fieldName, filesOf } from "../files.js";
import type { TaskHost } from "../host.js";
import { folderName } from "../paths.js";
import { ownFormatOf } from "./load-format.js";
import { locateBenchmark } from "./locate.js";
import { namedBenchmark } from "./sets.js";

/** The fields of a request that say which data a benchmark has, and how to read it. */
export const benchmarkFields = {
  reading: z
    .string()
    .optional()
    .describe("How to read its rows, see the list of benchmarks. Default: trained."),
  quality: z
    .string()
    .optional()
    .describe("Which quality of its networks, by name, see `benchmarks import`. Default: its first."),
  format: z
    .string()
    .optional()
    .describe("A module with your own benchmark format, whose name you can then give as a benchmark."),
  data: z
    .string()
    .optional()
    .describe("Its file or folder. Default: the data folder, then what was downloaded."),
};

/** How to read the rows of a benchmark. */
export interface RowsChoice {
  readonly reading?: string | undefined;
  /** One of the qualities that its networks have, by name. */
  readonly quality?: string | undefined;
}

/** Which data a benchmark has, and how to read it. */
export interface BenchmarkChoice extends RowsChoice {
  readonly data?: string | undefined;
  /** A module with a format. */
  readonly format?: string | undefined;
}

/**
 * Reads a benchmark from the path that is asked for, or from where the host has it, or one that is built in.
 *
 * @param choice its title is what outputs call it. Default: its name
 * @throws {UsageError} for an unknown name or reading, and for a benchmark by which no ranking can be judged
 */
export async function readBenchmark(
  name: string,
  choice: BenchmarkChoice & { readonly title?: string | undefined },
  host: TaskHost,
): Promise<Benchmark> {
  const own = await ownFormatOf(choice, host);
  const { format, builtin } = namedBenchmark(name, own);
  checkReading(format, choice.reading, host);
  const benchmark =
    builtin && choice.data === undefined
      ? await builtinBenchmark(name, choice)
      : await readBenchmarkFile(
          format,
          await locateBenchmark(name, { data: choice.data, own }, host),
          choice,
          host,
        );
  const called = { ...benchmark, name: choice.title ?? name };
  requireRankable(called);
  return called;
}

/** @throws {UsageError} if a format has no such reading */
export function checkReading(
  { name, readings }: BenchmarkFormat,
  reading: string | undefined,
  host: TaskHost,
): void {
  if (reading === undefined) return;
  if (Object.keys(readings).length === 0)
    throw new UsageError(`${name} has only one reading. Leave out ${fieldName(host, "reading")}.`);
  entryNamed(readings, reading, "reading");
}

/** Reads a main file in its format, with the files beside it that the format asks for. */
export async function readBenchmarkFile(
  format: BenchmarkFormat,
  path: string,
  { reading, quality }: RowsChoice,
  host: TaskHost,
): Promise<Benchmark> {
  const from = filesOf(host);
  const files = new Map<string, string>();
  for (const beside of await besidePaths(format, path, host))
    files.set(beside, await from.text(from.join(folderName(path), beside)));
  return format.read(await from.text(path), { file: from.nameOf(path), reading, quality, files });
}

/** Standard input has nothing beside it. */
async function besidePaths(
  { beside, besideDepth = 0 }: BenchmarkFormat,
  path: string,
  host: TaskHost,
): Promise<string[]> {
  if (!beside || path === "-") return [];
  const paths = await filesOf(host).list(folderName(path), besideDepth);
  return paths.filter(beside).sort();
}
