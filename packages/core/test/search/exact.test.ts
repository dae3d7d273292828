import { describe, expect, it } from "vitest";
import { proxies } from "../../src/proxy/proxies.js";
import type { Additive } from "../../src/proxy/proxy.js";
import { chooseMethod } from "../../src/search/auto.js";
import { exact } from "../../src/search/exact/exact.js";
import { exhaustive } from "../../src/search/exhaustive.js";
import type { SearchRequest } from "../../src/search/search.js";
import { builtinSpace } from "../../src/space/builtin/builtin.js";
import { architectureAt } from "../../src/space/space.js";

const nonEmbedding = {
  name: "non-embedding parameters",
  additive: proxies.nonEmbeddingParameters.scorer({}).additive as Additive,
};

const request = (
  space: string,
  proxy: keyof typeof proxies,
  more: Partial<SearchRequest>,
): SearchRequest => ({
  space: builtinSpace(space),
  scorer: proxies[proxy].scorer({ nscAttention: "merged", std: 0.02, alpha: 0.5 }),
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
    expect(drawn.scorer.score(architecture).value).toBe(first?.score);
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

  it("agrees with scoring all of flexibert", async () => {
    const budgets = [{ quantity: nonEmbedding, minimum: 1e6, maximum: 6e6 }];
    const drawn = request("flexibert", "nsc", { budgets, top: 20, pareto: true });
    const point = ({ score, cost }: { score: number; cost: number }) => ({ score, cost });
    const [one, other] = [await exact.search(drawn), await exhaustive.search(drawn)];
    expect(one.best.map(point)).toEqual(other.best.map(point));
    expect(one.pareto.map(point)).toEqual(other.pareto.map(point));
  });
});

describe("exact refuses", () => {
  it("a proxy and a budget that are no sums over layers, and says which", () => {
    const latency = { name: "latency", measure: () => 1 };
    const whole = { score: () => ({ value: 1 }) };
    const refusal = (more: Partial<SearchRequest>): string | undefined =>
      exact.refuses(request("lts-gpt2", "zerolm", more));
    expect(refusal({ scorer: whole })).toBe(
      "this proxy is not a sum over layers; it cannot be laid out by layer",
    );
    expect(refusal({ cost: latency, budgets: [{ quantity: latency, maximum: 2 }] })).toBe(
      "latency is not a sum over layers; it cannot be laid out by layer",
    );
  });
});

describe("auto", () => {
  it("scores each architecture where that is quick, else searches exactly, else by a heuristic", () => {
    const chosen = (space: string, more: Partial<SearchRequest> = {}): string =>
      chooseMethod(request(space, "zerolm", more)).name;
    expect(chosen("flexibert")).toBe("exhaustive");
    expect(chosen("lts-gpt2")).toBe("exact");
    const whole = { score: () => ({ value: 1 }) };
    expect(chosen("autoformer-tiny", { scorer: whole })).toBe("evolution");
    expect(chosen("lts-gpt2", { scorer: whole, pareto: true })).toBe("nsga2");
  });
});
