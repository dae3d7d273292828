import { describe, expect, it } from "vitest";
import { crossFittedAlpha } from "../../src/alpha/cross-fitted.js";
import type { Benchmark, PublishedScores } from "../../src/benchmark/benchmark.js";
import {
  compareEvaluations,
  evaluateBaselines,
  evaluateCrossFitted,
  evaluateProxy,
  evaluatePublished,
  foldsOf,
  macroText,
} from "../../src/benchmark/evaluate.js";
import { withFlippedScores } from "../../src/benchmark/flipped-scores.js";
import { nasBenchBert } from "../../src/benchmark/nas-bench-bert.js";
import { scoresByNetwork } from "../../src/benchmark/network-scores.js";
import { UsageError } from "../../src/errors.js";
import { proxies } from "../../src/proxy/proxies.js";
import { kendall } from "../../src/statistics/kendall.js";
import { rankingReport } from "../../src/statistics/statistics.js";
import { ndcgAtK, precisionAtK, topKRegret } from "../../src/statistics/top-k.js";
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

const withScores = (publishedScores: PublishedScores, times = 2): Benchmark => ({
  ...benchmark,
  entries: Array.from({ length: times }, (_, copy) =>
    benchmark.entries.map((entry) => ({ ...entry, quality: entry.quality + copy / 10 })),
  ).flat(),
  publishedScores,
});

describe("evaluatePublished", () => {
  it("judges scores by the networks that have one, as they are", () => {
    const tens = [5, 1, 2, 3, 4, 9, 6, 7, 8, 10];
    const holes = tens.map((score, index) => (index < 3 ? undefined : -score));
    const lonely = tens.map((score, index) => (index < 4 ? score : undefined));
    const published = withScores({ theirs: tens, holes, lonely });
    const [theirs, some, ...rest] = evaluatePublished(published, few);
    expect(rest).toEqual([]);
    expect(theirs).toMatchObject({ proxy: "theirs", kind: "published", alpha: undefined });
    expect(theirs?.report.kendall).toBe(
      kendall(
        tens,
        published.entries.map((entry) => entry.quality),
      ),
    );
    expect(some?.entries).toEqual(published.entries.slice(3));
    expect([...(some?.scores ?? [])]).toEqual(holes.slice(3));
    expect(evaluatePublished(benchmark)).toEqual([]);
  });
});

describe("the number that is chosen by score", () => {
  it("is k, 10 unless told otherwise", () => {
    const twenty = withScores({ theirs: Array.from({ length: 20 }, (_, index) => index) }, 4);
    const of = (k?: number) => evaluatePublished(twenty, { ...few, k })[0]!;
    const qualities = of().entries.map((entry) => entry.quality);
    for (const k of [1, 5, 19]) {
      const { report, scores } = of(k);
      expect(report).toMatchObject({
        k,
        topKRegret: topKRegret(scores, qualities, k),
        ndcg: ndcgAtK(scores, qualities, k),
        precision: precisionAtK(scores, qualities, k),
      });
    }
    expect(of().report.k).toBe(10);
    expect(() => of(0)).toThrow("k is 0");
  });
});

describe("withFlippedScores", () => {
  const scored = withScores({ theirs: [5, 1, 2, 3, 4, 9, 6, 7, 8, 10], holes: [1, undefined, 3] });

  it("turns published scores round under a name that says so", () => {
    const { publishedScores } = withFlippedScores(scored, ["holes"]);
    expect(publishedScores).toEqual({
      theirs: scored.publishedScores?.theirs,
      "−holes": [-1, undefined, -3],
    });
    const [before] = evaluatePublished(scored, few);
    const [after] = evaluatePublished(withFlippedScores(scored, ["theirs"]), few);
    expect(after?.proxy).toBe("−theirs");
    expect(after?.report.kendall).toBe(-(before?.report.kendall ?? 0));
  });

  it("refuses a score that is not there", () => {
    expect(() => withFlippedScores(scored, ["their"])).toThrow("did you mean theirs?");
    expect(() => withFlippedScores(benchmark, ["theirs"])).toThrow(UsageError);
    expect(withFlippedScores(benchmark, [])).toEqual(benchmark);
  });
});

describe("scoresByNetwork", () => {
  it("has a row a network and a column an evaluation, also for a published score called like a proxy", () => {
    const published = withScores({ flops: [5, 1, 2, 3, 4, 9, 6, 7, 8, undefined] });
    const evaluations = [
      evaluateProxy(published, "flops", {}, few),
      ...evaluatePublished(published, few),
      ...evaluateBaselines(published, few),
    ];
    const { columns, rows } = scoresByNetwork(published, evaluations);
    expect(columns).toEqual(["flops", "flops (published)", "hidden × depth", "by depth, then hidden"]);
    expect(rows).toHaveLength(10);
    const { id, quality, macro, architecture } = published.entries[9]!;
    expect(rows[9]).toEqual({
      id,
      quality,
      ...macro,
      parameters: proxies.parameters.scorer({}).score(architecture).value,
      scores: [evaluations[0]?.scores[9], undefined, macro.hidden * macro.depth, evaluations[3]?.scores[9]],
    });
    expect(rows.slice(0, 9).map(({ scores }) => scores[1])).toEqual([5, 1, 2, 3, 4, 9, 6, 7, 8]);
  });
});

describe("evaluateCrossFitted", () => {
  it("judges the ranking that cross-fitting makes, with as many folds as there are networks for", () => {
    const ten = withScores({});
    const quality = ten.entries.map((entry) => entry.quality);
    const architectures = ten.entries.map(({ architecture }) => architecture);
    const fitted = crossFittedAlpha(architectures, quality, { seed: 3 });
    const judged = evaluateCrossFitted(ten, few);
    expect(judged).toMatchObject({ proxy: "zerolm", kind: "proxy", alpha: fitted.alpha.mean });
    expect(judged.scores).toEqual(fitted.scores);
    expect([4, 9, 10, 500].map(foldsOf)).toEqual([2, 4, 5, 5]);
  });
});

describe("compareEvaluations", () => {
  it("compares what judged all networks, the baselines left out", () => {
    const tens = [5, 1, 2, 3, 4, 9, 6, 7, 8, 10];
    const published = withScores({ flops: tens, part: tens.map((score) => (score > 3 ? score : undefined)) });
    const evaluations = [
      evaluateProxy(published, "flops", {}, few),
      ...evaluatePublished(published, few),
      ...evaluateBaselines(published, few),
    ];
    const [pair, ...rest] = compareEvaluations(evaluations, published, few);
    expect(rest).toEqual([]);
    expect([pair?.first.kind, pair?.second.kind]).toEqual(["proxy", "published"]);
    expect(pair?.difference).toBe(evaluations[0]!.report.kendall! - evaluations[1]!.report.kendall!);
  });
});
