import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, it } from "vitest";
import { unattended } from "../unattended.js";

const root = resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "zerolm-images-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Draws a picture anew and compares it with the one in `docs/images`, byte for byte. */
function expectSamePicture(name: string, words: readonly string[]): void {
  const file = join(folder, name);
  const cli = join(root, "packages/cli/bin/zerolm.js");
  const { status, stderr } = spawnSync(process.execPath, [cli, ...words, "--plot", file], unattended);
  expect(status, stderr).toBe(0);
  expect(readFileSync(file, "utf8") === readFileSync(join(root, "docs/images", name), "utf8")).toBe(true);
}

it("draws the README's picture as it stands there", () => {
  const set = ["--set", "vocabulary=49152", "--set", "group=3"];
  expectSamePicture("llama-small.svg", ["search", "llama-small", "--max-params", "135M", ...set]);
});

const needsData = process.env.ZEROLM_DATA ? "" : " (needs ZEROLM_DATA)";

it.skipIf(needsData !== "")(
  `draws the picture of NAS-Bench-BERT as it stands in its page${needsData}`,
  () => {
    const proxies = "zerolm,nsc,parameters,flops";
    expectSamePicture("nas-bench-bert.svg", ["evaluate", "nas-bench-bert", "--proxy", proxies]);
  },
);
