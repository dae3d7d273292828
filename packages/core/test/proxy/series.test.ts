import { describe, expect, it } from "vitest";
import type { ArchitectureInput } from "../../src/architecture/architecture.js";
import { expectedLogDeterminant } from "../../src/capacity/log-determinant.js";
import { series } from "../../src/proxy/series.js";
import { architectureOf } from "./architectures.js";

/** What a matrix lets through: ψ at Xavier's variance. */
const c = (rows: number, cols: number): number => expectedLogDeterminant(rows, cols, 2 / (rows + cols));

type LayerInput = ArchitectureInput["layers"][number];

const attention = { kind: "attention", heads: 4 } as const;
const plain = { kind: "plain", width: 96 } as const;
const embedding = 1 / c(500, 32);
const scoreOf = (layers: LayerInput[], more: Partial<ArchitectureInput> = {}): number =>
  series.scorer({}).score(architectureOf({ hidden: 32, embedding: { vocabulary: 500 }, layers, ...more }))
    .value;

const attentionPart = 1 / (8 * c(8, 32)) + 1 / (4 * c(8, 32) + c(32, 32));
const ffnPart = 2 / c(96, 32);

describe("the resistance of a layer", () => {
  const cases: readonly [string, LayerInput, number][] = [
    ["attention and FFN", { mixer: attention, ffn: plain }, attentionPart + ffnPart],
    [
      "grouped heads of another width",
      { mixer: { kind: "attention", heads: 4, keyValueHeads: 2, headDim: 5 }, ffn: plain },
      1 / (6 * c(5, 32)) + 1 / (2 * c(5, 32) + c(32, 20)) + ffnPart,
    ],
    [
      "a Fourier transform",
      { mixer: { kind: "fourier", transform: "dct" }, ffn: plain },
      1 / c(32, 32) + ffnPart,
    ],
    [
      "a convolution, as attention of its heads",
      { mixer: { kind: "convolution", kernel: 5, heads: 4 }, ffn: plain },
      attentionPart + ffnPart,
    ],
    [
      "an FFN of three stacks",
      { mixer: attention, ffn: { kind: "plain", width: 96, stacks: 3 } },
      attentionPart + 2 / (3 * c(32, 32)),
    ],
    [
      "a gated FFN",
      { mixer: attention, ffn: { kind: "gated", width: 96 } },
      attentionPart + 1 / (2 * c(96, 32)) + 1 / c(96, 32),
    ],
    [
      "a mixture of experts",
      {
        mixer: attention,
        ffn: { kind: "mixture", experts: 8, active: 2, shared: 1, width: 96, gated: false },
      },
      attentionPart + 2 / (3 * c(96, 32)),
    ],
  ];

  it.each(cases)("of %s", (_name, layer, resistance) => {
    expect(scoreOf([layer])).toBeCloseTo(-(embedding + 16 * resistance), 10);
  });
});

describe("the whole", () => {
  const layer = { mixer: attention, ffn: plain };
  const wide = { mixer: attention, ffn: { kind: "plain", width: 200 } } as const;

  it("takes the mean over layers and the squared depth term", () => {
    const mean = attentionPart + (ffnPart + 2 / c(200, 32)) / 2;
    expect(scoreOf([layer, wide])).toBeCloseTo(-(embedding + (1 + 3 / 2) ** 2 * mean), 10);
  });

  it("is higher for more width and more depth", () => {
    expect(scoreOf([layer, layer])).toBeGreaterThan(scoreOf([layer]));
    expect(scoreOf([wide])).toBeGreaterThan(scoreOf([layer]));
  });

  it("puts the projection of a narrow embedding in series", () => {
    const narrow = { embedding: { vocabulary: 500, width: 16 } };
    const body = scoreOf([layer]) + embedding;
    expect(scoreOf([layer], narrow)).toBeCloseTo(body - 1 / c(500, 16) - 1 / c(32, 16), 10);
  });

  it("takes clusters of one width as one matrix, and clusters of several widths side by side", () => {
    const clusters = (divide: number) => ({
      embedding: { vocabulary: 500, width: 32, adaptive: { cutoffs: [100, 300], divide } },
    });
    expect(scoreOf([layer], clusters(1))).toBe(scoreOf([layer]));
    const body = scoreOf([layer]) + embedding;
    const tokens = c(100, 32) + c(200, 16) + c(200, 8);
    const projections = c(32, 32) + c(32, 16) + c(32, 8);
    expect(scoreOf([layer], clusters(2))).toBeCloseTo(body - 1 / tokens - 1 / projections, 10);
  });

  it("says what it was tuned on, and is no sum over layers", () => {
    expect(series.tunedOn).toMatch(/FlexiBERT.*GPT-2.*Transformer-XL/);
    expect(series.scorer({}).additive).toBeUndefined();
  });
});
