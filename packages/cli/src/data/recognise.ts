import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { type BenchmarkFormat, benchmarkFormats, guessFormat, InputError } from "@zerolm/core";
import { fileName, readTextFile, unlessRefused } from "@zerolm/node/files";
import { loadFormat } from "./own-format.js";

/** A benchmark's file and how it is read. */
export interface Recognised {
  readonly format: BenchmarkFormat;
  /** The main file. */
  readonly file: string;
}

/**
 * The main file at a path and the format of it: the one that is named, else the one that it looks like.
 *
 * @throws {InputError} where no format fits
 */
export async function recognised(path: string, name: string | undefined): Promise<Recognised> {
  const given = name === undefined ? undefined : await loadFormat(name);
  if (await isFolder(path)) return await inFolder(path, given);
  if (given) return { format: given, file: path };
  if (path === "-") throw new InputError("say with --format what it holds", { file: fileName(path) });
  const format = guessFormat(await readTextFile(path), path);
  if (format) return { format, file: path };
  throw new InputError("is in no format that is known here; name one with --format, see zerolm benchmarks", {
    file: path,
  });
}

/** The file to read at a path: of a folder the main file of the benchmark in it. */
export const mainFileAt = async (path: string): Promise<string> =>
  (await isFolder(path)) ? (await inFolder(path, undefined)).file : path;

const isFolder = async (path: string): Promise<boolean> =>
  path !== "-" && ((await unlessRefused(() => stat(path), undefined))?.isDirectory() ?? false);

/** The format whose main file lies in the folder. */
async function inFolder(folder: string, given: BenchmarkFormat | undefined): Promise<Recognised> {
  const formats: readonly BenchmarkFormat[] = given ? [given] : Object.values(benchmarkFormats);
  const there = new Set(await readdir(folder));
  const format = formats.find(({ fileName: main }) => main !== undefined && there.has(main));
  if (format?.fileName !== undefined) return { format, file: join(folder, format.fileName) };
  const mains = formats.flatMap(({ fileName: main }) => (main === undefined ? [] : [main]));
  const what = mains.length > 0 ? `holds no ${mains.join(", no ")}; give` : "is a folder; give";
  throw new InputError(`${what} the file itself`, { file: folder });
}
