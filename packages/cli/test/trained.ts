import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { trainedFiles } from "../../tasks/test/checkpoint-files.js";

/** Writes a small checkpoint of a family, with random numbers in it, as a folder. */
export async function writeTrained(folder: string, family: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const [path, data] of await trainedFiles(family)) writeFileSync(join(folder, basename(path)), data);
}
