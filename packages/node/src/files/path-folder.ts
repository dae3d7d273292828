import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Folder } from "@zerolm/checkpoint";
import { pathSource, readFailure } from "./path-source.js";

/**
 * A folder on disk. For the path of a file, its folder with that file as the only weights in it.
 *
 * @throws {InputError} where there is nothing at the path
 * @example
 * const checkpoint = await openCheckpoint(await pathFolder("models/tiny-llama"));
 */
export async function pathFolder(path: string): Promise<Folder> {
  try {
    const isFolder = (await stat(path)).isDirectory();
    const folder = isFolder ? path : dirname(path);
    const found = (await readdir(folder, { withFileTypes: true }))
      .filter((entry) => !entry.isDirectory())
      .map(({ name }) => name);
    const chosen = isFolder ? found : found.filter((name) => name === basename(path) || !holdsWeights(name));
    return { name: path, files: chosen.sort(), open: (file) => pathSource(join(folder, file)) };
  } catch (error) {
    throw readFailure(path, error);
  }
}

const holdsWeights = (name: string): boolean => /\.safetensors(\.index\.json)?$/.test(name);
