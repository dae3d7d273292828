import { describe, expect, it } from "vitest";
import type { ArchitectureInput } from "../../src/architecture/architecture.js";
import { shape } from "../../src/proxy/shape.js";
import { architectureOf } from "./architectures.js";

type LayerInput = ArchitectureInput["layers"][number];

const attention = { kind: "attention", heads: 8 } as const;
const plain = { kind: "plain", width: 2048 } as const;
const standard: LayerInput = { mixer: attention, ffn: plain };

const scoreOf = (layers: LayerInput[], more: Partial<ArchitectureInput> = {}): number =>
  shape.scorer().score(architectureOf({ hidden: 512, embedding: { vocabulary: 1000 }, layers, ...more }))
    .value;

const depthLoss = (depth: number): number => 0.4 * (12 / depth) ** 0.375;

describe("shape", () => {
  it("is −(¼ + ¼ + ½ + ⅖) for a standard Transformer of width 512 and depth 12", () => {
    expect(scoreOf([{ ...standard, repeat: 12 }])).toBe(-1.4);
  });

  const losses: readonly [string, LayerInput, number, number][] = [
    [
      "a gated FFN of 8/3·d",
      { mixer: attention, ffn: { kind: "gated", width: 1365 } },
      1,
      (2 ** 21 / (3 * 1365 * 512)) ** (1 / 8),
    ],
    [
      "grouped heads",
      { mixer: { ...attention, keyValueHeads: 2 }, ffn: plain },
      (2 ** 20 / (2.5 * 512 ** 2)) ** (1 / 8),
      1,
    ],
    ["relative positions, left out", { mixer: { ...attention, relative: true }, ffn: plain }, 1, 1],
    [
      "a multiplicative matrix",
      { mixer: { ...attention, weighted: true }, ffn: plain },
      (4 / 5) ** (1 / 8),
      1,
    ],
    ["a Fourier transform", { mixer: { kind: "fourier", transform: "dct" }, ffn: plain }, 4 ** (1 / 8), 1],
    ["stacks of FFNs", { mixer: attention, ffn: { kind: "plain", width: 512, stacks: 3 } }, 1, 2 ** (1 / 8)],
    [
      "a mixture, by the geometric mean of active and all, its router left out",
      {
        mixer: attention,
        ffn: { kind: "mixture", experts: 14, active: 2, shared: 2, width: 512, gated: false },
      },
      1,
      (2 ** 21 / (2 * 512 ** 2 * Math.sqrt(4 * 16))) ** (1 / 8),
    ],
  ];
  it.each(losses)("takes %s", (_name, layer, a, f) => {
    expect(scoreOf([layer])).toBeCloseTo(-(0.25 + a / 4 + f / 2 + depthLoss(1)), 12);
  });

  it.each<[string, LayerInput, number]>([
    ["an FFN", { ffn: { kind: "plain", width: 1024 } }, 2 ** (1 / 8)],
    ["a mixer", { mixer: { ...attention, keyValueHeads: 2 } }, 1.6 ** (1 / 8)],
    ["attention to an encoder", { cross: { ...attention, keyValueHeads: 2 } }, 1.6 ** (1 / 8)],
  ])("takes a layer that has %s alone for all of a layer", (_name, layer, loss) => {
    const decoder = { kind: layer.cross ? "encoder-decoder" : "decoder" } as const;
    const half = layer.cross ? [standard, layer] : [layer, standard];
    expect(scoreOf(half, decoder)).toBeCloseTo(
      -(0.25 + (0.75 + 0.75 * loss) / 2 + (layer.cross ? depthLoss(1) : depthLoss(2))),
      12,
    );
  });

  it("takes the means over layers, in any order to the bit", () => {
    const wide: LayerInput = { mixer: attention, ffn: { kind: "plain", width: 8192 } };
    const [one, other] = [scoreOf([standard, wide, standard]), scoreOf([wide, standard, standard])];
    expect(one).toBe(other);
    expect(one).toBeCloseTo(-(0.5 + (2 + 0.25 ** (1 / 8)) / 6 + depthLoss(3)), 12);
  });

  it("takes attention to an encoder as one more attention of its layer, and the mean over stacks of the depth term", () => {
    const cross = { ...attention, keyValueHeads: 2 };
    const a = (1 + (1 + (4 / 2.5) ** (1 / 8)) / 2) / 2;
    const deep = scoreOf(
      [
        { ...standard, repeat: 3 },
        { ...standard, cross, repeat: 3 },
      ],
      { kind: "encoder-decoder" },
    );
    expect(deep).toBeCloseTo(-(0.25 + a / 4 + 0.5 + depthLoss(3)), 12);
    const uneven = scoreOf(
      [
        { ...standard, repeat: 1 },
        { ...standard, cross, repeat: 1 },
        { ...standard, cross },
      ],
      {
        kind: "encoder-decoder",
      },
    );
    const more = (1 + 2 * ((1 + (4 / 2.5) ** (1 / 8)) / 2)) / 3;
    expect(uneven).toBeCloseTo(-(0.25 + more / 4 + 0.5 + (depthLoss(1) + depthLoss(2)) / 2), 12);
  });

  const embeddingLoss = (embedding: ArchitectureInput["embedding"]): number =>
    4 * (-scoreOf([{ ...standard, repeat: 12 }], { embedding }) - 1.15);

  it.each<[string, ArchitectureInput["embedding"], number]>([
    ["a small vocabulary", { vocabulary: 32 }, 2],
    ["a factorised embedding, its projection left out", { vocabulary: 1000, width: 32 }, 2],
    ["clusters of one width, as one", { vocabulary: 9000, adaptive: { cutoffs: [600] } }, 1],
    ["patches rather than tokens", { vocabulary: 32, patches: { image: 8, size: 4, channels: 2 } }, 2],
  ])("takes the embedding of %s", (_name, embedding, loss) => {
    expect(embeddingLoss(embedding)).toBeCloseTo(loss, 12);
  });

  it("weighs clusters by the share of running text that Zipf's law gives them", () => {
    const total = Math.log(6000) + 1.5772 - 6000 / 20_000;
    const first = (Math.log(2000) + 0.5772) / total;
    const loss = embeddingLoss({ vocabulary: 20_000, width: 512, adaptive: { cutoffs: [2000], divide: 16 } });
    expect(loss).toBeCloseTo(first + (1 - first) * 2, 12);
  });

  it("says what it was tuned on", () => {
    expect(shape.tunedOn).toMatch(/FlexiBERT.*GPT-2.*Transformer-XL.*Gemstones/);
  });
});
