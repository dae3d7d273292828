import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { UsageError, WorkError } from "@zerolm/core";
import { type PageScript, scriptText } from "@zerolm/view";

/**
 * Refuses a path that no report is written to, before anything is computed for it.
 *
 * @throws {UsageError} for another ending than .html or .htm
 */
export function checkReportPath(path: string): void {
  if (!/\.html?$/i.test(path))
    throw new UsageError("reports are written as .html. Give a file name that ends in .html.", {
      file: path,
    });
}

/**
 * What a report runs in the browser.
 *
 * @throws {WorkError} if it was not built
 */
export function reportScript(): PageScript {
  const { resolve } = createRequire(import.meta.url);
  try {
    const text = scriptText(readFileSync(resolve("@zerolm/view/report-client.js"), "utf8"));
    return { text, sha256: createHash("sha256").update(text).digest("base64") };
  } catch {
    throw new WorkError(
      "the script of reports is missing from this installation. Install zerolm again, or run npm run bundle.",
    );
  }
}
