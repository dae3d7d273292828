import { describe, expect, it } from "vitest";
import { proxies } from "../../src/proxy/proxies.js";
import { chooseMethod } from "../../src/search/auto.js";
import { exact } from "../../src/search/exact/exact.js";
import { milp } from "../../src/search/milp/milp.js";
import { budgetQuantities } from "../../src/search/quantities.js";
import type { SearchRequest } from "../../src/search/search.js";
import { builtinSpace } from "../../src/space/builtin/builtin.js";

const { parameters, flops, cacheBytes, nonEmbeddingParameters } = budgetQuantities;

const request = (more: Partial<SearchRequest>): SearchRequest => ({
  space: builtinSpace("llama-small"),
  scorer: proxies.nsc.scorer({ std: "xavier" }),
  budgets: [
    { quantity: parameters(), maximum: 30e6 },
    { quantity: flops(), maximum: 30e9 },
    { quantity: cacheBytes({ dtype: "bfloat16" }), maximum: 20e3 },
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
      /at once, though each alone can be met; raise the maximum of parameters to [\d,]+; or lower the minimum of FLOPs to [\d,]+/,
    );
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
