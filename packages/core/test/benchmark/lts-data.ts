import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Benchmark, BenchmarkFormat } from "../../src/benchmark/benchmark.js";
import { benchmarkFormats } from "../../src/benchmark/formats.js";

/** A folder below `ZEROLM_DATA`, read in a format with what lies beside the main file. */
export function readFolder(
  format: BenchmarkFormat,
  folder: string,
  main: string,
  reading?: string,
  quality?: string,
): Benchmark {
  const root = join(process.env.ZEROLM_DATA as string, folder);
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).map((path) =>
    path.replaceAll("\\", "/"),
  );
  const textOf = (path: string): string => readFileSync(join(root, path), "utf8");
  const beside = paths.filter((path) => format.beside?.(path));
  const files = new Map(beside.map((path) => [path, textOf(path)]));
  return format.read(textOf(main), { file: join(root, main), files, reading, quality });
}

const known = new Map<string, Benchmark>();

/** A set of LiteTransformerSearch by one of its qualities, read once. */
export function ltsSet(name: string, quality?: string): Benchmark {
  const key = `${name} ${quality}`;
  const benchmark =
    known.get(key) ?? readFolder(benchmarkFormats.lts, `lts/${name}`, "ppl_summary.yaml", undefined, quality);
  known.set(key, benchmark);
  return benchmark;
}
