import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kendall, kendallMatchedSize, spearman } from "@zerolm/core";
import { pathFolder, writePrunedFolder } from "@zerolm/node";
import { describe, expect, it } from "vitest";
import { openCheckpoint } from "../../src/checkpoint.js";
import { prunableParts } from "../../src/prune/parts.js";
import { prunePlanner } from "../../src/prune/plan.js";
import { prunedCheckpoint } from "../../src/prune/pruned.js";
import { unitSquares } from "../../src/prune/unit-squares.js";
import { type PruneProxy, pruneProxies } from "../../src/prune/values.js";
import { type Llama, readLlama } from "../../testing/forward/llama.js";
import { lossOf } from "../../testing/forward/loss.js";
import { subNetwork } from "../../testing/forward/sub-network.js";
import { evalText, subnets, withoutTinyLlama } from "../tiny-llama.js";
import { loadedSupernet, meanOf, randomAllocations, sizeOf } from "./supernet.js";

/** A quarter of what `tiny-llama.soak.ts` measures on, with a fifth of its allocations and one proxy of its five. */
const windows = { windows: 8, context: 128 };

/** The worth alone, above a floor of a half: what is protected in ordinary models is not what this supernet needs. */
const byWorth = { order: "stored", protect: 0, evenness: 0, atLeast: 0.5 } as const;

describe.skipIf(withoutTinyLlama)("the trained supernet (needs ZEROLM_DATA)", () => {
  it("cut to 0.8 by ZeroLM loses less than random allocations, and reads back the same", async () => {
    const { checkpoint, mapped, statistics, multiply } = await loadedSupernet();
    const model = await readLlama(checkpoint);
    const lossFor = (llama: Llama): number => lossOf(llama, evalText(), windows, multiply);
    const planner = await prunePlanner(mapped, statistics, byWorth);
    const plan = await planner.plan(planner.size - 0.2 * planner.nonEmbeddingSize);
    const folder = await mkdtemp(join(tmpdir(), "zerolm-supernet-"));
    await writePrunedFolder(join(folder, "smaller"), checkpoint, prunedCheckpoint(mapped, plan));
    const smaller = await openCheckpoint(await pathFolder(join(folder, "smaller")));
    const loss = lossFor(await readLlama(smaller));
    await smaller.close();
    const counts = (subModule: string): number[] =>
      plan.parts.filter((part) => part.subModule === subModule).map(({ units }) => units.length);
    const inMemory = subNetwork(model, { heads: counts("attention"), ffn: counts("ffn") });
    expect(Math.abs(lossFor(inMemory) - loss)).toBeLessThan(1e-5);
    const allocations = randomAllocations(4, 0.8, planner.nonEmbeddingSize);
    expect(loss).toBeLessThan(meanOf(allocations.map((one) => lossFor(subNetwork(model, one)))));
    await checkpoint.close();
    await rm(folder, { recursive: true });
  });

  it("has sub-networks that ZeroLM ranks better than their parameter count does, and NSC too", async () => {
    const { checkpoint, mapped, statistics } = await loadedSupernet();
    const { subnets: networks } = subnets();
    const quality = networks.map(({ loss }) => -loss);
    const parts = prunableParts(mapped).map((part) => ({ part, squares: unitSquares(part, statistics) }));
    const sizes = networks.map(({ heads, ffn }) => sizeOf(heads, ffn));
    const scores = async (proxy: PruneProxy): Promise<number[]> => {
      const sums = new Array<number>(networks.length).fill(0);
      for (const { part, squares } of parts) {
        const values = await proxy.values(
          part,
          { squares },
          Array.from({ length: part.units }, (_, unit) => unit),
        );
        for (const [index, network] of networks.entries())
          sums[index]! +=
            values[(part.subModule === "attention" ? network.heads : network.ffn)[part.layer]!]!;
      }
      return sums;
    };
    const figures = (score: readonly number[]) => ({
      spearman: spearman(score, quality),
      kendall: kendall(score, quality),
      matched: kendallMatchedSize(score, quality, sizes).kendall,
    });
    const byParameters = figures(sizes);
    expect(byParameters.spearman).toBeCloseTo(0.774, 2);
    for (const name of ["zerolm", "zerolm-relative", "nsc"] as const) {
      const found = figures(await scores(pruneProxies[name]));
      expect(found.spearman, name).toBeGreaterThan(byParameters.spearman!);
      expect(found.matched, name).toBeGreaterThan(byParameters.matched!);
    }
    // Where ZeroLM loses: with the smaller matrix's own m and n, a head counts the less the more of them are kept.
    expect(figures(await scores(pruneProxies["zerolm-kept"])).spearman).toBeLessThan(byParameters.spearman!);
    await checkpoint.close();
  });
});
