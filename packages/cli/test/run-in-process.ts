import { vi } from "vitest";
import { run } from "../src/program.js";
import { documentOf, type Run, soundRun } from "./run-cli.js";

/** Where a command line runs. */
interface Place {
  /** The working folder. Default: that of the tests. */
  readonly cwd?: string;
}

/**
 * Runs the command line in this process: a hundred times quicker than a process of its own, for long tables of cases. Not for
 * tests that run side by side, since the outputs and the working folder are those of the whole process.
 *
 * @throws {Error} as {@link soundRun}
 */
export async function runInProcess(
  args: readonly string[],
  { cwd = process.cwd() }: Place = {},
): Promise<Run> {
  const stdout = caught(process.stdout);
  const stderr = caught(process.stderr);
  const before = process.cwd();
  process.chdir(cwd);
  try {
    const code = await run(args);
    return soundRun({ code, stdout: stdout.text(), stderr: stderr.text() });
  } finally {
    process.chdir(before);
    stdout.release();
    stderr.release();
  }
}

/** Runs what must succeed without a word on standard error, and reads its one JSON document. */
export async function runJsonInProcess<T>(args: readonly string[], place?: Place): Promise<T> {
  return documentOf(await runInProcess([...args, "--json"], place));
}

function caught(stream: NodeJS.WriteStream): { text: () => string; release: () => void } {
  const pieces: string[] = [];
  const spy = vi.spyOn(stream, "write").mockImplementation((piece) => {
    pieces.push(String(piece));
    return true;
  });
  return { text: () => pieces.join(""), release: () => spy.mockRestore() };
}
