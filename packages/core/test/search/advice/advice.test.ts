import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readDocument } from "../../../src/document/document.js";
import { prepareProxy } from "../../../src/proxy/prepare.js";
import { proxies, proxyNamed } from "../../../src/proxy/proxies.js";
import { cheapestWithin } from "../../../src/search/advice/cheapest-within.js";
import { curveOfFront } from "../../../src/search/advice/curve.js";
import { atEnds, stepsBeyond } from "../../../src/search/advice/ends.js";
import { flatness } from "../../../src/search/advice/flatness.js";
import { secondOpinions } from "../../../src/search/advice/second-opinions.js";
import { SizeCurve } from "../../../src/search/advice/size-curve.js";
import { rangeOf } from "../../../src/search/budget.js";
import { evolution } from "../../../src/search/evolution.js";
import { exact } from "../../../src/search/exact/exact.js";
import { exhaustive } from "../../../src/search/exhaustive.js";
import { milp } from "../../../src/search/milp/milp.js";
import { budgetQuantities } from "../../../src/search/quantities.js";
import type { Best, Found, SearchRequest } from "../../../src/search/search.js";
import { type CompileOptions, compileSpace } from "../../../src/space/compile.js";
import { architectureAt, enumerate, type MacroOption } from "../../../src/space/space.js";
import { arbitrarySpace } from "../../../testing/arbitrary-space.js";
import { bruteForce, quantities, scoreOf } from "../../../testing/brute-force.js";

const document = readDocument(
  JSON.stringify({
    name: "advice",
    macro: { hidden: { from: 64, to: 192, step: 32 }, depth: [2, 4, 6] },
    layer: { width: [64, 128, 256, 512] },
    architecture: {
      kind: "decoder",
      hidden: "hidden",
      embedding: { vocabulary: 1000 },
      head: { vocabulary: "tied" },
    },
    layersEqual: true,
    layers: { mixer: { kind: "attention", heads: 2 }, ffn: { kind: "gated", width: "width" } },
  }),
  "advice.json",
);
const compile = (options?: CompileOptions) => compileSpace(document, options);
const space = compile();
const cost = quantities.parameters;
const budget = { quantity: cost, maximum: 1e6 };
const request: SearchRequest = {
  space,
  scorer: proxies.shape.scorer(),
  budgets: [budget],
  top: 1000,
  cost,
  pareto: false,
};
const all = bruteForce(request).feasible;

describe("the best of each macro option", () => {
  const expected = space.macroOptions
    .flatMap((_, macro) => {
      const scores = all.filter(({ genotype }) => genotype.macro === macro).map(({ score }) => score);
      return scores.length > 0 ? [Math.max(...scores)] : [];
    })
    .sort((one, other) => other - one);

  it.each([exhaustive, exact, milp])("is found and proven, highest first: $name", async (method) => {
    const { best, optimal } = await method.search({ ...request, perMacro: true });
    expect(best.map(({ score }) => score)).toEqual(expected);
    expect(new Set(best.map(({ genotype }) => genotype.macro)).size).toBe(expected.length);
    for (const { genotype, score } of best)
      expect(scoreOf(request.scorer, architectureAt(space, genotype))).toBe(score);
    expect(optimal).toBe(true);
  });

  it("is sorted out of what evolution came across", async () => {
    const { best } = await evolution.search({
      ...request,
      perMacro: true,
      top: 3,
      limits: { evaluations: 500 },
    });
    expect(best).toHaveLength(3);
    expect(new Set(best.map(({ genotype }) => genotype.macro)).size).toBe(3);
    expect(best[0]?.score).toBe(expected[0]);
  });

  it("is the lowest of each where less is better", async () => {
    const { best } = await exact.search({ ...request, perMacro: true, minimize: true, top: 2 });
    expect(best[0]?.score).toBe(Math.min(...all.map(({ score }) => score)));
    expect(best[1]!.score).toBeGreaterThan(best[0]!.score);
  });
});

describe("searches of random spaces", () => {
  /** The best score of each macro option, highest first. */
  const shapesOf = (drawn: SearchRequest): number[] => {
    const best = new Map<number, number>();
    for (const { genotype, score } of bruteForce(drawn).feasible)
      best.set(genotype.macro, Math.max(score, best.get(genotype.macro) ?? Number.NEGATIVE_INFINITY));
    return [...best.values()].sort((one, other) => other - one).slice(0, drawn.top);
  };

  const drawn = fc
    .record({
      space: arbitrarySpace,
      name: fc.constantFrom("shape", "zerolm", "nonEmbeddingParameters" as const),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      top: fc.integer({ min: 1, max: 5 }),
    })
    .map(({ space: one, name, share, top }): SearchRequest => {
      const { minimum, maximum } = rangeOf(cost, one);
      const budgets = [{ quantity: cost, maximum: Math.ceil(minimum + share * (maximum - minimum)) }];
      return { ...request, space: one, scorer: proxies[name].scorer(), budgets, top };
    });

  it("list the best of each macro option as brute force does, whatever the method", () =>
    fc.assert(
      fc.asyncProperty(drawn, async (asked) => {
        for (const method of [exhaustive, exact, milp]) {
          const { best } = await method.search({ ...asked, perMacro: true });
          expect(best.map(({ score }) => score)).toEqual(shapesOf(asked));
          expect(new Set(best.map(({ genotype }) => genotype.macro)).size).toBe(best.length);
        }
      }),
      { numRuns: 30 },
    ));

  it("find the same with a floor that it reaches, and nothing with one above", () =>
    fc.assert(
      fc.asyncProperty(drawn, async (asked) => {
        const scores = shapesOf({ ...asked, top: 1000 });
        const floor = scores[Math.floor(scores.length / 2)] as number;
        for (const method of [exhaustive, exact, milp]) {
          const { best } = await method.search({ ...asked, perMacro: true, floor, top: 1000 });
          expect(best.map(({ score }) => score)).toEqual(scores.filter((score) => score >= floor));
          const above = { ...asked, floor: (scores[0] as number) + 1 };
          await expect(method.search(above)).rejects.toThrow("nothing within the budgets reaches");
        }
      }),
      { numRuns: 20 },
    ));

  it("find the cheapest within a share of the best as brute force does", () =>
    fc.assert(
      fc.asyncProperty(drawn, fc.double({ min: 0, max: 0.2, noNaN: true }), async (asked, share) => {
        const all = bruteForce(asked).feasible;
        const best = Math.max(...all.map(({ score }) => score));
        const enough = all.filter(({ score }) => score >= best - share * Math.abs(best));
        const flops = ({ genotype }: Found) =>
          quantities.flops.measure(architectureAt(asked.space, genotype));
        for (const method of [exhaustive, milp]) {
          const found = await cheapestWithin(method, asked, share, quantities.flops);
          expect(found.cheapest.cost).toBe(Math.min(...enough.map(flops)));
          expect(found.optimal).toBe(true);
        }
      }),
      { numRuns: 4 },
    ));
});

describe("equivalent size", () => {
  const curve = new SizeCurve(exact, request, budget);

  it("is by how much the budget would have to shrink for its best to score as low", async () => {
    const first = all.reduce((best, one) => (one.score > best.score ? one : best));
    expect(await curve.equivalentSize(first.score)).toBe(0);
    for (const { score } of all.filter((_, index) => index % 9 === 0)) {
      const percent = await curve.equivalentSize(score);
      // The cheapest that is better than it marks where the best begins to exceed it.
      const better = all.filter((one) => one.score > score).map((one) => one.cost);
      const expected = better.length === 0 ? 0 : 100 * (1 - Math.min(...better) / budget.maximum);
      expect(Math.abs(percent - expected)).toBeLessThan(expected < 9.9 ? 0.16 : 1.06);
    }
  });

  it("is the same on a front of score against the budget", async () => {
    const { pareto } = await exhaustive.search({ ...request, pareto: true });
    const front = curveOfFront(pareto, budget.maximum);
    for (const { score } of all.filter((_, index) => index % 9 === 0)) {
      const [whole, searched] = [await front.equivalentSize(score), await curve.equivalentSize(score)];
      expect(Math.abs(whole - searched)).toBeLessThan(whole < 9.9 ? 0.11 : 1.01);
    }
    expect(await front.bestAt(0.8)).toBe(await curve.bestAt(0.8));
  });

  it("counts the shapes within 5 % of the best, and says how far their depth and hidden size reach", async () => {
    const threshold = Math.max(...all.filter((one) => one.cost <= 0.95e6).map(({ score }) => score));
    const macros = new Set(
      all.filter(({ score }) => score >= threshold).map(({ genotype }) => genotype.macro),
    );
    const options = [...macros].map((macro) => space.macroOptions[macro] as MacroOption);
    const hidden = options.map(({ frame }) => frame.hidden);
    const depth = options.map(({ choices }) => choices.depth as number);
    expect(await flatness(exact, request, curve)).toEqual({
      hidden: { least: Math.min(...hidden), most: Math.max(...hidden) },
      depth: { least: Math.min(...depth), most: Math.max(...depth) },
      shapes: macros.size,
    });
  });
});

describe("ends", () => {
  it("are the choices of an answer at an end of their range, with what one step beyond is worth", async () => {
    const { best } = await exact.search({ ...request, top: 1 });
    const [first] = best as [Best];
    const { choices, stages } = space.macroOptions[first.genotype.macro] as MacroOption;
    const ends = atEnds(space, first.genotype);
    expect(choices.depth).toBe(6);
    expect(ends).toContainEqual({ choice: "depth", value: 6, end: "most" });
    expect(ends.some(({ choice }) => choice === "hidden")).toBe([64, 192].includes(choices.hidden as number));
    expect(stages[0]?.choices).toHaveLength(4);
    const steps = await stepsBeyond(exact, request, compile, {
      score: first.score,
      ends,
      budget,
      amount: first.cost,
    });
    const deeper = steps.find(({ choice }) => choice === "depth");
    const widerSpace = compile({ widen: { depth: "most" } });
    expect(new Set(widerSpace.macroOptions.map((option) => option.choices.depth))).toContain(8);
    const deepest = bruteForce({ ...request, space: widerSpace }).best[0] as Best;
    expect(deeper?.gain).toBe(deepest.score - first.score);
    expect(deeper?.beyond).toBe(8);
    // The least size at which a deeper one scores as much.
    const enough = bruteForce({ ...request, space: widerSpace, budgets: [] }).feasible;
    const isDeeper = ({ genotype }: Found) => widerSpace.macroOptions[genotype.macro]?.choices.depth === 8;
    const least = Math.min(
      ...enough.filter((one) => isDeeper(one) && one.score >= first.score).map((one) => one.cost),
    );
    const spared = Math.max(0, 100 * (1 - least / first.cost));
    expect(deeper?.equivalentSize).toBeGreaterThan(spared - (spared < 9.9 ? 0.15 : 1.05));
    expect(deeper?.equivalentSize).toBeLessThanOrEqual(spared + (spared < 9.9 ? 0.05 : 1));
    expect(deeper?.gain).toBeGreaterThan(0);
  });

  it("counts the layers at the end of a layer choice, and says nothing of choices without a range", () => {
    const single = compile({ set: { hidden: 64, depth: 6 } });
    expect(atEnds(single, { macro: 0, layers: [0] })).toEqual([
      { choice: "width", value: 64, end: "least", layers: 6 },
    ]);
    expect(atEnds(single, { macro: 0, layers: [1] })).toEqual([]);
  });
});

describe("second opinions", () => {
  it("are the places of the answer among its rivals", async () => {
    const architectures = all.slice(0, 6).map(({ genotype }) => architectureAt(space, genotype));
    const [one, none] = await secondOpinions(architectures, {
      parameters: proxies.parameters.scorer(),
      silent: { scoreMany: async (list) => list.map(() => ({ value: Number.NaN, missing: "is silent" })) },
    });
    const sizes = architectures.map((each) => cost.measure(each));
    expect(one).toEqual({
      proxy: "parameters",
      place: 1 + sizes.filter((size) => size > (sizes[0] as number)).length,
      of: 6,
    });
    expect(none).toEqual({ proxy: "silent", of: 0 });
  });
});

describe("the cheapest within a share of the best", () => {
  it.each([exhaustive, milp])("is the one that brute force finds: $name", async (method) => {
    for (const share of method === milp ? [0.02] : [0, 0.002, 0.02, 1]) {
      const prefer = budgetQuantities.flops({ sequence: 64 });
      const { best, threshold, cheapest, optimal } = await cheapestWithin(method, request, share, prefer);
      const enough = all.filter(({ score }) => score >= threshold);
      const flops = enough.map(({ genotype }) => quantities.flops.measure(architectureAt(space, genotype)));
      expect(best.score).toBe(Math.max(...all.map(({ score }) => score)));
      expect(cheapest.cost).toBe(Math.min(...flops));
      expect(cheapest.score).toBeGreaterThanOrEqual(threshold);
      expect(optimal).toBe(true);
    }
  });
});

describe("what search calls best", () => {
  it("is never ranked below another member of the same space", () =>
    fc.assert(
      fc.asyncProperty(
        arbitrarySpace,
        fc.constantFrom("shape", "zerolm", "nsc", "absoluteWeight", "parameters"),
        async (drawn, name) => {
          const scorer = await prepareProxy(proxyNamed(name), {});
          const { best } = await exact.search({ ...request, space: drawn, scorer, budgets: [], top: 1 });
          const members = [...enumerate(drawn)].map((genotype) => architectureAt(drawn, genotype));
          const scores = (await scorer.scoreMany(members)).map(({ value }) => value);
          expect(best[0]?.score).toBe(Math.max(...scores));
        },
      ),
      { numRuns: 40 },
    ));
});
