import { describe, expect, it } from "vitest";
import { proxies } from "../../src/proxy/proxies.js";
import { chooseMethod } from "../../src/search/auto.js";
import { exact } from "../../src/search/exact/exact.js";
import { exhaustive } from "../../src/search/exhaustive.js";
import { milp } from "../../src/search/milp/milp.js";
import { budgetQuantities } from "../../src/search/quantities.js";
import type { SearchRequest } from "../../src/search/search.js";
import { builtinSpace } from "../../src/space/builtin/builtin.js";
import { spaceOf } from "../../testing/arbitrary-space.js";

const { parameters, flops, kvBytes, nonEmbeddingParameters } = budgetQuantities;

const request = (more: Partial<SearchRequest>): SearchRequest => ({
  space: builtinSpace("llama-small-wide"),
  scorer: proxies.nsc.scorer({ std: "xavier" }),
  budgets: [
    { quantity: parameters(), maximum: 30e6 },
    { quantity: flops(), maximum: 30e9 },
    { quantity: kvBytes({ dtype: "bfloat16" }), maximum: 20e3 },
  ],
  top: 1,
  cost: parameters(),
  pareto: false,
  ...more,
});

describe("milp", () => {
  it("finds what exact search finds under one budget", async () => {
    const quantity = nonEmbeddingParameters();
    const budgets = [{ quantity, minimum: 38.4e6 * 0.95, maximum: 38.4e6 * 1.05 }];
    const one = request({ space: builtinSpace("nsc-transformer-xl"), budgets, cost: quantity, top: 3 });
    const [proven, expected] = [await milp.search(one), await exact.search(one)];
    expect(proven.best.map(({ score }) => score)).toEqual(expected.best.map(({ score }) => score));
    expect(proven).toMatchObject({ optimal: true, bound: expected.bound });
  });

  it("is chosen for several budgets, and tells how far each of them is missed", async () => {
    const budgets = [
      { quantity: parameters(), maximum: 11e6 },
      { quantity: flops(), minimum: 30e9 },
    ];
    const three = request({});
    expect(chooseMethod(three)).toBe(milp);
    await expect(milp.search(request({ budgets }))).rejects.toThrow(
      /at once, though each alone can be met. To find one, raise the maximum of parameters to [\d,]+, or lower the minimum of FLOPs to [\d,]+/,
    );
  });

  // A cut by less than what the solver tolerates once made it fail, or pass over most of what was below.
  it.each([
    ["layers of two values", 3, { bias: ["none", "query-key-value", "all"], ffnWidth: [16, 64] }],
    ["layers of two values, twice", 6, { bias: ["none", "all"], ffnWidth: [16, 64] }],
    ["layers whose values add up alike", 4, { bias: ["none"], ffnWidth: [16, 32, 48, 64, 80] }],
  ] as const)("names score after score of %s, as looking at each does", async (_what, depth, layer) => {
    const space = spaceOf({
      name: "alike",
      macro: { hidden: [16], depth: [depth] },
      layer,
      architecture: { hidden: "hidden", embedding: { vocabulary: 10 } },
      layers: {
        mixer: { kind: "attention", heads: 2, bias: "bias" },
        ffn: { kind: "plain", width: "ffnWidth" },
      },
    });
    for (const scorer of [proxies.zerolm.scorer({ alpha: 0.5 }), proxies.nsc.scorer({})]) {
      const one = { space, scorer, budgets: [], top: 100, cost: parameters(), pareto: false };
      const [mine, each] = [await milp.search(one), await exhaustive.search(one)];
      const truth = new Map(each.best.map(({ score, cost }) => [score, cost]));
      expect(mine.best[0]).toMatchObject({ score: each.best[0]?.score, cost: each.best[0]?.cost });
      for (const { score } of mine.best) expect(truth.has(score)).toBe(true);
      expect(mine.best.length).toBeGreaterThan(0.9 * each.best.length);
    }
  });

  it("ends in time with what is proven by then", async () => {
    const search = async () => milp.search(request({ limits: { seconds: 1e-9 } }));
    await expect(search()).rejects.toThrow(/found nothing within the budgets in the time given/);
    const late = await milp.search(request({ limits: { seconds: 60 } }));
    expect(late).toMatchObject({ optimal: true, bound: late.best[0]?.score });
  });

  it("reports progress, with a bound that is never below the best", async () => {
    const bounds: number[] = [];
    const { best } = await milp.search(
      request({ onProgress: ({ bound }) => void bounds.push(bound ?? Number.NaN) }),
    );
    expect(bounds.length).toBeGreaterThan(0);
    for (const bound of bounds) expect(bound).toBeGreaterThanOrEqual(best[0]?.score as number);
  });
});
