import { readlink, realpath } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { unlessRefused } from "./system-error.js";

/** As many links as Linux follows before it gives up with ELOOP. */
const maximumLinks = 40;

/** Where a chain of symbolic links ends, also when nothing is there yet. */
export async function linkTarget(path: string, links = 0): Promise<string> {
  const existing = await unlessRefused(() => realpath(path), undefined);
  if (existing !== undefined) return existing;
  const next = await unlessRefused(() => readlink(path), undefined);
  return next === undefined || links >= maximumLinks
    ? path
    : linkTarget(resolve(dirname(path), next), links + 1);
}
