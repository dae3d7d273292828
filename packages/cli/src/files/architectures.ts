import { stat } from "node:fs/promises";
import { join } from "node:path";
import { type Architecture, InputError, readArchitecture, UsageError } from "@zerolm/core";
import { errorCode, fileName, readTextFile, unlessRefused } from "@zerolm/node/files";

/** An architecture and the file that it came from. */
export interface ArchitectureFile {
  readonly file: string;
  /** Its own name, else the file's. */
  readonly name: string;
  readonly architecture: Architecture;
}

/** An architecture file is small; a checkpoint given by mistake is not read into memory. */
const maxBytes = 4 * 1024 * 1024;

/**
 * Reads an architecture: HF `config.json`, zerolm YAML or JSON, a folder that holds a `config.json`, or `-` for standard input.
 *
 * @throws {InputError} with file, line and key of what is wrong
 */
export async function readArchitectureFile(path: string): Promise<ArchitectureFile> {
  const [where, name] = (await isFolder(path)) ? [await configOf(path), path] : [path, fileName(path)];
  const file = fileName(where);
  const architecture = readArchitecture(await readTextFile(where, { maxBytes }), file);
  return { file, name: architecture.name ?? name, architecture };
}

/**
 * Reads several architectures.
 *
 * @throws {UsageError} where standard input is asked for twice; it can be read only once
 */
export async function readArchitectureFiles(paths: readonly string[]): Promise<ArchitectureFile[]> {
  if (paths.filter((path) => path === "-").length > 1)
    throw new UsageError("- is given twice, and standard input can be read only once");
  const files: ArchitectureFile[] = [];
  for (let start = 0; start < paths.length; start += readTogether)
    files.push(...(await settledInOrder(paths.slice(start, start + readTogether))));
  return files;
}

/** Files read at a time: waiting for one after the other takes most of the time of a thousand. */
const readTogether = 64;

/** Of several that cannot be read, the first by order is the one that is reported, whichever fails first. */
async function settledInOrder(paths: readonly string[]): Promise<ArchitectureFile[]> {
  const settled = await Promise.allSettled(paths.map(readArchitectureFile));
  return settled.map((one) => {
    if (one.status === "rejected") throw one.reason;
    return one.value;
  });
}

async function configOf(folder: string): Promise<string> {
  const file = join(folder, "config.json");
  try {
    await stat(file);
  } catch (error) {
    if (errorCode(error) === "ENOENT")
      throw new InputError("this folder holds no config.json; give the file itself", { file: folder });
  }
  return file;
}

async function isFolder(path: string): Promise<boolean> {
  if (path === "-") return false;
  // Where it cannot be seen, reading it will say why.
  return (await unlessRefused(() => stat(path), undefined))?.isDirectory() ?? false;
}
