import { readFileSync } from "node:fs";
import { mapCheckpoint, matrixValues, openCheckpoint, plainKernels } from "@zerolm/checkpoint";
import { pathFolder } from "@zerolm/node";
import { beforeAll, describe, expect, it } from "vitest";
import { expectPrinted, expectRefused } from "../expectations.js";
import { writeLlama } from "../large-llama.js";
import { run, runJson } from "../run-cli.js";
import { runInProcess } from "../run-in-process.js";
import { writeTrained } from "../trained.js";
import { workFolder } from "../work-folder.js";

const work = workFolder();
const families = ["llama", "phi3", "mixtral", "gpt2", "bert", "t5", "vit"];
beforeAll(async () => {
  for (const family of families) await writeTrained(work.path(family), family);
});

interface Layer {
  readonly layer: number;
  readonly subModule: string;
  readonly parameters: number;
  readonly capacity: number;
  readonly relative: number;
  readonly effectiveRank?: number;
  readonly fullRank: number;
}

interface Matrix {
  readonly name: string;
  readonly logDeterminant: number;
}

describe("inspect of a checkpoint", () => {
  it.each(families)("fits a terminal: %s", async (family) => {
    const shown = await runInProcess(["inspect", work.path(family), "--matrices"]);
    expectPrinted(shown);
    expect(shown.stdout).toContain(`: ${family}, `);
  });

  it("finds about what random weights have in random weights", async () => {
    const { stdout, stderr } = await runInProcess(["inspect", work.path("llama"), "--json"]);
    expect(stderr).toBe("");
    const { layers, matrices } = JSON.parse(stdout) as { layers: Layer[]; matrices: object[] };
    expect(layers.map(({ layer, subModule }) => `${layer} ${subModule}`)).toEqual([
      "0 attention",
      "0 ffn",
      "1 attention",
      "1 ffn",
    ]);
    expect(matrices).toHaveLength(14);
    expect(layers[0]!.parameters).toBe(8 * 8 + 2 * 4 * 8 + 8 * 8);
    expect(layers[1]!.parameters).toBe(3 * 12 * 8);
    // Σ of s² · max(rows, cols) with s = 0.1, over three matrices of 96 random numbers: three standard deviations are 0.06.
    expect(Math.abs(layers[1]!.capacity - 3 * 0.01 * 12)).toBeLessThan(0.06);
    for (const { relative, effectiveRank, fullRank } of layers) {
      expect(Math.abs(relative - 1)).toBeLessThan(0.02);
      expect(effectiveRank).toBeGreaterThan(fullRank / 2);
      expect(effectiveRank).toBeLessThan(fullRank);
    }
  });

  it("leaves singular values out where they take long, and determinants on demand in threads", async () => {
    const folder = work.path("large");
    await writeLlama(folder, { hidden: 384, ffnWidth: 1536, depth: 6, heads: 6, vocabulary: 16 });
    const shown = await run(["inspect", folder]);
    expect(shown).toMatchObject({ code: 0, stderr: "" });
    expect(shown.stdout).toMatch(/^0 +attention +589,824 +[\d.]+ +[\d.]+ +[\d.]+ % +n\/a$/m);
    expect(shown.stdout).toContain(
      "rank needs the singular values, which are slow to compute here: --spectrum.",
    );
    const document = await runJson<{ layers: Layer[]; matrices: Matrix[] }>(["inspect", folder, "--log-det"]);
    expect(document.layers.every(({ effectiveRank }) => effectiveRank === undefined)).toBe(true);
    const checkpoint = await openCheckpoint(await pathFolder(folder));
    const { matrices } = mapCheckpoint(checkpoint);
    for (const name of ["layers.0.attention.query", "layers.5.ffn.down"]) {
      const matrix = matrices.find((one) => one.name === name)!;
      const values = await matrixValues(matrix);
      const exactly = plainKernels.logDeterminant(values, matrix.rows, matrix.cols);
      const found = document.matrices.find((one) => one.name === name)!.logDeterminant;
      expect(found / exactly - 1).toBeCloseTo(0, 5);
    }
    await checkpoint.close();
  });

  it("reads one file, as built, and draws", async () => {
    const plot = work.path("map.svg");
    const words = ["inspect", work.path("llama", "model.safetensors"), "--plot", plot];
    const { code, stderr } = await run(words);
    expect({ code, stderr }).toEqual({ code: 0, stderr: `Drew all matrices by layer in ${plot}\n` });
    const svg = readFileSync(plot, "utf8");
    expect(svg).toMatch(/^<svg/);
    for (const row of ["attention.query", "ffn.down"]) expect(svg).toContain(`>${row}</text>`);
    expect(svg.match(/aria-roledescription="rect mark"/g)).toHaveLength(14);
  });

  it("refuses options of the other kind, and files that are none", async () => {
    work.write("bad/model.safetensors", "x");
    const refused = async (words: string[], ...says: string[]): Promise<void> =>
      expectRefused(await runInProcess(["inspect", ...words]), 2, ...says);
    await refused([work.path("llama"), "--sequence", "8"], "--sequence is for architectures");
    for (const option of ["--spectrum", "--log-det"])
      await refused([work.path("llama", "config.json"), option], "for trained checkpoints");
    await refused([work.path("llama"), "--plot", "x.gif"], ".svg or .png");
    await refused([work.path("bad")], "holds no config.json");
    work.write("bad/config.json", '{"model_type":"llama"}');
    await refused([work.path("bad")], "model.safetensors");
    await refused([work.path("none.safetensors")], "there is no such file");
  });
});
