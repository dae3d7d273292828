import { UsageError } from "@zerolm/core";

/**
 * Refuses a path that no report is written to, before anything is computed for it.
 *
 * @throws {UsageError} for another ending than .html or .htm
 */
export function checkReportPath(path: string): void {
  if (!/\.html?$/i.test(path))
    throw new UsageError("a report is written as .html; name the file so", { file: path });
}
