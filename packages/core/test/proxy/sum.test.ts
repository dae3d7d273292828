import { describe, expect, it } from "vitest";
import { builtinBenchmark } from "../../src/benchmark/builtin/builtin.js";
import { evaluateProxy } from "../../src/benchmark/evaluate.js";
import { UsageError } from "../../src/errors.js";
import { proxyOf } from "../../src/proxy/expression.js";
import { prepareProxy } from "../../src/proxy/prepare.js";
import { proxies } from "../../src/proxy/proxies.js";
import { shapeProxy } from "../../src/proxy/shape-proxy.js";
import { shapeScorer } from "../../src/proxy/shape-scorer.js";
import { proxySum } from "../../src/proxy/sum.js";
import { searchMethods } from "../../src/search/methods.js";
import { budgetQuantities } from "../../src/search/quantities.js";
import { builtinSpace } from "../../src/space/builtin/builtin.js";
import { normalScores } from "../../src/statistics/normal-scores.js";
import { oneLayer, small } from "./architectures.js";

const both = proxyOf("shape + nonEmbeddingParameters");

describe("a sum of proxies", () => {
  it("adds normal scores over the list, equal ones for equal architectures", async () => {
    const list = [oneLayer(16, 64), oneLayer(64, 16), small(), oneLayer(16, 64)];
    const columns = [proxies.shape, proxies.nonEmbeddingParameters].map((proxy) =>
      normalScores(list.map((one) => proxy.scorer().score(one).value)),
    );
    const scorer = await prepareProxy(both, {});
    const scores = (await scorer.scoreMany(list)).map(({ value }) => value);
    for (const [index, score] of scores.entries())
      expect(score).toBeCloseTo((columns[0]?.[index] as number) + (columns[1]?.[index] as number), 14);
    expect(scores[3]).toBe(scores[0]);
    expect(scorer.score).toBeUndefined();
    expect(scorer.additive).toBeUndefined();
  });

  it("has no score for what one of the parts cannot score, and ranks the others as without it", async () => {
    const picky = shapeProxy({
      ...proxies.shape,
      name: "picky",
      scorer: () => shapeScorer(({ layers }) => ({ value: layers.length > 1 ? Number.NaN : 1 })),
    });
    const scorer = await prepareProxy(proxySum([picky, proxies.parameters]), {});
    const [one, none, other] = await scorer.scoreMany([oneLayer(16, 64), small(), oneLayer(64, 16)]);
    expect(none?.missing).toMatch(/NaN/);
    expect([one, other]).toEqual(await scorer.scoreMany([oneLayer(16, 64), oneLayer(64, 16)]));
  });

  it("has the options of its parts, each for those that have it", async () => {
    const sum = proxySum([proxies.zerolm, proxies.nsc]);
    expect(Object.keys(sum.options.shape)).toEqual(
      expect.arrayContaining(["alpha", "std", "nscAttention", "initialiser"]),
    );
    await expect(prepareProxy(sum, { alpha: 0.7, std: "xavier" })).resolves.toBeDefined();
    await expect(prepareProxy(sum, { dtype: "int4" })).rejects.toThrow(UsageError);
    await expect(prepareProxy(sum, { std: 1, initialiser: "xavier" })).rejects.toThrow(/^zerolm: std/);
  });

  it("says what its parts were tuned on", () => {
    expect(proxyOf("shape+series").tunedOn).toBe(`${proxies.shape.tunedOn}; ${proxies.series.tunedOn}`);
    expect(proxyOf("zerolm+nsc")).not.toHaveProperty("tunedOn");
  });

  it.each(["shape+shape", "shape+", "shape+noSuchProxy"])("refuses %s", (text) => {
    expect(() => proxyOf(text)).toThrow(UsageError);
  });

  it.each(Object.values(searchMethods))("cannot be searched, and says so: $name", async (method) => {
    const cost = budgetQuantities.parameters();
    const scorer = await prepareProxy(both, {});
    const request = { space: builtinSpace("bert-small"), scorer, budgets: [], top: 1, cost, pareto: false };
    expect(method.refuses(request)).toMatch(/ranks a given list/);
    await expect(async () => method.search(request)).rejects.toThrow(/ranks a given list/);
  });

  it("ranks five tables of uniform models better than shape or the count alone, in the mean", async () => {
    const tables = ["mobilellm-zeroshot", "mobilellm-qa", "mobilellm-heads", "chinchilla", "gemstones"];
    const mean = async (text: string): Promise<number> => {
      const taus = await Promise.all(
        tables.map(async (name) => {
          const { report } = await evaluateProxy(
            await builtinBenchmark(name),
            proxyOf(text),
            {},
            { resamples: 0 },
          );
          return report.kendall as number;
        }),
      );
      return taus.reduce((sum, tau) => sum + tau, 0) / taus.length;
    };
    const sum = await mean("shape+nonEmbeddingParameters");
    expect(sum).toBeGreaterThan(await mean("shape"));
    expect(sum).toBeGreaterThan(await mean("nonEmbeddingParameters"));
  });
});
