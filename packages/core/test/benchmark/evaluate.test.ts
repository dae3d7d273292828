import { describe, expect, it } from "vitest";
import { evaluateBaselines, evaluateProxy, macroText } from "../../src/benchmark/evaluate.js";
import { nasBenchBert } from "../../src/benchmark/nas-bench-bert.js";
import { proxies } from "../../src/proxy/proxies.js";
import { rankingReport } from "../../src/ranking/ranking.js";
import { fixtures } from "./fixtures.js";

const benchmark = nasBenchBert.read(fixtures["nas-bench-bert"].text, {});
const quality = benchmark.entries.map((entry) => entry.quality);
const few = { resamples: 50, seed: 3 };

describe("evaluateProxy", () => {
  it("scores each entry and reports the ranking within groups and sizes", () => {
    const { scores, report, proxy, alpha } = evaluateProxy(benchmark, "zerolm", { alpha: 0.7 }, few);
    const scorer = proxies.zerolm.scorer({ alpha: 0.7 });
    expect([proxy, alpha]).toEqual(["zerolm", 0.7]);
    expect([...scores]).toEqual(
      benchmark.entries.map(({ architecture }) => scorer.score(architecture).value),
    );
    const sizes = benchmark.entries.map(
      ({ architecture }) => proxies.parameters.scorer({}).score(architecture).value,
    );
    const groups = benchmark.entries.map(macroText);
    expect(report).toEqual(rankingReport(scores, quality, { sizes, groups, ...few }));
  });

  it("gives no alpha to a proxy that has none", () => {
    expect(evaluateProxy(benchmark, "flops", { alpha: 0.7 }, few).alpha).toBeUndefined();
  });
});

describe("evaluateBaselines", () => {
  it("ranks by hidden × depth, and by depth before hidden", () => {
    const [product, lexical] = evaluateBaselines(benchmark, few);
    expect([...(product?.scores ?? [])]).toEqual([256, 512, 512, 1024, 1024]);
    const order = [...(lexical?.scores ?? [])];
    expect(order[0]).toBeLessThan(order[1] as number);
    expect(order[1]).toBeLessThan(order[2] as number);
    expect(order[2]).toBeLessThan(order[3] as number);
    expect(order[3]).toBe(order[4]);
    expect(product?.report.spearman).toBe(rankingReport(product?.scores ?? [], quality, few).spearman);
  });

  it("calls groups by their macro choices", () => {
    expect(benchmark.entries.map(macroText).slice(0, 2)).toEqual([
      "depth 2, hidden 128",
      "depth 2, hidden 256",
    ]);
  });
});
