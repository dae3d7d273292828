import { type BenchmarkFormat, benchmarkFormats, guessFormat, InputError } from "@zerolm/core";
import { fieldName, filesOf } from "../files.js";
import type { TaskHost } from "../host.js";
import { loadFormat } from "./load-format.js";

/** A benchmark's file and how it is read. */
export interface Recognised {
  readonly format: BenchmarkFormat;
  /** The main file. */
  readonly file: string;
}

/**
 * The main file at a path and its format: the one that is named, else the one that it looks like.
 *
 * @throws {InputError} if no format fits
 */
export async function recognised(
  path: string,
  name: string | undefined,
  host: TaskHost,
): Promise<Recognised> {
  const files = filesOf(host);
  const given = name === undefined ? undefined : await loadFormat(name, host);
  if ((await files.kindOf(path)) === "folder") return await inFolder(path, given, host);
  if (given) return { format: given, file: path };
  if (path === "-")
    throw new InputError(`has no known format. Name it with ${fieldName(host, "format")}.`, {
      file: files.nameOf(path),
    });
  const format = guessFormat(await files.text(path), path);
  if (format) return { format, file: path };
  throw new InputError(
    `is not in a known format. Name one with ${fieldName(host, "format")}, see zerolm benchmarks.`,
    { file: path },
  );
}

/** The file to read at a path: of a folder the main file of the benchmark in it. */
export const mainFileAt = async (path: string, host: TaskHost): Promise<string> =>
  (await filesOf(host).kindOf(path)) === "folder" ? (await inFolder(path, undefined, host)).file : path;

/** The format whose main file lies in the folder. */
async function inFolder(
  folder: string,
  given: BenchmarkFormat | undefined,
  host: TaskHost,
): Promise<Recognised> {
  const files = filesOf(host);
  const formats: readonly BenchmarkFormat[] = given ? [given] : Object.values(benchmarkFormats);
  const there = new Set(await files.list(folder));
  const format = formats.find(({ fileName: main }) => main !== undefined && there.has(main));
  if (format?.fileName !== undefined) return { format, file: files.join(folder, format.fileName) };
  const mains = formats.flatMap(({ fileName: main }) => (main === undefined ? [] : [main]));
  const what = mains.length > 0 ? `holds no ${mains.join(", no ")}. Give` : "is a folder. Give";
  throw new InputError(`${what} the file itself.`, { file: folder });
}
