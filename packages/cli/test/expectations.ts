import { expect } from "vitest";
import type { Run } from "./run-cli.js";

/** No line is wider than a terminal of 80 columns, and nothing in it could control one. */
export function expectFitsTerminal(text: string): void {
  const wide = text.split("\n").filter((line) => [...line].length > 80);
  expect(wide).toEqual([]);
  expect(text.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
}

/** A run that was refused: the exit code, nothing on standard output, and an error that says it all. */
export function expectRefused(
  { code, stdout, stderr }: Run,
  exit: 1 | 2,
  ...says: (string | RegExp)[]
): void {
  expect({ code, stdout }).toEqual({ code: exit, stdout: "" });
  expect(stderr).toMatch(/^zerolm: /);
  for (const words of says) {
    if (typeof words === "string") expect(stderr).toContain(words);
    else expect(stderr).toMatch(words);
  }
}

/** A run that printed what it found, and then could not write a file: the exit code, and an error that says it all. */
export function expectUnwritten({ code, stdout, stderr }: Run, ...says: (string | RegExp)[]): void {
  expect(stdout.trim()).not.toBe("");
  expectRefused({ code, stdout: "", stderr }, 1, ...says);
}

/** A run that printed what people read, and nothing on standard error. */
export function expectPrinted({ code, stdout, stderr }: Run): void {
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout.trim()).not.toBe("");
  expectFitsTerminal(stdout);
}
