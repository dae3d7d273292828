import { mkdir, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "@zerolm/core";
import type { Files, PathKind } from "@zerolm/tasks";
import { pathFolder } from "../files/path-folder.js";
import { fileName, readTextFile } from "../files/read-text.js";
import { errorCode, errorText, unlessRefused } from "../files/system-error.js";
import { writeFailure, writeFileAtomically } from "../files/write-file.js";
import { requireFreeFolder, writeFolderAtomically } from "../files/write-folder.js";
import { cacheFolder } from "./cache-folder.js";
import { loadModule } from "./load-module.js";

/** Far above any benchmark; it stops a walk through a whole disk. */
const maximumEntries = 100_000;

/** The files of the system, by path; `-` is standard input. */
export const nodeFiles: Files = {
  text: readTextFile,
  nameOf: fileName,
  kindOf,
  list: (folder, depth = 0) => filesBelow(folder, depth),
  folder: pathFolder,
  join,
  write: writeFileAtomically,
  makeFolder,
  writeFolder: writeFolderAtomically,
  requireFreeFolder,
  dataFolders: () => [
    { path: process.env.ZEROLM_DATA || undefined, name: "$ZEROLM_DATA" },
    { path: cacheFolder(), name: "the cache" },
  ],
  module: loadModule,
};

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    throw writeFailure(path, error);
  }
}

async function kindOf(path: string): Promise<PathKind> {
  if (path === "-") return "file";
  try {
    return (await stat(path)).isDirectory() ? "folder" : "file";
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    return code === "ENOENT" || code === "ENOTDIR" ? "missing" : { refused: errorText(error) };
  }
}

async function filesBelow(folder: string, depth: number, prefix = ""): Promise<string[]> {
  const found: string[] = [];
  const entries = await unlessRefused(() => readdir(join(folder, prefix), { withFileTypes: true }), []);
  for (const entry of entries) {
    const path = `${prefix}${entry.name}`;
    if (!entry.isDirectory()) found.push(path);
    else if (depth > 0) found.push(...(await filesBelow(folder, depth - 1, `${path}/`)));
    if (found.length > maximumEntries)
      throw new InputError(`holds more than ${maximumEntries} files. Is it the right folder?`, {
        file: folder,
      });
  }
  return found;
}
