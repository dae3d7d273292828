import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Folder } from "@zerolm/checkpoint";
import { InputError } from "@zerolm/core";
import { pathSource, readFailure } from "./path-source.js";
import { unlessRefused } from "./system-error.js";

/**
 * A folder on disk. For the path of a file, its folder with that file as the only weights in it.
 *
 * @throws {InputError} where there is nothing at the path
 * @example
 * const checkpoint = await openCheckpoint(await pathFolder("models/tiny-llama"));
 */
export async function pathFolder(path: string): Promise<Folder> {
  try {
    const about = await stat(path);
    const isFolder = about.isDirectory();
    if (!isFolder && !about.isFile())
      throw new InputError("is a pipe or a device. Give a folder, or a safetensors file in it.", {
        file: path,
      });
    const folder = isFolder ? path : dirname(path);
    const found = [
      ...(await filesIn(folder)),
      ...(await unlessRefused(() => filesIn(join(folder, templates)), [])).map(
        (name) => `${templates}/${name}`,
      ),
    ];
    const chosen = isFolder ? found : found.filter((name) => name === basename(path) || !holdsWeights(name));
    return { name: path, files: chosen.sort(), open: (file) => pathSource(join(folder, file)) };
  } catch (error) {
    throw readFailure(path, error);
  }
}

/** The only folder in a checkpoint that belongs to it: transformers keeps further chat templates there. */
const templates = "additional_chat_templates";

/** The names of what is no folder. A link is what it leads to; one that leads nowhere is left out. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const kept = await Promise.all(
    entries.map((entry) =>
      entry.isSymbolicLink() ? leadsToFile(join(folder, entry.name)) : !entry.isDirectory(),
    ),
  );
  return entries.flatMap(({ name }, index) => (kept[index] ? [name] : []));
}

const leadsToFile = (path: string): Promise<boolean> =>
  unlessRefused(async () => !(await stat(path)).isDirectory(), false);

const holdsWeights = (name: string): boolean => /\.safetensors(\.index\.json)?$/.test(name);
