import {
  type BenchmarkFormat,
  benchmarkFormats,
  entryNamed,
  InputError,
  ownFormat,
  UsageError,
} from "@zerolm/core";
import { fieldName, moduleOf } from "../files.js";
import type { TaskHost } from "../host.js";
import { isModule } from "../proxy/reference.js";
import { benchmarkSets } from "./sets.js";

/**
 * A format by its name: a built-in one, or a module of the user's.
 *
 * @throws {UsageError} for an unknown name; {InputError} that names the module and what is wrong with it
 */
export async function loadFormat(word: string, host: TaskHost): Promise<BenchmarkFormat> {
  if (!isModule(word))
    return entryNamed<Readonly<Record<string, BenchmarkFormat>>>(benchmarkFormats, word, "benchmark format");
  const format = ownFormat(await moduleOf(host, word), word);
  if (!Object.hasOwn(benchmarkFormats, format.name) && !Object.hasOwn(benchmarkSets, format.name))
    return format;
  throw new InputError(
    `\`name\` is ${JSON.stringify(format.name)}, the name of a built-in format. Choose another.`,
    {
      file: word,
      key: "default export",
    },
  );
}

/** The user's own format, for a task whose benchmarks are named by their formats; nothing if it is not asked for. */
export async function ownFormatOf(
  { format }: { readonly format?: string | undefined },
  host: TaskHost,
): Promise<BenchmarkFormat | undefined> {
  if (format === undefined) return undefined;
  if (isModule(format)) return await loadFormat(format, host);
  throw new UsageError(
    `${fieldName(host, "format")} takes your own module, such as ./mine.mjs. Name the format ${format} in place of a benchmark, for example ${format}=FILE.`,
  );
}
