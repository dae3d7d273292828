import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { squaresHere } from "../../src/capacity/squares.js";
import { squareStatistics } from "../../src/capacity/statistics.js";
import { plainKernels } from "../../src/kernel/plain-kernels.js";
import { mapCheckpoint } from "../../src/map-checkpoint.js";
import { type PruneOptions, prunePlanner } from "../../src/prune/plan.js";
import { defaultEvenness } from "../../src/prune/safety.js";
import { checkpointOf, type Example } from "../family/checkpoints.js";
import { examples } from "../family/examples.js";

/** A llama of so many layers, with FFNs of 48 rows. */
const deep = (depth: number): Example => ({
  config: { ...examples.llama?.config, num_hidden_layers: depth, intermediate_size: 48 },
  tensors: (examples.llama as Example).tensors
    .replaceAll("{0-1}", `{0-${depth - 1}}`)
    .replaceAll("12x8", "48x8")
    .replaceAll("8x12", "8x48"),
});

async function planOf(depth: number, keep: number, seed: number, options: PruneOptions = {}) {
  const mapped = mapCheckpoint(await checkpointOf(deep(depth), "F32", seed));
  const statistics = await squareStatistics(mapped, squaresHere(plainKernels));
  const planner = await prunePlanner(mapped, statistics, { multipleOf: 2, ...options });
  return { planner, plan: await planner.plan(planner.size - (1 - keep) * planner.nonEmbeddingSize) };
}

describe("a plan without text", () => {
  it("keeps the first and last layers and all heads, and cuts the others nearly evenly", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 3, max: 8 }),
        fc.double({ min: 0.8, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 1000 }),
        async (depth, keep, seed) => {
          const { plan } = await planOf(depth, keep, seed);
          const rows = plan.parts.flatMap((part) => (part.subModule === "ffn" ? [part.units.length] : []));
          for (const { subModule, units, of } of plan.parts)
            if (subModule === "attention") expect(units.length).toBe(of);
          expect([rows[0], rows.at(-1)]).toEqual([48, 48]);
          const middle = rows.slice(1, -1);
          const even = middle.reduce((sum, one) => sum + one, 0) / middle.length;
          // A step of two rows each way: widths are rounded down, and the budget is not met to the row.
          for (const width of middle) {
            expect(width).toBeGreaterThanOrEqual(defaultEvenness * even - 2);
            expect(width).toBeLessThanOrEqual(even / defaultEvenness + 2);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("gives the others equal shares, to a step of two rows, if half of their rows or more go", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 4, max: 8 }),
        fc.double({ min: 0.2, max: 0.5, noNaN: true }),
        fc.integer({ min: 1, max: 1000 }),
        async (depth, share, seed) => {
          const { planner } = await planOf(depth, 1, seed);
          // A row is a row of gate and up and a column of down, of 8 numbers each.
          const plan = await planner.plan(planner.size - Math.round((1 - share) * 48) * 24 * (depth - 2));
          const rows = plan.parts.flatMap((part) => (part.subModule === "ffn" ? [part.units.length] : []));
          const middle = rows.slice(1, -1);
          expect(Math.max(...middle) - Math.min(...middle)).toBeLessThanOrEqual(2);
          expect(Math.max(...middle)).toBeLessThanOrEqual(48 * share + 2);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("leaves out neither the first nor the last layer", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 3, max: 7 }),
        fc.constantFrom("all", "heads", "none") as fc.Arbitrary<"all" | "heads" | "none">,
        fc.integer({ min: 1, max: 1000 }),
        async (depth, uniform, seed) => {
          const { plan } = await planOf(depth, 0.7, seed, {
            uniform,
            whole: true,
            atLeast: 0.8,
            evenness: 0,
          });
          const there = plan.parts.filter(({ units }) => units.length > 0).map(({ layer }) => layer);
          expect(there).toContain(0);
          expect(there).toContain(depth - 1);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("takes heads when rows do not suffice, and nothing from the ends but what is asked for", async () => {
    const { plan } = await planOf(4, 0.6, 1);
    expect(
      plan.parts.some(({ subModule, units, of }) => subModule === "attention" && units.length < of),
    ).toBe(true);
    const free = await planOf(4, 0.9, 1, { protect: 0, evenness: 0 });
    expect(free.planner.protected).toBe(0);
  });
});
