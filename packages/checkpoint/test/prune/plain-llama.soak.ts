import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathFolder, writePrunedFolder } from "@zerolm/node";
import { describe, expect, it } from "vitest";
import { squaresHere } from "../../src/capacity/squares.js";
import { squareStatistics } from "../../src/capacity/statistics.js";
import { openCheckpoint } from "../../src/checkpoint.js";
import { wasmKernels } from "../../src/kernel/wasm-kernels.js";
import { mapCheckpoint } from "../../src/map-checkpoint.js";
import { type PruneOptions, prunePlanner } from "../../src/prune/plan.js";
import { prunedCheckpoint } from "../../src/prune/pruned.js";
import { readLlama } from "../../testing/forward/llama.js";
import { lossOf } from "../../testing/forward/loss.js";

const model = join(process.env.ZEROLM_DATA ?? "", "plain-llama-kjv");

/** Evenness 1 leaves nothing to the worth: the ends whole, an equal share of rows in every other layer. */
const oneLineRule: PruneOptions = { evenness: 1, multipleOf: 1 };

describe.skipIf(!existsSync(model))("an ordinary Llama (needs ZEROLM_DATA)", () => {
  it("cut by default loses at most .002 nats a byte more than the one-line rule at its size, and more the more is cut", async () => {
    const checkpoint = await openCheckpoint(await pathFolder(model));
    const mapped = mapCheckpoint(checkpoint);
    const kernels = await wasmKernels();
    const statistics = await squareStatistics(mapped, squaresHere(kernels));
    const text = await readFile(join(model, "eval.txt"));
    const folder = await mkdtemp(join(tmpdir(), "zerolm-plain-"));
    /** Written and read back; `size` is what the plan may have, embeddings included. */
    const pruned = async (size: number, options: PruneOptions) => {
      const plan = await (await prunePlanner(mapped, statistics, options)).plan(size);
      const path = await mkdtemp(join(folder, "smaller-"));
      await writePrunedFolder(path, checkpoint, prunedCheckpoint(mapped, plan));
      const smaller = await openCheckpoint(await pathFolder(path));
      const loss = lossOf(await readLlama(smaller), text, { windows: 64, context: 128 }, kernels.multiply);
      await smaller.close();
      return { loss, size: plan.size };
    };
    const { size, nonEmbeddingSize } = await prunePlanner(mapped, statistics);
    const losses: number[] = [];
    for (const keep of [0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55]) {
      const byDefault = await pruned(size - (1 - keep) * nonEmbeddingSize, {});
      const byRule = await pruned(byDefault.size, oneLineRule);
      expect(byDefault.loss, `${keep}`).toBeLessThanOrEqual(byRule.loss + 0.002);
      losses.push(byDefault.loss);
    }
    expect(losses).toEqual([...losses].sort((one, other) => one - other));
    await checkpoint.close();
    await rm(folder, { recursive: true });
  });
});
