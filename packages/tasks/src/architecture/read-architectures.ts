import { type Architecture, InputError, readArchitectures, UsageError } from "@zerolm/core";
import { filesOf } from "../files.js";
import type { TaskHost } from "../host.js";

/** An architecture and the file that it came from. */
export interface ArchitectureFile {
  readonly file: string;
  /** The path as it was given, with the number of the architecture if the file holds several. */
  readonly path: string;
  readonly architecture: Architecture;
  /** What to know of how it was read. Missing if there is nothing. */
  readonly notes?: readonly string[] | undefined;
}

/** Files that were read, in their order, and why others were not. */
export interface ReadFiles<Read> {
  readonly read: readonly Read[];
  readonly unreadable: readonly { readonly path: string; readonly error: InputError }[];
}

/** An architecture file is small; a checkpoint given by mistake is not read into memory. */
const maxBytes = 4 * 1024 * 1024;

/** Files that hold many architectures. */
const isLong = (path: string): boolean => path === "-" || /\.(jsonl|ndjson)$/i.test(path);

/**
 * Reads the one architecture of a file: HF `config.json`, zerolm YAML or JSON, a folder that holds a `config.json`, a file of weights
 * beside one, or `-` for standard input.
 *
 * @throws {InputError} with file, line and key of what is wrong
 */
export async function readArchitectureFile(path: string, host: TaskHost): Promise<ArchitectureFile> {
  const [first, ...others] = await readArchitecturesOf(path, host);
  if (first && others.length === 0) return first;
  throw new InputError(`holds ${others.length + 1} architectures. Give only one.`, {
    file: filesOf(host).nameOf(path),
  });
}

/**
 * Reads all architectures of files, each of which may be a list or JSON lines.
 *
 * @throws {UsageError} if standard input is asked for twice; it can be read only once
 */
export async function readArchitectureFiles(
  paths: readonly string[],
  host: TaskHost,
): Promise<ReadFiles<ArchitectureFile>> {
  if (paths.filter((path) => path === "-").length > 1)
    throw new UsageError("- is given twice, and standard input can be read only once");
  const { read, unreadable } = await readEach(paths, (path) => readArchitecturesOf(path, host));
  return { read: read.flat(), unreadable };
}

/** Files read at a time: waiting for one after the other takes most of the time of a thousand. */
const readTogether = 64;

/**
 * What is read of every path, in their order, whichever is there first.
 *
 * @param together how many are read at a time. Default: 64
 */
export async function readEach<Read>(
  paths: readonly string[],
  read: (path: string) => Promise<Read>,
  together: number = readTogether,
): Promise<ReadFiles<Read>> {
  const found: Read[] = [];
  const unreadable: ReadFiles<Read>["unreadable"][number][] = [];
  for (let start = 0; start < paths.length; start += together) {
    const batch = paths.slice(start, start + together);
    for (const [index, one] of (await Promise.allSettled(batch.map(read))).entries())
      if (one.status === "fulfilled") found.push(one.value);
      else if (one.reason instanceof InputError)
        unreadable.push({ path: batch[index] as string, error: one.reason });
      else throw one.reason;
  }
  return { read: found, unreadable };
}

async function readArchitecturesOf(path: string, host: TaskHost): Promise<ArchitectureFile[]> {
  const files = filesOf(host);
  if (/\.gguf$/i.test(path)) throw new InputError(ggufText, { file: path });
  const kind = path === "-" ? "file" : await files.kindOf(path);
  if (kind === "missing") {
    const known = await builtInModel(path);
    if (known) return [known];
  }
  const where = kind === "folder" ? await configIn(path, host) : besideWeights(path);
  const file = files.nameOf(where);
  const text = await files.text(where, isLong(path) ? {} : { maxBytes });
  return readArchitectures(text, file).map(({ architecture, number, notes }) => ({
    file,
    path: `${files.nameOf(path)}${number === undefined ? "" : `:${number}`}`,
    architecture,
    ...(notes && { notes }),
  }));
}

const ggufText =
  "is a GGUF file, which cannot be read. Give the config.json of the model that it was made from.";

/**
 * The built-in model of a name that is no file.
 *
 * @throws {InputError} for a name on the Hub, which has to be fetched first
 */
async function builtInModel(name: string): Promise<ArchitectureFile | undefined> {
  const { hubNameError, modelNamed } = await import("./missing-file.js");
  const model = modelNamed(name);
  if (model?.architecture) return { file: name, path: name, architecture: model.architecture };
  const error = hubNameError(name);
  if (error) throw error;
  return undefined;
}

/** The config beside a file of weights, any other file itself. */
const besideWeights = (path: string): string =>
  /\.safetensors(\.index\.json)?$/.test(path) ? path.replace(/[^/\\]*$/, "config.json") : path;

/** The config in a folder; that of an adapter if there is no other, which says of which model it is one. */
async function configIn(folder: string, host: TaskHost): Promise<string> {
  const files = filesOf(host);
  for (const name of ["config.json", "adapter_config.json"]) {
    const file = files.join(folder, name);
    if ((await files.kindOf(file)) !== "missing") return file;
  }
  throw new InputError("this folder holds no config.json. Give the file itself.", { file: folder });
}
