import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import type { Results } from "@zerolm/tasks";
import { unlessRefused } from "../files/system-error.js";
import { writeFileAtomically } from "../files/write-file.js";
import { cacheFolder } from "./cache-folder.js";

/** What all files may take together, in bytes: about ten thousand networks. */
const defaultLimit = 128 * 1024 * 1024;

/** Of one file; a larger one was not written here. */
const maximumFile = 4 * 1024 * 1024;

/** Every so many written files the limit is looked at. */
const lookEvery = 256;

/**
 * Results in the folder `networks` of the cache, a file each, written whole or not at all. A file whose first line is not the digest of the rest is
 * damaged and counts as not there. Beyond the limit the oldest go. A folder that cannot be written to keeps nothing.
 *
 * @param folder default: `networks` in {@link cacheFolder}
 * @param limit bytes of all files together. Default: 128 MiB
 */
export function resultFiles(folder: string = join(cacheFolder(), "networks"), limit = defaultLimit): Results {
  const pathOf = (key: string): string => join(folder, key.slice(0, 2), `${key}.json`);
  let written = 0;
  return {
    async read(key) {
      const path = pathOf(key);
      const { size } = await unlessRefused(() => stat(path), { size: 0 });
      if (size === 0 || size > maximumFile) return undefined;
      const text = await unlessRefused(() => readFile(path, "utf8"), "");
      const [digest, body] = [text.slice(0, 64), text.slice(65)];
      return digest === digestOf(body) ? body : undefined;
    },
    async write(key, text) {
      const path = pathOf(key);
      try {
        await mkdir(join(path, ".."), { recursive: true });
        await writeFileAtomically(path, `${digestOf(text)}\n${text}`);
      } catch {
        return; // a full or locked disk costs time alone: the result is computed again
      }
      if (written++ % lookEvery === 0) await keepWithin(folder, limit);
    },
  };
}

const digestOf = (text: string): string => createHash("sha256").update(text).digest("hex");

interface KeptFile {
  readonly path: string;
  readonly bytes: number;
  readonly at: number;
}

/** Removes the oldest files until the others take three quarters of the limit, if all take more than it. */
async function keepWithin(folder: string, limit: number): Promise<void> {
  const files = await filesIn(folder);
  let bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  if (bytes <= limit) return;
  for (const file of files.toSorted((one, other) => one.at - other.at)) {
    if (bytes <= 0.75 * limit) break;
    await unlessRefused(() => unlink(file.path), undefined);
    bytes -= file.bytes;
  }
}

async function filesIn(folder: string): Promise<KeptFile[]> {
  const names = await unlessRefused(() => readdir(folder, { recursive: true }), []);
  const found = names
    .filter((name) => name.endsWith(".json"))
    .map(async (name): Promise<KeptFile[]> => {
      const path = join(folder, name);
      const about = await unlessRefused(() => stat(path), undefined);
      return about ? [{ path, bytes: about.size, at: about.mtimeMs }] : [];
    });
  return (await Promise.all(found)).flat();
}
