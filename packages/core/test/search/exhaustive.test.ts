import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/errors.js";
import { proxies } from "../../src/proxy/proxies.js";
import { shapeScorer } from "../../src/proxy/shape-scorer.js";
import { quantityOf } from "../../src/search/budget.js";
import { exhaustive } from "../../src/search/exhaustive.js";
import type { Quantity, SearchRequest } from "../../src/search/search.js";
import { type Space, type Stage, sizeOf } from "../../src/space/space.js";
import { bruteForce, quantities, scoreOf } from "../../testing/brute-force.js";
import { arbitraryRequest } from "../../testing/search-contract.js";
import { tinySpace } from "../space/tiny-space.js";

const request = (space: Space, more: Partial<SearchRequest> = {}): SearchRequest => ({
  space,
  scorer: proxies.zerolm.scorer({ alpha: 0.7 }),
  budgets: [],
  top: 5,
  cost: quantities.parameters,
  pareto: true,
  ...more,
});

describe("exhaustive", () => {
  it("scores every architecture, and shows the first of the cheapest of each score", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRequest, async (drawn) => {
        const { evaluated, feasible, best, pareto } = bruteForce(drawn);
        if (feasible.length === 0) return;
        const result = await exhaustive.search(drawn);
        expect(result.evaluated).toBe(evaluated);
        expect(BigInt(result.evaluated as number)).toBe(drawn.space.size);
        expect(result.feasible).toBe(feasible.length);
        expect(result.optimal).toBe(true);
        expect(result.best).toEqual(best);
        expect(result.pareto).toEqual(drawn.pareto ? pareto : []);
      }),
      { numRuns: 40 },
    );
  });

  it("finds the same whether proxy and budgets are sums over layers or look at whole architectures", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRequest, async (drawn) => {
        if (bruteForce(drawn).feasible.length === 0) return;
        const result = await exhaustive.search(drawn);
        const whole = { ...drawn, scorer: { ...drawn.scorer, additive: undefined } };
        expect(await exhaustive.search(whole)).toEqual(result);
        const measured = (quantity: Quantity): Quantity => {
          const { name } = quantity;
          return { name, measure: (architecture) => quantityOf(quantity, architecture) };
        };
        const budgets = drawn.budgets.map((one) => ({ ...one, quantity: measured(one.quantity) }));
        expect(await exhaustive.search({ ...drawn, budgets, cost: measured(drawn.cost) })).toEqual(result);
      }),
      { numRuns: 40 },
    );
  });

  it("counts each architecture in one entry when everything may be kept", async () => {
    const { best, feasible } = await exhaustive.search(request(tinySpace(), { top: 1000 }));
    expect(best.reduce((sum, { ties = 0 }) => sum + (ties ?? 0), 0)).toBe(feasible);
    expect(feasible).toBe(136);
  });

  it("claims no proof where something has no score, and finds nothing where nothing has", async () => {
    const { scorer } = request(tinySpace());
    const odd = shapeScorer((architecture) =>
      architecture.layers.length > 1
        ? { value: scoreOf(scorer, architecture) }
        : { value: Number.NaN, missing: "is flat" },
    );
    const { best, optimal, unscored } = await exhaustive.search(request(tinySpace(), { scorer: odd }));
    const scored = await exhaustive.search(request(tinySpace()));
    expect({ optimal, missing: unscored?.missing }).toEqual({ optimal: false, missing: "is flat" });
    expect(best[0]?.score).toBe(scored.best[0]?.score);
    const none = shapeScorer(() => ({ value: Number.NaN }));
    await expect(exhaustive.search(request(tinySpace(), { scorer: none }))).rejects.toThrow(
      /^no architecture within the budgets has a score \(136 looked at\): for the first the proxy gave no number$/,
    );
  });

  it("refuses a proxy that has to be waited for", () => {
    const waiting = { scoreMany: proxies.nsc.scorer().scoreMany };
    expect(exhaustive.refuses(request(tinySpace(), { scorer: waiting }))).toMatch(
      /has to wait for its scores/,
    );
  });

  it("refuses a space that would take too long, and says how large it is", async () => {
    const [option] = tinySpace().macroOptions;
    if (!option) throw new Error("no option");
    const ofDepth = (depth: number): Space => {
      const deep = { ...option, stages: new Array<Stage>(depth).fill(option.stages[0] as Stage) };
      return { ...tinySpace(), macroOptions: [deep], size: sizeOf(deep) };
    };
    const large = ofDepth(20);
    await expect(exhaustive.search(request(large))).rejects.toThrow(UsageError);
    await expect(exhaustive.search(request(large))).rejects.toThrow(
      /1099511627776 architectures.*at most 10000000000/,
    );
    const whole = shapeScorer(() => ({ value: 1 }));
    await expect(exhaustive.search(request(ofDepth(12), { scorer: whole }))).rejects.toThrow(
      /at most 10000000\)/,
    );
    expect(exhaustive.refuses(request(ofDepth(12)))).toBeUndefined();
  });
});
