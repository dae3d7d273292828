import type { CommonOptions } from "../options/common.js";

/** Prints the result of a command, as text for people or as one JSON document. Nothing else goes to standard output. */
export function printResult({ json }: CommonOptions, document: unknown, text: () => string): void {
  process.stdout.write(`${json ? JSON.stringify(document, undefined, 2) : text()}\n`);
}

/** A note beside the result, on standard error; `--quiet` and `--json` leave it out. */
export function note({ quiet, json }: CommonOptions, text: string): void {
  if (!quiet && !json) process.stderr.write(`${text}\n`);
}
