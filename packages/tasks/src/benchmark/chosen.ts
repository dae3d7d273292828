import { UsageError } from "@zerolm/core";
import { fieldName } from "../files.js";
import type { TaskHost } from "../host.js";
import { baseName } from "../paths.js";
import type { BenchmarkChoice } from "./read.js";

/** One of several benchmarks, and how to read it. */
export interface ChosenBenchmark extends BenchmarkChoice {
  readonly name: string;
  /** What to call it where another has the same name: its name and file. */
  readonly title?: string;
}

/**
 * What `NAME`, `NAME:READING`, `NAME=PATH` and `NAME:READING=PATH` stand for, each once.
 *
 * @param shared what stands for a reading or a path that is not given
 * @param hasReadings whether a benchmark has several; of several benchmarks `--reading` goes to those alone
 * @example
 * chosenBenchmarks(["nas-bench-bert:labelled", "table=own.csv"], {}, () => true, host);
 */
export function chosenBenchmarks(
  words: readonly string[],
  shared: BenchmarkChoice,
  hasReadings: (name: string) => boolean,
  host: TaskHost,
): ChosenBenchmark[] {
  const chosen = words.map((word): ChosenBenchmark => {
    const [, name = "", own, path] = /^([^:=]*)(?::([^=]*))?(?:=(.*))?$/s.exec(word) ?? [];
    const reading = own ?? (words.length === 1 || hasReadings(name) ? shared.reading : undefined);
    const data = path ?? shared.data;
    return {
      name,
      ...(reading === undefined ? {} : { reading }),
      ...(data === undefined ? {} : { data }),
      ...(shared.quality === undefined ? {} : { quality: shared.quality }),
      ...(shared.format === undefined ? {} : { format: shared.format }),
    };
  });
  if (shared.reading !== undefined && !chosen.some(({ reading }) => reading === shared.reading))
    throw new UsageError(
      `${fieldName(host, "reading")} has no effect: none of these benchmarks has several readings`,
    );
  const texts = chosen.map((one) => JSON.stringify(one));
  return titled(chosen.filter((_, index) => texts.indexOf(texts[index] as string) === index));
}

/** Of two tables of one's own every output must say which is which. */
function titled(chosen: readonly ChosenBenchmark[]): ChosenBenchmark[] {
  return chosen.map((one) => {
    const namesakes = chosen.filter(({ name, reading }) => name === one.name && reading === one.reading);
    if (namesakes.length === 1 || one.data === undefined) return one;
    const files = namesakes.map(({ data = "" }) => baseName(data));
    const file = new Set(files).size === files.length ? baseName(one.data) : one.data;
    return { ...one, title: `${one.name} ${file}` };
  });
}
