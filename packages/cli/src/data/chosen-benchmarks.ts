import { basename } from "node:path";
import { UsageError } from "@zerolm/core";
import type { BenchmarkFlags } from "../options/benchmark.js";

/** One of several benchmarks, and how to read it. */
export interface ChosenBenchmark extends BenchmarkFlags {
  readonly name: string;
  /** What to call it where another is called alike: its name and file. */
  readonly title?: string;
}

/**
 * What `NAME`, `NAME:READING`, `NAME=PATH` and `NAME:READING=PATH` stand for, each once.
 *
 * @param flags what stands for a reading or a path that is not given
 * @param hasReadings whether a benchmark has several; of several benchmarks `--inventory` goes to those alone
 * @example
 * chosenBenchmarks(["nas-bench-bert:labelled", "table=own.csv"], {}, () => true);
 */
export function chosenBenchmarks(
  words: readonly string[],
  flags: BenchmarkFlags,
  hasReadings: (name: string) => boolean,
): ChosenBenchmark[] {
  const chosen = words.map((word): ChosenBenchmark => {
    const [, name = "", own, path] = /^([^:=]*)(?::([^=]*))?(?:=(.*))?$/s.exec(word) ?? [];
    const inventory = own ?? (words.length === 1 || hasReadings(name) ? flags.inventory : undefined);
    const data = path ?? flags.data;
    return {
      name,
      ...(inventory === undefined ? {} : { inventory }),
      ...(data === undefined ? {} : { data }),
    };
  });
  if (flags.inventory !== undefined && !chosen.some(({ inventory }) => inventory === flags.inventory))
    throw new UsageError("--inventory changes nothing: none of these benchmarks has several readings");
  const texts = chosen.map((one) => JSON.stringify(one));
  return titled(chosen.filter((_, index) => texts.indexOf(texts[index] as string) === index));
}

/** Of two tables of one's own every output must say which is which. */
function titled(chosen: readonly ChosenBenchmark[]): ChosenBenchmark[] {
  return chosen.map((one) => {
    const alike = chosen.filter(({ name, inventory }) => name === one.name && inventory === one.inventory);
    if (alike.length === 1 || one.data === undefined) return one;
    const files = alike.map(({ data = "" }) => basename(data));
    const file = new Set(files).size === files.length ? basename(one.data) : one.data;
    return { ...one, title: `${one.name} ${file}` };
  });
}
