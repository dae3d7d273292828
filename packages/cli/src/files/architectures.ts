import { stat } from "node:fs/promises";
import { join } from "node:path";
import { type Architecture, readArchitecture } from "@zerolm/core";
import { readTextFile } from "./read-file.js";

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
  const file = (await isFolder(path)) ? join(path, "config.json") : path;
  const architecture = readArchitecture(await readTextFile(file, { maxBytes }), file);
  return { file, name: architecture.name ?? path, architecture };
}

async function isFolder(path: string): Promise<boolean> {
  if (path === "-") return false;
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false; // reading it will say what is wrong
  }
}
