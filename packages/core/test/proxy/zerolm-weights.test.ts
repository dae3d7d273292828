import { describe, expect, it } from "vitest";
import type { Layer } from "../../src/architecture/architecture.js";
import type { Initialiser } from "../../src/architecture/initialiser.js";
import { layerMatrices, matrices } from "../../src/architecture/matrices.js";
import { UsageError } from "../../src/errors.js";
import type { Score } from "../../src/proxy/proxy.js";
import type { RealWeights, WeightBlock } from "../../src/proxy/weight-source.js";
import { zerolm } from "../../src/proxy/zerolm.js";
import { standardDeviation } from "../../testing/statistics.js";
import { architectureOf, small } from "./architectures.js";

const architecture = small();
type Options = NonNullable<Parameters<typeof zerolm.scorer>[0]>;

const scoreOf = (options: Options, seed = 0, scored = architecture): Score =>
  zerolm.scorer({ alpha: 0.3, ...options }, { seed }).score(scored);

const sampled = (seed: number, repeats?: number): Score => scoreOf({ weights: "sampled", repeats }, seed);

const realScore = (weights: RealWeights, alpha = 0.3): Score =>
  zerolm.scorer({ alpha }, { weights }).score(architecture);

const initialisers: readonly Initialiser[] = [
  { kind: "normal", std: 0.02 },
  { kind: "normal", std: 3 },
  { kind: "truncated-normal", std: 0.02 },
  { kind: "xavier", distribution: "normal" },
  { kind: "xavier", distribution: "uniform" },
  { kind: "kaiming", distribution: "normal" },
  { kind: "kaiming", distribution: "uniform" },
];

describe.each(
  initialisers.map((initialiser) => ({ title: Object.values(initialiser).join(" "), initialiser })),
)("$title", ({ initialiser }) => {
  const repeats = 400;

  it.each([0.5, -0.3, 1.2])("samples bear the closed form out at alpha %d", (alpha) => {
    const drawn = scoreOf({ alpha, weights: "sampled", repeats, initialiser }, 11);
    const expected = scoreOf({ alpha, weights: "expected", initialiser });
    const error = drawn.standardError as number;
    expect(error).toBeCloseTo((drawn.standardDeviation as number) / Math.sqrt(repeats), 12);
    expect(Math.abs(drawn.value - expected.value)).toBeLessThanOrEqual(3 * error);
    const ratio = (drawn.standardDeviation as number) / (expected.standardDeviation as number);
    expect(Math.abs(ratio - 1)).toBeLessThan(4 / Math.sqrt(2 * repeats));
  });

  it("stands in for the architecture's own or is that", () => {
    expect(scoreOf({ initialiser })).toEqual(scoreOf({ std: "own" }, 0, small(initialiser)));
    expect(scoreOf({ weights: "sampled", initialiser }, 1)).toEqual(
      scoreOf({ weights: "sampled", std: "own" }, 1, small(initialiser)),
    );
  });
});

describe("sampled", () => {
  it("depends on the seed alone, and not on what was scored before", () => {
    const scorer = zerolm.scorer({ alpha: 0.3, weights: "sampled" }, { seed: 5 });
    const first = scorer.score(architecture);
    expect(scorer.score(architecture)).toEqual(first);
    expect(sampled(5)).toEqual(first);
    expect(sampled(6).value).not.toBe(first.value);
  });

  it("tells the standard deviation of a sample, even of two", () => {
    const [two, three] = [2, 3].map((repeats) => sampled(5, repeats)) as [Score, Score];
    // The first two draws are the same: their mean and standard deviation give them back, and the third.
    const half = (two.standardDeviation as number) / Math.SQRT2;
    const draws = [two.value - half, two.value + half, 3 * three.value - 2 * two.value];
    expect(three.standardDeviation).toBeCloseTo(standardDeviation(draws), 12);
  });

  it.each([1, 0, -2, 2.5, Number.NaN])("refuses %d repeats", (repeats) => {
    expect(() => sampled(1, repeats)).toThrow(UsageError);
  });

  it("refuses repeats of what is not sampled", () => {
    expect(() => scoreOf({ repeats: 5 })).toThrow(/^zerolm: repeats is for sampled weights/);
  });

  it("refuses to draw a matrix that does not fit in memory, by name", () => {
    const huge = architectureOf({
      hidden: 2 ** 15,
      embedding: { vocabulary: 10 },
      layers: [{ mixer: { kind: "attention", heads: 1 }, ffn: { kind: "plain", width: 10 } }],
    });
    expect(() => scoreOf({ weights: "sampled" }, 1, huge)).toThrow(/layers\.0\.attention\.query.*32768/);
  });
});

describe("real", () => {
  const constant =
    (value: number): RealWeights =>
    () =>
      value;

  it("is Σ weight·capacity, layer by layer and by name", () => {
    const asked: WeightBlock[] = [];
    const weights: RealWeights = (block) => {
      asked.push(block);
      return Math.max(block.matrices[0]!.rows, block.matrices[0]!.cols);
    };
    // S_attn = S_ffn = 136 in max.
    expect(realScore(weights, 0.25).value).toBeCloseTo(136, 12);
    const body = matrices(architecture).filter(({ layer }) => layer !== undefined);
    expect(asked).toEqual(body.map((matrix) => ({ capacity: "frobenius", matrices: [matrix] })));
    expect(asked.slice(0, 6).flatMap((block) => block.matrices)).toEqual(
      layerMatrices(architecture.layers[0] as Layer, architecture, 0),
    );
  });

  it("has no spread, and no sum over layers to search by", () => {
    const scorer = zerolm.scorer({}, { weights: constant(1) });
    expect(scorer.additive).toBeUndefined();
    expect(scorer.score(architecture)).toEqual({ value: expect.any(Number) });
  });

  it("gives way to expected weights if those are asked for", () => {
    const scorer = zerolm.scorer({ weights: "expected" }, { weights: constant(1) });
    expect(scorer.score(architecture)).toEqual(zerolm.scorer().score(architecture));
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])("refuses %d", (bad) => {
    expect(() => realScore(constant(bad))).toThrow(
      expect.objectContaining({
        name: "WorkError",
        message: expect.stringMatching(/not finite/),
        place: { key: "layers.0.attention.query" },
      }),
    );
  });
});
