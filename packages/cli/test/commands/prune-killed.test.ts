import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { mapCheckpoint, openCheckpoint } from "@zerolm/checkpoint";
import { pathFolder } from "@zerolm/node";
import { beforeAll, describe, expect, it } from "vitest";
import { writeLlama } from "../large-llama.js";
import { main, run } from "../run-cli.js";
import { workFolder } from "../work-folder.js";

const work = workFolder();
const prune = (out: string): string[] => ["prune", work.path("large"), "--keep", "0.8", "-o", out];

/** 67 MB: written in a time in which a process can be killed. */
beforeAll(() =>
  writeLlama(work.path("large"), { hidden: 512, ffnWidth: 2048, depth: 8, heads: 8, vocabulary: 64 }),
);

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

function digests(folder: string): Record<string, string> {
  const of = (name: string): string =>
    createHash("sha256")
      .update(readFileSync(join(folder, name)))
      .digest("hex");
  return Object.fromEntries(readdirSync(folder).map((name) => [name, of(name)]));
}

describe("prune, killed", () => {
  it.each([
    ["before a new folder", false],
    ["before an empty folder", true],
  ])("leaves nothing or everything under the final name, %s; the next run clears up", async (_, empty) => {
    const folder = work.path(`killed-${empty}`);
    const [out, whole] = [join(folder, "smaller"), work.path(`whole-${empty}`)];
    mkdirSync(folder);
    if (empty) mkdirSync(out);
    expect(await run(prune(whole))).toMatchObject({ code: 0 });
    const total = bytesUnder(whole);
    expect(total).toBeGreaterThan(40e6);
    for (const share of [0, 0.01, 0.3, 0.75]) {
      const before = readdirSync(folder);
      const child = spawn(process.execPath, [main, ...prune(out)], { stdio: "ignore" });
      await killedAt(child, folder, before, share * total);
      expect(child.signalCode).toBe("SIGKILL");
      expect(existsSync(out)).toBe(empty);
      if (empty) expect(readdirSync(out)).toEqual([]);
      // What the process before left is gone, and that of this one is hidden.
      const left = readdirSync(folder).filter((name) => name !== "smaller");
      expect(left).toEqual([expect.stringMatching(/^\.zerolm-.*\.tmp$/)]);
      expect(before).not.toContain(left[0]);
    }
    expect(await run(prune(out))).toMatchObject({ code: 0, stderr: `Wrote ${out}\n` });
    expect(readdirSync(folder)).toEqual(["smaller"]);
    expect(digests(out)).toEqual(digests(whole));
    const checkpoint = await openCheckpoint(await pathFolder(out));
    mapCheckpoint(checkpoint);
    await checkpoint.close();
  });

  it("takes nothing from a process that is still writing there", async () => {
    const folder = work.path("two");
    mkdirSync(folder);
    const ends = await Promise.all(["one", "other"].map((name) => run(prune(join(folder, name)))));
    expect(ends.map(({ code }) => code)).toEqual([0, 0]);
    expect(readdirSync(folder).sort()).toEqual(["one", "other"]);
    expect(digests(join(folder, "one"))).toEqual(digests(join(folder, "other")));
  });
});
