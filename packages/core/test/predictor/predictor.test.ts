import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cost } from "../../src/architecture/cost.js";
import { resolveArchitecture } from "../../src/architecture/resolve.js";
import { architectureDocument } from "../../src/architecture/write.js";
import type { BenchmarkEntry } from "../../src/benchmark/benchmark.js";
import { UsageError } from "../../src/errors.js";
import { featureReader } from "../../src/predictor/features.js";
import { fitPredictorModel } from "../../src/predictor/fit.js";
import { fitPredictor, rowReader } from "../../src/predictor/predictor.js";
import { featureIndex } from "../../src/predictor/regression/feature-names.js";
import { intervalOf } from "../../src/predictor/regression/interval.js";
import { proxies } from "../../src/proxy/proxies.js";
import { Random } from "../../src/random/random.js";
import { kendall } from "../../src/statistics/kendall.js";
import { studentReach, studentTail } from "../../src/statistics/student.js";
import { arbitraryArchitecture } from "../../testing/arbitrary-architecture.js";
import { mean } from "../../testing/statistics.js";
import { oneLayer } from "../proxy/architectures.js";
import { randomEntries, randomRows } from "./synthetic.js";

describe("features", () => {
  it("are octaves of sizes, and capacities relative to hidden", () => {
    const features = featureReader()(oneLayer(256, 1024, 4));
    expect(features[featureIndex("hidden")]).toBe(8);
    expect(features[featureIndex("depth")]).toBe(2);
    expect(features[featureIndex("embeddingWidth")]).toBe(8);
    expect(features[featureIndex("firstFfn")]).toBe(features[featureIndex("ffn")]);
    expect(features[featureIndex("lastAttention")]).toBe(features[featureIndex("attention")]);
  });

  it("are finite for every kind of architecture, and the same to the bit for a rebuilt one", () => {
    const used = featureReader();
    fc.assert(
      fc.property(arbitraryArchitecture, (architecture) => {
        const features = used(architecture);
        expect(features.every(Number.isFinite)).toBe(true);
        const rebuilt = resolveArchitecture(structuredClone(architectureDocument(architecture))).value!;
        expect(featureReader()(rebuilt)).toEqual(features);
      }),
    );
  });

  it("are those of images too, which have no vocabulary", () => {
    const { value } = resolveArchitecture({
      hidden: 192,
      embedding: { patches: { image: 224, size: 16 } },
      layers: [{ mixer: { kind: "attention", heads: 3 }, ffn: { kind: "plain", width: 768 } }],
    });
    expect(featureReader()(value!).every(Number.isFinite)).toBe(true);
  });
});

describe("fitPredictor", () => {
  const entries = randomEntries(160, new Random(1));
  const rest = entries.slice(30);
  const truth = rest.map(({ quality }) => quality);
  const predictor = fitPredictor(entries.slice(0, 30), { quality: "invented" });

  it("does not bend what two qualities cannot show, and so predicts no quality far beyond them", () => {
    const tied = entries.slice(0, 6).map((entry, index) => ({ ...entry, quality: index === 5 ? 71 : 70 }));
    const { fit: learnt, predict } = fitPredictor(tied);
    expect(learnt.views.map(({ lambda }) => lambda)).toEqual(learnt.views.map(() => 1));
    for (const { architecture } of rest) {
      const { quality, interval } = predict(architecture);
      expect(Math.abs(quality - 70)).toBeLessThan(5);
      expect(interval[1]).toBeLessThan(80);
    }
  });

  it("ranks what it has not seen better than its prior", () => {
    const scores = rest.map(({ architecture }) => predictor.scorer.score(architecture).value);
    const prior = fitPredictor(entries.slice(0, 2));
    const before = rest.map(({ architecture }) => prior.scorer.score(architecture).value);
    expect(kendall(scores, truth)).toBeGreaterThan(0.85);
    expect(kendall(scores, truth)).toBeGreaterThan(kendall(before, truth)!);
  });

  it("predicts in the unit of quality, inside of its interval, and scores by the same number", () => {
    for (const { architecture } of rest) {
      const { quality, interval } = predictor.predict(architecture);
      expect(quality).toBe(predictor.scorer.score(architecture).value);
      expect(interval[0]).toBeLessThan(quality);
      expect(interval[1]).toBeGreaterThan(quality);
    }
    expect(predictor.scorer.additive).toBeUndefined();
  });

  it("is the same for the same labels, in whatever order they come", () => {
    const again = fitPredictor(entries.slice(0, 30));
    const turned = fitPredictor(entries.slice(0, 30).reverse());
    for (const { architecture } of rest.slice(0, 20)) {
      const { quality } = predictor.predict(architecture);
      expect(again.predict(architecture).quality).toBe(quality);
      expect(turned.predict(architecture).quality).toBeCloseTo(quality, 2);
    }
  });

  it("does not care for the unit of quality", () => {
    const scaled = fitPredictor(
      entries.slice(0, 30).map((one) => ({ ...one, quality: 1e4 * one.quality - 7 })),
    );
    for (const { architecture } of rest.slice(0, 20))
      expect((scaled.predict(architecture).quality + 7) / 1e4).toBeCloseTo(
        predictor.predict(architecture).quality,
        4,
      );
  });

  it("starts from the prior that it is told", () => {
    const other = fitPredictor(entries.slice(0, 30), { prior: proxies.nonEmbeddingParameters });
    expect(other.prior).toBe(proxies.nonEmbeddingParameters);
    expect(other.labels[0]?.prior).toBe(Math.asinh(cost(entries[0]!.architecture).parameters.nonEmbedding));
  });
});

describe("intervals", () => {
  it.each([
    ["size and depth say nearly all", 0.5, 0.94],
    ["chance says as much as size and depth", 2, 0.9],
    ["chance says nearly all", 10, 0.9],
  ])("hold the share of unseen networks that they promise where %s", (_what, noise, least) => {
    const shares = [5, 10, 20, 40].map((count) =>
      mean(Array.from({ length: 6 }, (_, seed) => coverage(count, seed, noise))),
    );
    expect(Math.min(...shares)).toBeGreaterThan(least);
    // Of few labels they say little and hold more than they promise; with twenty they do not any more.
    expect(Math.max(...shares.slice(2))).toBeLessThan(0.995);
  });

  it("narrow as labels come, and are wider than those of the best hyperparameters alone", () => {
    const entries = randomEntries(140, new Random(1));
    const widths = [5, 20, 80].map((count) => {
      const learnt = fitPredictor(entries.slice(0, count));
      const row = rowReader(proxies.nsc);
      const own = [{ model: learnt.fit.model, weight: 1 }];
      const width = ([low, high]: readonly [number, number]): number => high - low;
      const rows = entries.slice(80).map(({ architecture }) => row(architecture));
      return {
        all: mean(rows.map((one) => width(intervalOf(learnt.fit.posterior(), one)))),
        best: mean(rows.map((one) => width(intervalOf(own, one)))),
      };
    });
    expect(widths[1]!.all).toBeLessThan(widths[0]!.all);
    expect(widths[2]!.all).toBeLessThan(widths[1]!.all);
    const ratios = widths.map(({ all, best }) => all / best);
    expect(Math.min(...ratios)).toBeGreaterThan(1);
    expect(ratios[2]).toBeLessThan(ratios[0]!);
  });

  it("of one model are Student's, by its warp", () => {
    const { fit: learnt } = fitPredictor(randomEntries(20, new Random(4)));
    const row = rowReader(proxies.nsc)(randomEntries(1, new Random(5))[0]!.architecture);
    const { model } = learnt;
    const { mean: centre, variance } = model.belief(row);
    const reach = studentReach(0.95, 19) * Math.sqrt(variance + model.kernel.noise);
    const { back } = model.task.warp;
    for (const models of [[1], [0.25, 0.75]].map((weights) => weights.map((weight) => ({ model, weight })))) {
      const [low, high] = intervalOf(models, row);
      expect(low).toBeCloseTo(back(centre - reach), 3);
      expect(high).toBeCloseTo(back(centre + reach), 3);
    }
  });

  it("are those that hold 95 % of the mixture", () => {
    const { fit: learnt } = fitPredictor(randomEntries(12, new Random(6)));
    const row = rowReader(proxies.nsc)(randomEntries(1, new Random(7))[0]!.architecture);
    const models = learnt.posterior();
    expect(models.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
    const below = (quality: number): number =>
      models.reduce((sum, { model, weight }) => {
        const { mean: centre, variance } = model.belief(row);
        const t = (model.task.warp.forward(quality) - centre) / Math.sqrt(variance + model.kernel.noise);
        const tail = studentTail(t, 11) / 2;
        return sum + weight * (t < 0 ? tail : 1 - tail);
      }, 0);
    const [low, high] = intervalOf(models, row);
    expect(below(low)).toBeCloseTo(0.025, 4);
    expect(below(high)).toBeCloseTo(0.975, 4);
  });

  function coverage(count: number, seed: number, noise: number): number {
    const entries = randomEntries(count + 100, new Random(seed), noise);
    const { predict } = fitPredictor(entries.slice(0, count));
    const inside = entries.slice(count).map(({ architecture, quality }): number => {
      const [low, high] = predict(architecture).interval;
      return low <= quality && quality <= high ? 1 : 0;
    });
    return mean(inside);
  }
});

describe("degenerate labels", () => {
  const entries = randomEntries(40, new Random(3));
  const sound = (labelled: readonly BenchmarkEntry[]): number[] =>
    entries.map(({ architecture }) => {
      const { quality, interval } = fitted(labelled).predict(architecture);
      expect([quality, ...interval].every(Number.isFinite)).toBe(true);
      return quality;
    });
  const known = new Map<readonly BenchmarkEntry[], ReturnType<typeof fitPredictor>>();
  function fitted(labelled: readonly BenchmarkEntry[]) {
    const found = known.get(labelled) ?? fitPredictor(labelled);
    known.set(labelled, found);
    return found;
  }
  const first = entries[0] as BenchmarkEntry;

  it("two", () => {
    expect(new Set(sound(entries.slice(0, 2))).size).toBeGreaterThan(10);
  });

  it("all of one quality", () => {
    const middle = mean(sound(entries.slice(0, 10).map((one) => ({ ...one, quality: 5 }))));
    expect(middle).toBeCloseTo(5, 0);
  });

  it("all of one architecture, equal or different in quality", () => {
    sound([first, first, first]);
    sound(entries.slice(0, 10).map(({ quality }) => ({ ...first, quality })));
  });

  it("duplicates among others", () => {
    sound([...entries.slice(0, 10), ...entries.slice(0, 10)]);
  });

  it("one far from all others", () => {
    sound(entries.slice(0, 20).map((one, index) => (index === 7 ? { ...one, quality: -1e9 } : one)));
  });

  it.each([
    ["none", []],
    ["one", entries.slice(0, 1)],
    ["one that is not a number", [first, { ...first, quality: Number.NaN }]],
    ["one that is infinite", [first, { ...first, quality: Number.POSITIVE_INFINITY }]],
  ])("refuses %s", (_what, labelled) => {
    expect(() => fitPredictor(labelled)).toThrow(UsageError);
  });
});

describe("fit", () => {
  it("is finite and better than its start for any labels", () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: 2, max: 12 }),
        fc.constantFrom(-1, 0, 1),
        (seed, count, sign) => {
          const rows = randomRows(count, new Random(seed)).map((row) => ({
            ...row,
            quality: sign * row.quality,
          }));
          const { views, logMarginalLikelihood, model } = fitPredictorModel(rows);
          for (const { theta } of views) expect(theta.every(Number.isFinite)).toBe(true);
          expect(logMarginalLikelihood).toSatisfy(Number.isFinite);
          for (const row of rows) expect(model.belief(row).variance).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("takes less than a second of the processor for 80 labels", () => {
    const rows = randomRows(80, new Random(2));
    const seconds = [1, 2, 3].map(() => {
      const started = process.cpuUsage();
      fitPredictorModel(rows);
      return process.cpuUsage(started).user / 1e6;
    });
    expect(Math.min(...seconds)).toBeLessThan(1);
  });
});
