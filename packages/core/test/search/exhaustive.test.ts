import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Architecture } from "../../src/architecture/architecture.js";
import { UsageError } from "../../src/errors.js";
import { proxies } from "../../src/proxy/proxies.js";
import { shapeScorer } from "../../src/proxy/shape-scorer.js";
import { quantityOf } from "../../src/search/budget.js";
import { exhaustive } from "../../src/search/exhaustive.js";
import type { Best, Quantity, SearchRequest } from "../../src/search/search.js";
import { architectureAt, type Space, type Stage, sizeOf } from "../../src/space/space.js";
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

/** The first of the cheapest, or equals of them whose heads are nearer to 64. */
function expectSameOrNearer(space: Space, found: readonly Best[], first: readonly Best[]): void {
  const withoutGenotype = ({ genotype: _, ...one }: Best) => one;
  expect(found.map(withoutGenotype)).toEqual(first.map(withoutGenotype));
  for (const [index, { genotype }] of found.entries()) {
    const other = (first[index] as Best).genotype;
    if (isDeepStrictEqual({ ...genotype }, { ...other })) continue;
    const [own, its] = [genotype, other].map((one) => headDistance(architectureAt(space, one)));
    expect(own).toBeLessThan(its as number);
  }
}

/** How far the heads of an architecture are from 64, in doublings. */
const headDistance = ({ layers }: Architecture): number =>
  layers
    .flatMap(({ mixer, cross }) => [mixer, cross])
    .reduce(
      (sum, part) => sum + (part?.kind === "attention" ? Math.abs(Math.log2(part.headDim / 64)) : 0),
      0,
    );

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
        expectSameOrNearer(drawn.space, result.best, best);
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
        const { best, ...others } = await exhaustive.search(whole);
        expect({ ...result, best }).toEqual({ ...others, best });
        expectSameOrNearer(drawn.space, result.best, best);
        const measured = (quantity: Quantity): Quantity => {
          const { name } = quantity;
          return { name, measure: (architecture) => quantityOf(quantity, architecture) };
        };
        const budgets = drawn.budgets.map((one) => ({ ...one, quantity: measured(one.quantity) }));
        const slower = await exhaustive.search({ ...drawn, budgets, cost: measured(drawn.cost) });
        expect(slower).toEqual({ ...others, best });
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
      /^no architecture within the budgets has a score \(136 tried\): for the first the proxy returned no number$/,
    );
  });

  it("refuses a proxy that has to be waited for", () => {
    const waiting = { scoreMany: proxies.nsc.scorer().scoreMany };
    expect(exhaustive.refuses(request(tinySpace(), { scorer: waiting }))).toMatch(
      /computes its scores asynchronously/,
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
