import { stat } from "node:fs/promises";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { type BenchmarkFormat, InputError, UsageError, WorkError } from "@zerolm/core";
import { errorCode, errorText } from "@zerolm/node/files";
import { fileAddress, isPublishedBenchmark, publishedBenchmark } from "./catalogue.js";
import { type BenchmarkSet, type NamedBenchmark, namedBenchmark, setsOf } from "./sets.js";

type Environment = Readonly<Record<string, string | undefined>>;

export interface LocateOptions {
  /** What `--data` names: the main file of the benchmark, or a folder that holds it or the folder of the set. `-` is standard input. */
  readonly data?: string | undefined;
  /** A format of the user's own, by whose name the benchmark may go. */
  readonly own?: BenchmarkFormat | undefined;
  /** Default: the environment of the process. */
  readonly environment?: Environment | undefined;
}

/**
 * The path of the main file of a benchmark. `--data` comes first, then the folder of the set below `$ZEROLM_DATA`, then where
 * `zerolm benchmarks download` puts it. The content is not checked here: the reader of the format does that.
 *
 * @throws UsageError for an unknown name, and for a format without `--data`; InputError when `--data` is not there; WorkError
 * that says where the file was looked for and how to get it
 * @example const file = await locateBenchmark("nas-bench-bert", { data: options.data });
 */
export async function locateBenchmark(name: string, options: LocateOptions = {}): Promise<string> {
  const named = namedBenchmark(name, options.own);
  if (options.data !== undefined) return await givenFile(options.data, named);
  if (!named.set) throw needsData(named);
  const environment = options.environment ?? process.env;
  const looked: string[] = [];
  for (const folder of searchFolders(environment)) {
    const path = join(folder, named.set.folder, named.set.file);
    const found = await look(path);
    if (found === "file") return path;
    looked.push(`${path} (${found === "missing" ? "not there" : found})`);
  }
  if (!environment.ZEROLM_DATA) looked.unshift("$ZEROLM_DATA (not set)");
  throw notFound(name, named.set, looked);
}

function needsData({ name, format }: NamedBenchmark): UsageError {
  const sets = setsOf(name);
  const what = format.fileName === undefined ? "FILE" : `a folder with a ${format.fileName}`;
  return new UsageError(
    sets.length > 0
      ? `${name} has several sets: ${sets.join(", ")}; name one, or give ${what} of your own with --data`
      : `${name} is a format; give ${what} with --data`,
  );
}

function searchFolders(environment: Environment): string[] {
  const data = environment.ZEROLM_DATA;
  return [...(data ? [data] : []), cacheFolder(environment)];
}

/**
 * Where downloads are kept: `$ZEROLM_CACHE`, else the folder that the system has for it: `~/Library/Caches/zerolm` on
 * macOS, `%LOCALAPPDATA%\zerolm` on Windows, elsewhere `$XDG_CACHE_HOME/zerolm` or `~/.cache/zerolm`. A benchmark lies in
 * a folder of its name in there, so that `ZEROLM_DATA` can name this folder, or a copy of it.
 *
 * An empty variable counts as not set, and so does a relative `XDG_CACHE_HOME`, as its specification demands.
 */
export function cacheFolder(
  environment: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  const own = environment.ZEROLM_CACHE;
  if (own) return own;
  const xdg = environment.XDG_CACHE_HOME;
  if (xdg && isAbsolute(xdg)) return join(xdg, "zerolm");
  if (platform === "darwin") return join(home, "Library", "Caches", "zerolm");
  if (platform === "win32") return join(environment.LOCALAPPDATA || join(home, "AppData", "Local"), "zerolm");
  return join(home, ".cache", "zerolm");
}

async function givenFile(data: string, { format, set }: NamedBenchmark): Promise<string> {
  if (data === "") throw new UsageError("--data is empty; give the file, or a folder that holds it");
  if (data === "-") return data;
  const found = await look(data);
  if (found === "file") return data;
  if (found === "missing")
    throw new InputError("there is no such file or folder; check --data", { file: data });
  if (found !== "folder") throw new InputError(`cannot be read: ${found}; check --data`, { file: data });
  const file = set?.file ?? format.fileName;
  if (file === undefined) throw new InputError(`is a folder; give the file itself to --data`, { file: data });
  const names = set ? [file, `${set.folder}/${file}`] : [file];
  for (const name of names) if ((await look(join(data, name))) === "file") return join(data, name);
  const neither = names.length > 1 ? `neither ${names.join(" nor ")}` : `no ${file}`;
  throw new InputError(`this folder holds ${neither}; check --data`, { file: data });
}

/** What is at a path; anything that can be opened for reading, as a pipe, counts as a file. Else why it cannot be seen. */
async function look(path: string): Promise<"file" | "folder" | "missing" | (string & {})> {
  try {
    return (await stat(path)).isDirectory() ? "folder" : "file";
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    return code === "ENOENT" || code === "ENOTDIR" ? "missing" : errorText(error);
  }
}

function notFound(name: string, set: BenchmarkSet, looked: readonly string[]): WorkError {
  const lines = [
    `the benchmark ${name} is not on this machine. Looked for it at:`,
    ...looked.map((place) => `  ${place}`),
    ...waysTo(name, set),
    `  set ZEROLM_DATA to a folder that holds ${set.folder}/${set.file}`,
  ];
  return new WorkError(lines.join("\n"));
}

function waysTo(name: string, { file, obtain = [], data = "" }: BenchmarkSet): string[] {
  if (!isPublishedBenchmark(name))
    return [
      "Get it from its repository:",
      ...obtain.map((line) => `  ${line}`),
      `Then pass --data ${data}, or`,
    ];
  return [
    "Get it in one of three ways:",
    `  zerolm benchmarks download ${name}`,
    `  fetch ${fileAddress(publishedBenchmark(name).baseUrl, file)} by other means and pass it with --data FILE`,
  ];
}
