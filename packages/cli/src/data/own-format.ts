import {
  type BenchmarkFormat,
  benchmarkFormats,
  builtinBenchmarks,
  entryNamed,
  InputError,
  ownFormat,
  UsageError,
} from "@zerolm/core";
import { loadModule } from "../options/own-module.js";
import { isModule } from "../options/own-words.js";
import { benchmarkSets } from "./sets.js";

/**
 * The format that `--format` names: a built-in one, or a module.
 *
 * @throws {UsageError} for an unknown name; {InputError} that names the module and what is wrong with it
 */
export async function loadFormat(word: string): Promise<BenchmarkFormat> {
  if (!isModule(word))
    return entryNamed<Readonly<Record<string, BenchmarkFormat>>>(benchmarkFormats, word, "benchmark format");
  const format = ownFormat(await loadModule(word), word);
  if (
    [benchmarkFormats, benchmarkSets, builtinBenchmarks].every((known) => !Object.hasOwn(known, format.name))
  )
    return format;
  throw new InputError(`\`name\` is ${JSON.stringify(format.name)}, which is known already; choose another`, {
    file: word,
    key: "default export",
  });
}

/** The format of the user's own, for a command whose benchmarks are named by their formats; nothing without `--format`. */
export async function ownFormatOf({
  format,
}: {
  readonly format?: string;
}): Promise<BenchmarkFormat | undefined> {
  if (format === undefined) return undefined;
  if (isModule(format)) return await loadFormat(format);
  throw new UsageError(
    `--format takes a module of your own, such as ./mine.mjs; the format ${format} is named in place of a benchmark, as in ${format}=FILE`,
  );
}
