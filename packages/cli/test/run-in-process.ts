import { vi } from "vitest";
import { run } from "../src/program.js";
import type { Run } from "./run-cli.js";

/**
 * Runs the command line in this process: a hundred times quicker than a process of its own, for long tables of cases. Not for
 * tests that run side by side, since the outputs of the whole process are caught.
 */
export async function runInProcess(args: readonly string[]): Promise<Run> {
  const stdout = caught(process.stdout);
  const stderr = caught(process.stderr);
  try {
    const code = await run(args);
    return { code, stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    stdout.release();
    stderr.release();
  }
}

function caught(stream: NodeJS.WriteStream): { text: () => string; release: () => void } {
  const pieces: string[] = [];
  const spy = vi.spyOn(stream, "write").mockImplementation((piece) => {
    pieces.push(String(piece));
    return true;
  });
  return { text: () => pieces.join(""), release: () => spy.mockRestore() };
}
