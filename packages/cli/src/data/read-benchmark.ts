import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
  type Benchmark,
  type BenchmarkFormat,
  builtinBenchmark,
  entryNamed,
  InputError,
  requireRankable,
  UsageError,
} from "@zerolm/core";
import { fileName, readTextFile } from "@zerolm/node/files";
import type { BenchmarkFlags } from "../options/benchmark.js";
import type { ChosenBenchmark } from "./chosen-benchmarks.js";
import { locateBenchmark } from "./locate.js";
import { ownFormatOf } from "./own-format.js";
import { namedBenchmark } from "./sets.js";

/** Far above any benchmark; it stops a walk through a whole disk. */
const maximumEntries = 100_000;

/**
 * Reads a benchmark from where the flags or the machine have it, or one that is built in.
 *
 * @throws {UsageError} for an unknown name or reading, and for a benchmark by which no ranking can be judged
 */
export async function readBenchmark(
  name: string,
  flags: BenchmarkFlags & Pick<ChosenBenchmark, "title">,
): Promise<Benchmark> {
  const own = await ownFormatOf(flags);
  const { format, builtin } = namedBenchmark(name, own);
  checkReading(format, flags.reading);
  const benchmark =
    builtin && flags.data === undefined
      ? await builtinBenchmark(name)
      : await readBenchmarkFile(
          format,
          await locateBenchmark(name, { data: flags.data, own }),
          flags.reading,
        );
  const called = { ...benchmark, name: flags.title ?? name };
  requireRankable(called);
  return called;
}

/** @throws {UsageError} where a format has no such reading */
export function checkReading({ name, readings }: BenchmarkFormat, reading: string | undefined): void {
  if (reading === undefined) return;
  if (Object.keys(readings).length === 0)
    throw new UsageError(`${name} has one reading only; leave out --reading`);
  entryNamed(readings, reading, "reading");
}

/** Reads a main file in its format, with the files beside it that the format asks for. */
export async function readBenchmarkFile(
  format: BenchmarkFormat,
  path: string,
  reading?: string,
): Promise<Benchmark> {
  const files = new Map<string, string>();
  for (const beside of await besidePaths(format, path))
    files.set(beside, await readTextFile(join(dirname(path), beside)));
  return format.read(await readTextFile(path), { file: fileName(path), reading, files });
}

/** Standard input has nothing beside it. */
async function besidePaths({ beside, besideDepth = 0 }: BenchmarkFormat, path: string): Promise<string[]> {
  if (!beside || path === "-") return [];
  const paths = await filesBelow(dirname(path), besideDepth);
  return paths.filter(beside).sort();
}

/** Files in a folder and so many levels of folders in it, by path with `/`. */
async function filesBelow(folder: string, depth: number, prefix = ""): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(join(folder, prefix), { withFileTypes: true })) {
    const path = `${prefix}${entry.name}`;
    if (!entry.isDirectory()) found.push(path);
    else if (depth > 0) found.push(...(await filesBelow(folder, depth - 1, `${path}/`)));
    if (found.length > maximumEntries)
      throw new InputError(`holds more than ${maximumEntries} files; is it the right folder?`, {
        file: folder,
      });
  }
  return found;
}
