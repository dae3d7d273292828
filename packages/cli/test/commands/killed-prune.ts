import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { mapCheckpoint, openCheckpoint } from "@zerolm/checkpoint";
import { pathFolder } from "@zerolm/node";
import { expect } from "vitest";
import { writeLlama } from "../large-llama.js";
import { main, run } from "../run-cli.js";
import type { WorkFolder } from "../work-folder.js";

/** Writes a checkpoint of 67 MB: its pruning takes a time in which a process can be killed. */
export const writeLarge = (work: WorkFolder): Promise<void> =>
  writeLlama(work.path("large"), { hidden: 512, ffnWidth: 2048, depth: 8, heads: 8, vocabulary: 64 });

/** The words that prune that checkpoint. */
export const pruneLarge = (work: WorkFolder, out: string): string[] => [
  "prune",
  work.path("large"),
  "--keep",
  "0.8",
  "-o",
  out,
];

/** Sizes of all files below a folder, added up; those that go while we look count as 0. */
function bytesUnder(folder: string): number {
  try {
    return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
      const path = join(folder, entry.name);
      return sum + (entry.isDirectory() ? bytesUnder(path) : statSync(path).size);
    }, 0);
  } catch {
    return 0;
  }
}

/** Kills the process when so many bytes lie in its hidden folder, if it gets that far before it ends. */
async function killedAt(child: ChildProcess, folder: string, before: string[], bytes: number): Promise<void> {
  const ended = once(child, "exit");
  while (child.exitCode === null) {
    const [own] = readdirSync(folder).filter((name) => name.startsWith(".") && !before.includes(name));
    if (own !== undefined && bytesUnder(join(folder, own)) >= bytes) break;
    await setImmediate();
  }
  child.kill("SIGKILL");
  await ended;
}

/** What the files of a folder hold, by name. */
export function digests(folder: string): Record<string, string> {
  const of = (name: string): string =>
    createHash("sha256")
      .update(readFileSync(join(folder, name)))
      .digest("hex");
  return Object.fromEntries(readdirSync(folder).map((name) => [name, of(name)]));
}

/**
 * Pruning that is killed leaves nothing or everything under the final name, and the next run clears up.
 *
 * @param shares of the whole output: a process is killed when so much of it is written, one after the other
 * @param empty whether an empty folder is there under the final name
 */
export async function expectNothingOrEverything(
  work: WorkFolder,
  shares: readonly number[],
  empty: boolean,
): Promise<void> {
  const folder = work.path(`killed-${empty}`);
  const [out, whole] = [join(folder, "smaller"), work.path(`whole-${empty}`)];
  mkdirSync(folder);
  if (empty) mkdirSync(out);
  expect(await run(pruneLarge(work, whole))).toMatchObject({ code: 0 });
  const total = bytesUnder(whole);
  expect(total).toBeGreaterThan(40e6);
  let interrupted = 0;
  for (const share of shares) {
    const before = readdirSync(folder);
    const child = spawn(process.execPath, [main, ...pruneLarge(work, out)], { stdio: "ignore" });
    await killedAt(child, folder, before, share * total);
    const left = readdirSync(folder).filter((name) => name !== "smaller");
    if (existsSync(out) && readdirSync(out).length > 0) {
      // On a busy machine the process may be done before it is looked at again.
      expect(digests(out)).toEqual(digests(whole));
      expect(left).toEqual([]);
      rmSync(out, { recursive: true });
      if (empty) mkdirSync(out);
      continue;
    }
    interrupted++;
    expect(child.signalCode).toBe("SIGKILL");
    expect(existsSync(out)).toBe(empty);
    // What the process before left is gone, and that of this one is hidden.
    expect(left).toEqual([expect.stringMatching(/^\.zerolm-.*\.tmp$/)]);
    expect(before).not.toContain(left[0]);
  }
  expect(interrupted).toBeGreaterThan(shares.length / 2);
  expect(await run(pruneLarge(work, out))).toMatchObject({ code: 0, stderr: `Wrote ${out}\n` });
  expect(readdirSync(folder)).toEqual(["smaller"]);
  expect(digests(out)).toEqual(digests(whole));
  const checkpoint = await openCheckpoint(await pathFolder(out));
  mapCheckpoint(checkpoint);
  await checkpoint.close();
}
