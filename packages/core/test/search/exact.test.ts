import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bestOf, finished } from "../../src/knapsack/best.js";
import { proxies } from "../../src/proxy/proxies.js";
import { shapeScorer } from "../../src/proxy/shape-scorer.js";
import { chooseMethod } from "../../src/search/auto.js";
import { exact, offering } from "../../src/search/exact/exact.js";
import { programsOf } from "../../src/search/exact/programs.js";
import { exhaustive } from "../../src/search/exhaustive.js";
import { milp } from "../../src/search/milp/milp.js";
import type { Found, SearchProgress, SearchRequest } from "../../src/search/search.js";
import { TopList } from "../../src/search/top-list.js";
import { builtinSpace } from "../../src/space/builtin/builtin.js";
import { architectureAt, enumerate } from "../../src/space/space.js";
import { spaceOf } from "../../testing/arbitrary-space.js";
import { bruteForce, isWithin, scoreOf } from "../../testing/brute-force.js";
import { arbitraryRequest } from "../../testing/search-contract.js";

const nonEmbedding = {
  name: "non-embedding parameters",
  additive: proxies.nonEmbeddingParameters.scorer().additive,
};

const scorers = {
  nsc: proxies.nsc.scorer({ nscAttention: "merged", std: 0.02 }),
  zerolm: proxies.zerolm.scorer({ alpha: 0.5 }),
  parameters: proxies.parameters.scorer(),
};

const request = (
  space: string,
  proxy: keyof typeof scorers,
  more: Partial<SearchRequest>,
): SearchRequest => ({
  space: builtinSpace(space),
  scorer: scorers[proxy],
  budgets: [],
  top: 1,
  cost: nonEmbedding,
  pareto: false,
  ...more,
});

describe("exact", () => {
  it("finds the optimum of the NSC paper's space at 38.4M ± 5 %, computed three ways elsewhere", async () => {
    const budgets = [{ quantity: nonEmbedding, minimum: 38.4e6 * 0.95, maximum: 38.4e6 * 1.05 }];
    const drawn = request("nsc-transformer-xl", "nsc", { budgets });
    const { best, optimal, bound } = await exact.search(drawn);
    const [first] = best;
    expect(first?.score).toBe(12391.75611850911);
    expect({ optimal, bound }).toEqual({ optimal: true, bound: 12391.75611850911 });
    const architecture = architectureAt(drawn.space, first?.genotype ?? { macro: 0, layers: [] });
    expect(architecture.hidden).toBe(512);
    expect(architecture.layers).toHaveLength(18);
    expect(architecture.layers.map(({ ffn }) => ffn)).toEqual(
      architecture.layers.map(() => expect.objectContaining({ widths: [1152] })),
    );
    expect(scoreOf(drawn.scorer, architecture)).toBe(first?.score);
  });

  it("proves the optimum among 7·10²³ architectures and gives a front that rises", async () => {
    const budgets = [{ quantity: nonEmbedding, minimum: 39.6e6, maximum: 40.4e6 }];
    const drawn = request("lts-gpt2", "zerolm", { budgets, top: 10, pareto: true });
    const { best, pareto } = await exact.search(drawn);
    const scores = best.map(({ score }) => score);
    expect(new Set(scores).size).toBe(10);
    expect(scores).toEqual(scores.toSorted((one, other) => other - one));
    expect(pareto.at(-1)?.score).toBe(scores[0]);
    for (const [index, { score, cost }] of pareto.entries()) {
      expect(cost).toBeGreaterThan(pareto[index - 1]?.cost ?? 0);
      expect(score).toBeGreaterThan(pareto[index - 1]?.score ?? 0);
    }
  });

  it("lets adapters of LLaMA 7B be as cheap as they may, since no rank scores", async () => {
    const parameters = { name: "parameters", additive: proxies.parameters.scorer().additive };
    const budgets = [{ quantity: parameters, maximum: 5.7e9 }];
    const drawn = request("lonas-llama-7b", "nsc", { budgets, cost: parameters, top: 10, pareto: true });
    const { best, pareto } = await exact.search(drawn);
    // bench/peers/search_exact.py finds the same value.
    expect(best[0]?.score).toBeCloseTo(833_655.6173568568, 6);
    expect(best).toHaveLength(10);
    for (const { genotype } of [...best, ...pareto])
      for (const { adapters } of architectureAt(drawn.space, genotype).layers)
        expect(adapters?.map(({ rank }) => rank)).toEqual([28, 28, 32]);
    const all = await exact.search(request("lonas-llama-7b", "nsc", { cost: parameters, pareto: true }));
    expect(all.pareto).toHaveLength(129); // 32 layers, each 0 to 4 steps above the narrowest
  });

  it("agrees with scoring all of flexibert", async () => {
    const budgets = [{ quantity: nonEmbedding, minimum: 1e6, maximum: 6e6 }];
    const drawn = request("flexibert", "nsc", { budgets, top: 20, pareto: true });
    const point = ({ score, cost }: { score: number; cost: number }) => ({ score, cost });
    const [one, other] = [await exact.search(drawn), await exhaustive.search(drawn)];
    expect(one.best.map(point)).toEqual(other.best.map(point));
    expect(one.pareto.map(point)).toEqual(other.pareto.map(point));
  });
});

describe("exact, in a space of more options a layer than a function takes arguments", () => {
  const space = spaceOf({
    name: "many",
    macro: { depth: [1, 2] },
    layer: { ffnWidth: { from: 1, to: 70_000, step: 1 }, heads: [1, 2] },
    architecture: { hidden: 8, embedding: { vocabulary: 10 } },
    layers: { mixer: { kind: "attention", heads: "heads" }, ffn: { kind: "plain", width: "ffnWidth" } },
  });

  it("finds the best, and says what is nearest where nothing fits", async () => {
    const drawn = { ...request("flexibert", "zerolm", {}), space };
    const small = await exact.search({ ...drawn, budgets: [{ quantity: nonEmbedding, maximum: 20_000 }] });
    const [best] = small.best;
    const { layers } = architectureAt(space, best!.genotype);
    expect(best!.score).toBe(scoreOf(drawn.scorer, architectureAt(space, best!.genotype)));
    expect(layers).toHaveLength(2);
    await expect(
      exact.search({ ...drawn, budgets: [{ quantity: nonEmbedding, maximum: 10 }] }),
    ).rejects.toThrow(/^no architecture of many fits: the smallest has 345 .*. Raise the maximum to that.$/);
  });
});

describe("exact, where a gap between two depths holds nothing", () => {
  const space = spaceOf({
    name: "gap",
    macro: { depth: [1, 8] },
    layer: { ffnWidth: [16, 32] },
    architecture: { hidden: 16, embedding: { vocabulary: 10 } },
    layers: { mixer: { kind: "attention", heads: 1 }, ffn: { kind: "plain", width: "ffnWidth" } },
  });
  const ends = [...enumerate(space)].map((genotype) => architectureAt(space, genotype));
  const sizes = (depth: number): number[] =>
    ends
      .filter(({ layers }) => layers.length === depth)
      .map((architecture) => proxies.nonEmbeddingParameters.scorer({}).score(architecture).value);
  const [below, above] = [Math.max(...sizes(1)), Math.min(...sizes(8))];

  it("names the values on either side", async () => {
    const budgets = [{ quantity: nonEmbedding, minimum: below + 1, maximum: above - 1 }];
    await expect(exact.search({ ...request("flexibert", "nsc", { budgets }), space })).rejects.toThrow(
      `raise the maximum of non-embedding parameters to ${above.toLocaleString("en-US")} or lower the minimum of non-embedding parameters to ${below.toLocaleString("en-US")}`,
    );
  });

  it("finds what lies at either side", async () => {
    for (const size of [below, above]) {
      const budgets = [{ quantity: nonEmbedding, minimum: size, maximum: size }];
      const { best } = await exact.search({ ...request("flexibert", "nsc", { budgets }), space });
      expect(best[0]?.cost).toBe(size);
    }
  });
});

/** Layers whose costs have hardly a step in common, so that nearly every sum is a cost of its own. */
const unevenSpace = spaceOf({
  name: "uneven",
  macro: { depth: [32] },
  layer: {
    headDim: [61, 62, 64, 67],
    width: Array.from({ length: 12 }, (_, index) => 256 + 64 * index + ((index * index * 7) % 61)),
  },
  architecture: { hidden: 512, embedding: { vocabulary: 1000 } },
  layers: {
    mixer: { kind: "attention", heads: 8, headDim: "headDim" },
    ffn: { kind: "plain", width: "width" },
  },
});
/** Somewhere in the middle. */
const tight = { quantity: nonEmbedding, maximum: 54_321_987 };

describe("exact, where it cannot follow everything", () => {
  it("finds what looking at every architecture finds, however little it is given at first", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRequest, fc.constantFrom(1, 40), async (drawn, firstSteps) => {
        if (exact.refuses(drawn) !== undefined || drawn.minimize) return;
        const list = new TopList(Math.max(1, drawn.top));
        const open = finished(bestOf(programsOf(drawn), offering(list), { firstSteps, fewOffsets: 0 }));
        const best = list.entries;
        const scores = (found: readonly Found[]) => found.map(({ score }) => score);
        const brute = bruteForce({ ...drawn, top: Math.max(1, drawn.top) });
        expect(open).toBe(Number.NEGATIVE_INFINITY);
        expect(scores(best)).toEqual(scores(brute.best));
        for (const found of best)
          expect(isWithin(architectureAt(drawn.space, found.genotype), drawn.budgets)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("agrees with integer programs where every sum is a cost of its own", async () => {
    const drawn: SearchRequest = { ...request("lts-gpt2", "nsc", { budgets: [tight] }), space: unevenSpace };
    const [one, other] = [await exact.search(drawn), await milp.search(drawn)];
    expect(one).toMatchObject({ optimal: true, bound: one.best[0]?.score });
    expect(one.best[0]?.score).toBe(other.best[0]?.score);
  });

  it("ends when told to with the best so far and a bound on what may be better", async () => {
    const signal = { aborted: false };
    const bounds: (readonly [number, number])[] = [];
    const onProgress = ({ best, bound, done }: SearchProgress): void => {
      expect(done).toBeGreaterThanOrEqual(0);
      expect(done).toBeLessThanOrEqual(1);
      if (best === undefined) return;
      bounds.push([best, bound as number]);
      signal.aborted = true;
    };
    const hard = { space: unevenSpace, budgets: [tight], signal, onProgress, pareto: true };
    const drawn = { ...request("lts-gpt2", "parameters", {}), ...hard };
    const { best, bound, optimal, pareto, whole } = await exact.search(drawn);
    const [first] = best;
    expect({ optimal, whole }).toEqual({ optimal: false, whole: false });
    expect(pareto.map(({ score }) => score)).toEqual([first?.score]);
    expect(first?.cost).toBeLessThanOrEqual(tight.maximum);
    expect(bound).toBeGreaterThan(first?.score as number);
    for (const [known, limit] of bounds) expect(limit).toBeGreaterThanOrEqual(known);
  });

  it("says so where its time is up before it found anything", async () => {
    const drawn = {
      ...request("lts-gpt2", "nsc", { budgets: [tight], limits: { seconds: 1e-9 } }),
      space: unevenSpace,
    };
    await expect(async () => exact.search(drawn)).rejects.toThrow(
      /found nothing within the budget in the time and memory/,
    );
  });
});

describe("exact refuses", () => {
  it("a proxy and a budget that are no sums over layers, and says which", () => {
    const latency = { name: "latency", measure: () => 1 };
    const whole = shapeScorer(() => ({ value: 1 }));
    const refusal = (more: Partial<SearchRequest>): string | undefined =>
      exact.refuses(request("lts-gpt2", "zerolm", more));
    expect(refusal({ scorer: whole })).toBe(
      "this proxy is not a sum over layers, so this method cannot use it",
    );
    expect(refusal({ cost: latency, budgets: [{ quantity: latency, maximum: 2 }] })).toBe(
      "latency is not a sum over layers, so this method cannot use it",
    );
  });
});

describe("auto", () => {
  it("scores each architecture where that is quick, else searches exactly, else by a heuristic", () => {
    const chosen = (space: string, more: Partial<SearchRequest> = {}): string =>
      chooseMethod(request(space, "zerolm", more)).name;
    expect(chosen("flexibert")).toBe("exhaustive");
    expect(chosen("lts-gpt2")).toBe("exact");
    expect(chosen("lts-gpt2", { space: unevenSpace, budgets: [tight] })).toBe("milp");
    expect(chosen("lts-gpt2", { space: unevenSpace, budgets: [tight], pareto: true })).toBe("exact");
    const whole = shapeScorer(() => ({ value: 1 }));
    expect(chosen("autoformer-tiny", { scorer: whole })).toBe("evolution");
    expect(chosen("lts-gpt2", { scorer: whole, pareto: true })).toBe("nsga2");
  });
});
