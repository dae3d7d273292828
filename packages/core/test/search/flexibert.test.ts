import { describe, expect, it } from "vitest";
import { cost } from "../../src/architecture/cost.js";
import { readDocument } from "../../src/document/document.js";
import { proxies } from "../../src/proxy/proxies.js";
import { exhaustive } from "../../src/search/exhaustive.js";
import type { Best, Budget, Found, SearchRequest } from "../../src/search/search.js";
import { builtinSpace, builtinSpaces } from "../../src/space/builtin/builtin.js";
import { compileSpace } from "../../src/space/compile.js";
import { architectureAt, type Space } from "../../src/space/space.js";
import { bruteForce, quantities } from "../../testing/brute-force.js";

const space = builtinSpace("flexibert");
const scorer = proxies.zerolm.scorer({ alpha: 0.7 });
const limit = (name: keyof typeof quantities, limits: Omit<Budget, "quantity">): Budget => ({
  quantity: quantities[name],
  ...limits,
});

describe("all of flexibert", async () => {
  const budgets = [limit("parameters", { maximum: 10e6 }), limit("flops", { minimum: 5e8 })];
  const request: SearchRequest = {
    space,
    scorer,
    budgets,
    top: 20,
    cost: quantities.parameters,
    pareto: true,
  };
  const result = await exhaustive.search(request);

  it("scores 10,621,440 architectures", () => {
    expect(result.evaluated).toBe(10_621_440);
    expect(result.feasible).toBeGreaterThan(1e6);
    expect(result.feasible).toBeLessThan(10e6);
  });

  it("keeps to the budgets, and tells the true score and size", () => {
    for (const { genotype, score, cost: size } of [...result.best, ...result.pareto]) {
      const architecture = architectureAt(space, genotype);
      expect(cost(architecture).parameters.total).toBe(size);
      expect(size).toBeLessThanOrEqual(10e6);
      expect(cost(architecture, { sequence: 64 }).flops.perSequence).toBeGreaterThanOrEqual(5e8);
      expect(scorer.score(architecture).value).toBe(score);
    }
  });

  it("has different scores, best first, and a front that ends in the best", () => {
    const scores = result.best.map(({ score }) => score);
    expect(scores).toHaveLength(20);
    expect(new Set(scores).size).toBe(20);
    expect(scores).toEqual(scores.toSorted((one, other) => other - one));
    for (const [index, { score, cost: size }] of result.pareto.entries()) {
      expect(size).toBeGreaterThan(result.pareto[index - 1]?.cost ?? 0);
      expect(score).toBeGreaterThan(result.pareto[index - 1]?.score ?? 0);
    }
    expect(result.pareto.at(-1)?.score).toBe(scores[0]);
    expect(result.pareto.at(-1)?.cost).toBe(result.best[0]?.cost);
  });
});

/** FlexiBERT with some of its choices only. */
function part(depth: string, heads: string, ffnWidth: string): Space {
  const text = builtinSpaces.flexibert
    .replace("depth: [2, 4]", `depth: ${depth}`)
    .replace("heads: [2, 4]", `heads: ${heads}`)
    .replace("ffnWidth: [512, 1024]", `ffnWidth: ${ffnWidth}`);
  return compileSpace(readDocument(text, "part.yaml"));
}

/** The first of those that differ in nothing but heads whose heads are nearest to 64, by looking at each. */
function withUsualHeads(space: Space, one: Best, all: readonly Found[]): Best {
  const headless = ({ genotype, cost, score }: Found): string =>
    JSON.stringify([cost, score, architectureAt(space, genotype)], (key, value) =>
      ["heads", "keyValueHeads", "headDim"].includes(key) ? undefined : value,
    );
  const distance = ({ genotype }: Found): number =>
    architectureAt(space, genotype).layers.reduce(
      (sum, { mixer }) => sum + (mixer?.kind === "attention" ? Math.abs(Math.log2(mixer.headDim / 64)) : 0),
      0,
    );
  const equals = all.filter((other) => other.score === one.score && headless(other) === headless(one));
  const least = Math.min(...equals.map(distance));
  const first = distance(one) === least ? one : (equals.find((other) => distance(other) === least) as Found);
  return { ...one, genotype: first.genotype };
}

describe.each([
  { title: "two layers", sub: part("[2]", "[2, 4]", "[512, 1024]"), size: 2n * 48n ** 2n },
  {
    title: "one to three layers of 4 heads",
    sub: part("[3, 1]", "[4]", "[512]"),
    size: 2n * (12n ** 3n + 12n),
  },
])("flexibert with $title, against looking at each", ({ sub, size }) => {
  it.each([
    ["zerolm .7", proxies.zerolm.scorer({ alpha: 0.7 })],
    ["zerolm 1", proxies.zerolm.scorer({ alpha: 1 })],
    ["nsc", proxies.nsc.scorer({ std: "xavier" })],
    ["flops", proxies.flops.scorer({})],
  ])(
    "%s: top list with counts of equals, and Pareto front, with a budget and without",
    async (_name, proxy) => {
      expect(sub.size).toBe(size);
      for (const budgets of [[], [limit("nonEmbedding", { minimum: 1e6, maximum: 3e6 })]]) {
        const request = {
          space: sub,
          scorer: proxy,
          budgets,
          top: 50,
          cost: quantities.parameters,
          pareto: true,
        };
        const brute = bruteForce(request);
        const { best, pareto, feasible } = await exhaustive.search(request);
        expect(feasible).toBe(brute.feasible.length);
        expect(best).toEqual(brute.best.map((one) => withUsualHeads(sub, one, brute.feasible)));
        expect(pareto).toEqual(brute.pareto);
        expect(brute.best.some(({ ties = 1 }) => (ties ?? 0) > 1)).toBe(true);
      }
    },
  );
});
