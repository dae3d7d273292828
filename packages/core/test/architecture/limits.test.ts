import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ArchitectureInput } from "../../src/architecture/architecture.js";
import { cost } from "../../src/architecture/cost.js";
import { resolveArchitecture } from "../../src/architecture/resolve.js";
import { maximumExpertEntries, maximumWidth } from "../../src/architecture/size.js";
import { architectureOf, type LayerInput } from "./examples.js";

const widest = 2 ** 18;
const widestAttention: NonNullable<LayerInput["cross"]> = {
  kind: "attention",
  heads: 4096,
  headDim: maximumWidth / 4096,
  weighted: true,
  relative: true,
  positionBuckets: 4096,
  queryKeyNorm: true,
};

const mixers: readonly LayerInput["mixer"][] = [
  widestAttention,
  { kind: "convolution", kernel: 1024, heads: 4096, headRatio: 1 },
  { kind: "fourier", transform: "dft" },
];
const ffns: readonly LayerInput["ffn"][] = [
  { kind: "plain", width: widest, stacks: 64 },
  { kind: "gated", width: widest, bias: true },
  {
    kind: "mixture",
    experts: 4096,
    active: 4095,
    width: maximumExpertEntries / 2 / 4096 / widest,
    gated: false,
  },
];
const frames: readonly Partial<ArchitectureInput>[] = [
  {
    embedding: {
      vocabulary: 2 ** 24,
      positions: 2 ** 24,
      tokenTypes: 4096,
      width: widest - 1,
      patches: { image: 65_536, size: 4096, channels: 1 },
    },
    head: { vocabulary: "separate", vocabularyBias: true, transform: true, outputs: 2 ** 24, pooler: true },
  },
  {
    embedding: {
      vocabulary: 2 ** 24,
      positions: 2 ** 24,
      width: widest,
      adaptive: { cutoffs: Array.from({ length: 64 }, (_, index) => index + 1) },
    },
    head: { vocabulary: "separate", vocabularyBias: true, outputs: 2 ** 24 },
  },
];

describe("counts at the limits", () => {
  const largest = fc.record({
    mixer: fc.constantFrom(...mixers),
    ffn: fc.constantFrom(...ffns),
    frame: fc.constantFrom(...frames),
    cross: fc.boolean(),
  });

  it("are exact whatever is combined", () => {
    fc.assert(
      fc.property(largest, ({ mixer, ffn, frame, cross }) => {
        const input = { hidden: widest, finalNorm: true, ...frame } as ArchitectureInput;
        const layer = { mixer, ffn };
        const decoder = { ...layer, cross: widestAttention };
        const whole = architectureOf(
          cross
            ? { ...input, kind: "encoder-decoder", layers: [layer, { ...decoder, repeat: 1023 }] }
            : { ...input, layers: [{ ...layer, repeat: 1024 }] },
        );
        // Counts are sums of whole numbers: none is rounded unless the total reaches 2⁵³.
        expect(Number.isSafeInteger(cost(whole).parameters.total)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it.each<[what: string, change: Partial<ArchitectureInput>, key: string, message: string]>([
    [
      "experts",
      {
        layers: [{ mixer: widestAttention, ffn: { kind: "mixture", experts: 64, active: 1, width: widest } }],
      },
      "layers.0.ffn.experts",
      "have 13194139533312 weights in total, above the maximum of 4398046511104 in one layer",
    ],
    [
      "patches",
      { embedding: { patches: { image: 65_536, size: 65_536 } } },
      "embedding.patches",
      "patches of 65536 × 65536 pixels in 3 channels hold 12884901888 values, above the maximum of 16777216",
    ],
  ])("are not begun beyond: %s", (_what, change, key, message) => {
    const layers = [{ mixer: widestAttention, ffn: { kind: "gated", width: 8 } }];
    const { problems } = resolveArchitecture({
      hidden: widest,
      embedding: { vocabulary: 10 },
      layers,
      ...change,
    });
    expect(problems?.map(({ path, message: told }) => [path.join("."), told])).toEqual([[key, message]]);
  });
});
