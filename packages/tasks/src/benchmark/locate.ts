import { type BenchmarkFormat, InputError, UsageError, WorkError } from "@zerolm/core";
import { fieldName, filesOf } from "../files.js";
import type { PathKind, TaskHost } from "../host.js";
import { fileAddress, isPublishedBenchmark, publishedBenchmark } from "./catalogue.js";
import { type BenchmarkSet, type NamedBenchmark, namedBenchmark, setsOf } from "./sets.js";

/** What is known of where a benchmark lies. */
export interface LocateOptions {
  /** The main file of the benchmark, or a folder that holds it or the folder of the set. `-` is standard input. */
  readonly data?: string | undefined;
  /** A format of the user's own, by whose name the benchmark may go. */
  readonly own?: BenchmarkFormat | undefined;
}

/**
 * The path of the main file of a benchmark: `data` if it is given, else the folder of the set in the first data folder that has it. The
 * content is not checked here: the reader of the format does that.
 *
 * @throws {UsageError} for an unknown name, and for a format without `data`; {InputError} if `data` is not there; {WorkError} that says
 *   where the file was looked for and how to get it
 * @example
 * const file = await locateBenchmark("nas-bench-bert", {}, nodeHost());
 */
export async function locateBenchmark(
  name: string,
  { data, own }: LocateOptions,
  host: TaskHost,
): Promise<string> {
  const named = namedBenchmark(name, own);
  if (data !== undefined) return await givenFile(data, named, host);
  if (!named.set) throw needsData(named, fieldName(host, "data"));
  const files = filesOf(host);
  const looked: string[] = [];
  for (const folder of files.dataFolders()) {
    if (folder.path === undefined) {
      looked.push(`${folder.name} (not set)`);
      continue;
    }
    const path = files.join(files.join(folder.path, named.set.folder), named.set.file);
    const found = await files.kindOf(path);
    if (found === "file") return path;
    looked.push(`${path} (${found === "missing" ? "not there" : kindText(found)})`);
  }
  throw notFound(name, named.set, looked);
}

const kindText = (kind: PathKind): string => (typeof kind === "string" ? kind : kind.refused);

function needsData({ name, format }: NamedBenchmark, data: string): UsageError {
  const sets = setsOf(name);
  const what = format.fileName === undefined ? "FILE" : `folder with a ${format.fileName}`;
  return new UsageError(
    sets.length > 0
      ? `${name} has several sets: ${sets.join(", ")}. Name one, or give your own ${what} with ${data}.`
      : `${name} is a format. Give your own ${what} with ${data}.`,
  );
}

async function givenFile(data: string, { format, set }: NamedBenchmark, host: TaskHost): Promise<string> {
  const field = fieldName(host, "data");
  if (data === "") throw new UsageError(`${field} is empty. Give the file, or a folder that holds it.`);
  if (data === "-") return data;
  const files = filesOf(host);
  const found = await files.kindOf(data);
  if (found === "file") return data;
  if (found === "missing")
    throw new InputError(`there is no such file or folder. Check ${field}.`, { file: data });
  if (found !== "folder")
    throw new InputError(`cannot be read: ${found.refused}. Check ${field}.`, { file: data });
  const file = set?.file ?? format.fileName;
  if (file === undefined)
    throw new InputError(`is a folder. Give the file itself to ${field}.`, { file: data });
  const names = set ? [file, `${set.folder}/${file}`] : [file];
  for (const name of names) {
    const path = files.join(data, name);
    if ((await files.kindOf(path)) === "file") return path;
  }
  const neither = names.length > 1 ? `neither ${names.join(" nor ")}` : `no ${file}`;
  throw new InputError(`this folder holds ${neither}. Check ${field}.`, { file: data });
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
