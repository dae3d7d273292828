import { describe, expect, it } from "vitest";
import { squaresHere } from "../../src/capacity/squares.js";
import { squareStatistics } from "../../src/capacity/statistics.js";
import { matrixValues } from "../../src/capacity/values.js";
import { plainKernels } from "../../src/kernel/plain-kernels.js";
import { mapCheckpoint } from "../../src/map-checkpoint.js";
import { unitEnergies } from "../../src/prune/activity.js";
import { prunableParts } from "../../src/prune/parts.js";
import { type PruneOptions, prunePlanner } from "../../src/prune/plan.js";
import { unitSquares } from "../../src/prune/unit-squares.js";
import { pruneProxies } from "../../src/prune/values.js";
import { checkpointOf } from "../family/checkpoints.js";
import { examples } from "../family/examples.js";
import { activityOf } from "./activity-of.js";

async function prepared(name: string) {
  const mapped = mapCheckpoint(await checkpointOf(examples[name]!));
  return { mapped, statistics: await squareStatistics(mapped, squaresHere(plainKernels)) };
}

describe("unitEnergies", () => {
  it.each(["llama", "phi3", "gpt2", "gemma2"])(
    "are E[a²]·‖w‖² of the columns of each unit, over the stream: %s",
    async (name) => {
      const { mapped, statistics } = await prepared(name);
      const [first] = mapped.architecture.layers;
      const heads = first?.mixer?.kind === "attention" ? first.mixer.heads : 0;
      for (const part of prunableParts(mapped)) {
        const rows = part.subModule === "ffn" ? part.units : 1;
        const activity = activityOf(mapped.architecture.layers.length, { heads, rows });
        const energies = unitEnergies(part, unitSquares(part, statistics), activity);
        const role = part.subModule === "ffn" ? "down" : "output";
        const matrix = mapped.matrices.find((one) => one.layer === part.layer && one.role === role)!;
        const values = await matrixValues(matrix);
        const { heads: ofHeads, ffn, stream } = activity[part.layer]!;
        const means = part.subModule === "ffn" ? ffn! : ofHeads!;
        for (let unit = 0; unit < part.units; unit++) {
          let expected = 0;
          for (const [index, value] of values.entries()) {
            const column = index % matrix.cols;
            if (Math.floor((column * part.units) / matrix.cols) !== unit) continue;
            expected += means[Math.floor((column * means.length) / matrix.cols)]! * value ** 2;
          }
          expect(energies[unit]).toBeCloseTo(expected / stream, 9);
        }
      }
    },
  );

  it("cost equal layers no heads as long as rows suffice", async () => {
    const { mapped, statistics } = await prepared("llama");
    const activity = activityOf(2, { heads: 4, rows: 12 }).map((layer) => ({
      ...layer,
      heads: layer.heads!.map((mean) => mean * 1e-6),
    }));
    const usual = { activity, multipleOf: 2, uniform: "all" } as const;
    const headsKept = async (options: PruneOptions): Promise<boolean> => {
      const planner = await prunePlanner(mapped, statistics, options);
      const { parts } = await planner.plan(planner.size - 0.2 * planner.nonEmbeddingSize);
      return parts.every(({ subModule, units, of }) => subModule === "ffn" || units.length === of);
    };
    expect(await headsKept(usual)).toBe(true);
    expect(await headsKept({ ...usual, evenness: 0 })).toBe(false);
  });

  it("decide which rows stay and are what the plan is worth", async () => {
    const { mapped, statistics } = await prepared("llama");
    const activity = activityOf(2, { heads: 4, rows: 12 });
    const planner = await prunePlanner(mapped, statistics, {
      ...{ activity, multipleOf: 2, protect: 0, evenness: 0, loader: "zerolm" },
    });
    const plan = await planner.plan(planner.size - 0.3 * planner.nonEmbeddingSize);
    let worth = 0;
    for (const part of prunableParts(mapped)) {
      const energies = unitEnergies(part, unitSquares(part, statistics), activity);
      const kept = plan.parts.find((one) => one.layer === part.layer && one.subModule === part.subModule)!;
      const best = [...energies].sort((one, other) => other - one).slice(0, kept.units.length);
      const own = kept.units.map((unit) => energies[unit]!).sort((one, other) => other - one);
      expect(own).toEqual(best);
      worth += own.reduce((sum, one) => sum + one, 0);
    }
    expect(plan.value).toBeCloseTo(worth, 9);
    expect(plan.optimal).toBe(true);
  });

  it("are asked for by name if there is no text", async () => {
    const { mapped, statistics } = await prepared("llama");
    for (const options of [{ proxy: pruneProxies.activations }, { order: "activation" as const }])
      await expect(prunePlanner(mapped, statistics, options)).rejects.toThrow("activations need a text");
    await expect(prunePlanner(mapped, statistics, { activity: [] })).rejects.toThrow(
      "nothing is known of what a text makes of the attention of layer 0",
    );
  });
});
