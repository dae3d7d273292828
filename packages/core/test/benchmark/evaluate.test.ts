import { describe, expect, it } from "vitest";
import { z } from "zod";
import { crossFittedAlpha } from "../../src/alpha/cross-fitted.js";
import type { Architecture } from "../../src/architecture/architecture.js";
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
import { UsageError } from "../../src/errors.js";
import { proxies } from "../../src/proxy/proxies.js";
import { kendall } from "../../src/statistics/kendall.js";
import { rankingReport } from "../../src/statistics/statistics.js";
import { ndcgAtK, precisionAtK, topKRegret } from "../../src/statistics/top-k.js";
import { fixtures } from "./fixtures.js";

const benchmark = nasBenchBert.read(fixtures["nas-bench-bert"].text, {});
const quality = benchmark.entries.map((entry) => entry.quality);
const few = { resamples: 50, seed: 3 };

const withScores = (publishedScores: PublishedScores, times = 2): Benchmark => ({
  ...benchmark,
  entries: Array.from({ length: times }, (_, copy) =>
    benchmark.entries.map((entry) => ({ ...entry, quality: entry.quality + copy / 10 })),
  ).flat(),
  publishedScores,
});

describe("evaluateProxy", () => {
  it("scores each entry and reports the ranking within groups and sizes", async () => {
    const evaluated = await evaluateProxy(benchmark, proxies.zerolm, { alpha: 0.7 }, few);
    const { scores, report, proxy, alpha } = evaluated;
    const scorer = proxies.zerolm.scorer({ alpha: 0.7 });
    expect([proxy, alpha]).toEqual(["zerolm", 0.7]);
    expect([...scores]).toEqual(
      benchmark.entries.map(({ architecture }) => scorer.score(architecture).value),
    );
    const sizes = benchmark.entries.map(
      ({ architecture }) => proxies.parameters.scorer().score(architecture).value,
    );
    const groups = benchmark.entries.map(macroText);
    expect(report).toEqual(rankingReport(scores, quality, { sizes, groups, ...few }));
  });

  it("gives no alpha to a proxy that has none, and refuses one for it", async () => {
    expect((await evaluateProxy(benchmark, proxies.flops, {}, few)).alpha).toBeUndefined();
    await expect(evaluateProxy<z.ZodObject>(benchmark, proxies.flops, { alpha: 0.7 }, few)).rejects.toThrow(
      /^flops: alpha is not a known key/,
    );
  });

  /** Scores size, but for some names it does what `fails` does. */
  const failing = (fails: (name: string) => unknown) => ({
    name: "mine",
    summary: "size, sometimes",
    source: "a test",
    options: z.strictObject({}),
    needs: "shapes" as const,
    prepare: async () => ({
      scoreMany: async (architectures: readonly Architecture[]) =>
        architectures.map(({ name = "", hidden, layers }) => ({
          value: Number(fails(name) ?? hidden + layers.length),
        })),
    }),
  });
  const ten = withScores({});

  it("judges by the entries that have a score, and says of the first without one why", async () => {
    const ids = ten.entries.slice(0, 2).map(({ id }) => id);
    const infinite = failing((name) => (ids.includes(name) ? Number.POSITIVE_INFINITY : undefined));
    const { entries, scores, missing, report } = await evaluateProxy(ten, infinite, {}, few);
    expect(entries.map(({ id }) => id)).toEqual(
      ten.entries.map(({ id }) => id).filter((id) => !ids.includes(id)),
    );
    expect([...scores]).toEqual(
      entries.map(({ architecture: { hidden, layers } }) => hidden + layers.length),
    );
    expect(missing).toEqual({
      count: ten.entries.length - entries.length,
      first: `mine returned Infinity for network ${ids[0]}`,
    });
    expect(report.spearman).toBeDefined();
  });

  it("scores each alone where scoring all throws, and refuses a proxy that scores fewer than five", async () => {
    const throwing = failing((name) => {
      if (name === ten.entries[0]?.id) throw new Error("no such thing");
    });
    const { missing } = await evaluateProxy(ten, throwing, {}, few);
    expect(missing?.first).toBe(`mine threw "no such thing" for network ${ten.entries[0]?.id}`);
    await expect(
      evaluateProxy(
        ten,
        failing(() => Number.NaN),
        {},
        few,
      ),
    ).rejects.toThrow(
      /^mine scored 0 of the 10 networks of .*, and at least 5 are needed: mine returned NaN for /,
    );
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
    expect(() => withFlippedScores(scored, ["their"])).toThrow("Did you mean theirs?");
    expect(() => withFlippedScores(benchmark, ["theirs"])).toThrow(UsageError);
    expect(withFlippedScores(benchmark, [])).toEqual(benchmark);
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
  it("compares what judged all networks, the baselines left out", async () => {
    const tens = [5, 1, 2, 3, 4, 9, 6, 7, 8, 10];
    const published = withScores({ flops: tens, part: tens.map((score) => (score > 3 ? score : undefined)) });
    const evaluations = [
      await evaluateProxy(published, proxies.flops, {}, few),
      ...evaluatePublished(published, few),
      ...evaluateBaselines(published, few),
    ];
    const [pair, ...rest] = compareEvaluations(evaluations, published, few);
    expect(rest).toEqual([]);
    expect([pair?.first.kind, pair?.second.kind]).toEqual(["proxy", "published"]);
    expect(pair?.difference).toBe(evaluations[0]!.report.kendall! - evaluations[1]!.report.kendall!);
  });
});
