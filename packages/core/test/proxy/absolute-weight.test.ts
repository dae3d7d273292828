import { describe, expect, it } from "vitest";
import { entrySampler, type Initialiser } from "../../src/architecture/initialiser.js";
import { matrices } from "../../src/architecture/matrices.js";
import { absoluteWeight } from "../../src/proxy/absolute-weight.js";
import { Random } from "../../src/random/random.js";
import { expectMean } from "../../testing/statistics.js";
import { architectureOf, small } from "./architectures.js";

const initialisers: readonly Initialiser[] = [
  { kind: "normal", std: 0.02 },
  { kind: "truncated-normal", std: 0.3 },
  { kind: "xavier", distribution: "normal" },
  { kind: "xavier", distribution: "uniform" },
  { kind: "kaiming", distribution: "uniform" },
];

describe.each(
  initialisers.map((initialiser) => ({ title: Object.values(initialiser).join(" "), initialiser })),
)("under $title", ({ initialiser }) => {
  it("expects what random weights have", () => {
    const architecture = small(initialiser);
    const random = new Random(7);
    const sums = Array.from({ length: 60 }, () =>
      matrices(architecture).reduce((sum, { rows, cols }) => {
        const draw = entrySampler(initialiser, rows, cols, random);
        return sum + Array.from({ length: rows * cols }, draw).reduce((total, w) => total + Math.abs(w), 0);
      }, 0),
    );
    expectMean(sums, absoluteWeight.scorer({ std: "own" }).score(architecture).value);
  });
});

describe("absoluteWeight", () => {
  it("counts every copy of an expert, and a tied projection once", () => {
    const architecture = architectureOf({
      hidden: 16,
      embedding: { vocabulary: 40 },
      head: { vocabulary: "tied" },
      layers: [
        {
          mixer: { kind: "attention", heads: 2 },
          ffn: { kind: "mixture", experts: 4, active: 1, width: 8, gated: false },
        },
      ],
    });
    const count = 40 * 16 + 4 * 16 * 16 + 4 * 16 + 4 * 2 * 8 * 16;
    const { value } = absoluteWeight.scorer({}).score(architecture);
    expect(value).toBe(count * (Math.sqrt(2 / Math.PI) * 0.02));
  });
});
