import { resolve } from "node:path";
import { UsageError } from "@zerolm/core";
import { flagOf } from "../options/proxy-option.js";

/**
 * Refuses two outputs to one file: the second would replace the first.
 *
 * @param files by the key of the flag that names them
 * @throws {UsageError} that names both flags
 */
export function refuseOneFile(files: Readonly<Record<string, string | undefined>>): void {
  const flags = new Map<string, string>();
  for (const [key, file] of Object.entries(files)) {
    if (file === undefined) continue;
    const before = flags.get(resolve(file));
    if (before !== undefined)
      throw new UsageError(`${before} and ${flagOf(key)} name the same file. Give each its own.`, { file });
    flags.set(resolve(file), flagOf(key));
  }
}
