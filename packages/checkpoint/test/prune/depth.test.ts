import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { squaresHere } from "../../src/capacity/squares.js";
import { squareStatistics } from "../../src/capacity/statistics.js";
import { plainKernels } from "../../src/kernel/plain-kernels.js";
import { mapCheckpoint } from "../../src/map-checkpoint.js";
import { droppableLayers, spacedLayers } from "../../src/prune/depth.js";
import { prunePlanner } from "../../src/prune/plan.js";
import { prunedCheckpoint } from "../../src/prune/pruned.js";
import { prunedTensors } from "../../src/prune/pruned-tensors.js";
import { elements, tensorValues } from "../../src/safetensors/tensor.js";
import { checkpointOf, type Example } from "../family/checkpoints.js";
import { examples } from "../family/examples.js";

/** A llama of six layers. */
const deep: Example = {
  config: { ...examples.llama!.config, num_hidden_layers: 6 },
  tensors: examples.llama!.tensors.replaceAll("{0-1}", "{0-5}"),
};

async function planWithout(layers: readonly number[], more: object = {}, keep = 1) {
  const checkpoint = await checkpointOf(deep);
  const mapped = mapCheckpoint(checkpoint);
  const statistics = await squareStatistics(mapped, squaresHere(plainKernels));
  const options = { multipleOf: 2, without: new Set(layers), ...more };
  const planner = await prunePlanner(mapped, statistics, options);
  const plan = await planner.plan(planner.size - (1 - keep) * planner.nonEmbeddingSize);
  return { checkpoint, mapped, plan, pruned: prunedCheckpoint(mapped, plan) };
}

describe("layers that are left out", () => {
  it("are evenly spaced without a text, and never the first or the last", () => {
    expect(spacedLayers([1, 2, 3, 4, 5, 6], 1)).toEqual([4]);
    expect(spacedLayers([1, 2, 3, 4, 5, 6], 2)).toEqual([2, 5]);
    expect(spacedLayers([1, 2, 3, 4, 5, 6], 3)).toEqual([2, 4, 5]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 80 }), fc.nat(80), (count, wanted) => {
        const droppable = Array.from({ length: count }, (_, index) => index + 1);
        const layers = spacedLayers(droppable, Math.min(wanted, count));
        expect(new Set(layers).size).toBe(Math.min(wanted, count));
        expect(layers.every((layer) => droppable.includes(layer))).toBe(true);
        expect(layers).toEqual([...layers].sort((one, other) => one - other));
      }),
    );
  });

  it("are gone from sizes, tensors and config, and the others are as they were", async () => {
    const { checkpoint, plan, pruned } = await planWithout([2, 4]);
    const read = prunedTensors(pruned);
    const smaller = mapCheckpoint(read);
    expect(smaller.architecture.layers).toHaveLength(4);
    const parameters = [...read.tensors.values()].reduce((sum, tensor) => sum + elements(tensor), 0);
    expect(plan.size).toBe(parameters);
    expect(plan.value).toBeLessThan(plan.valueBefore);
    expect(plan.parts.map(({ layer }) => layer)).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
    const own = read.tensors.get("model.layers.3.mlp.down_proj.weight")!;
    const from = checkpoint.tensors.get("model.layers.5.mlp.down_proj.weight")!;
    expect(await tensorValues(own)).toEqual(await tensorValues(from));
  });

  it.each(["all", "heads", "none"] as const)("go with widths under one budget: %s", async (uniform) => {
    const { plan, pruned } = await planWithout([3], { uniform, atLeast: 0.1, protect: 0 }, 0.6);
    expect(plan.size).toBeLessThanOrEqual(plan.sizeBefore);
    expect(pruned.architecture.layers).toHaveLength(5);
    expect(mapCheckpoint(prunedTensors(pruned)).architecture.layers).toHaveLength(5);
  });

  it("are refused if a model cannot do without them", async () => {
    const mapped = mapCheckpoint(await checkpointOf(deep));
    expect(droppableLayers(mapped, 0)).toEqual([1, 2, 3, 4]);
    expect(droppableLayers(mapped, 2)).toEqual([2, 3]);
    await expect(planWithout([0])).rejects.toThrow(
      "layer 0 cannot be left out. The layers that can be are 1, 2, 3, 4.",
    );
  });
});
