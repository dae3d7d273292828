import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ArchitectureInput } from "../../src/architecture/architecture.js";
import { cost, layerFlops } from "../../src/architecture/cost.js";
import { arbitraryArchitecture } from "../../testing/arbitrary-architecture.js";
import { architectureOf, attention, flexibert, type LayerInput, plain } from "./examples.js";

describe("FLOPs of one sequence", () => {
  const layer = (mixer: LayerInput["mixer"], sequence: number): number => {
    const input: ArchitectureInput = {
      hidden: 8,
      embedding: { vocabulary: 10 },
      layers: [{ mixer, ffn: { kind: "plain", width: 1 } }],
    };
    const architecture = architectureOf(input);
    // Less the FFN: 8 · 1 and back, two a weight and token.
    return layerFlops(architecture.layers[0]!, architecture, sequence) - 2 * 16 * sequence;
  };

  it("attention: projections, QKᵀ and AV", () => {
    // 4 matrices of 64; QKᵀ: 3 · 3 products of 8, over both heads; AV as many.
    expect(layer({ kind: "attention", heads: 2 }, 3)).toBe(2 * 3 * 4 * 64 + 2 * (2 * 3 * 3 * 8));
  });

  it("grouped attention: fewer keys and values, the same QKᵀ and AV", () => {
    // Q and O 64, K and V 16 each.
    expect(layer({ kind: "attention", heads: 4, keyValueHeads: 1 }, 3)).toBe(
      2 * 3 * (64 + 64 + 16 + 16) + 2 * (2 * 3 * 3 * 8),
    );
  });

  it("attention with relative positions: one more projection and one more product of every two tokens", () => {
    expect(layer({ kind: "attention", heads: 2, relative: true }, 3)).toBe(
      2 * 3 * 5 * 64 + 3 * (2 * 3 * 3 * 8),
    );
  });

  it("attention with position buckets: no more than without", () => {
    expect(layer({ kind: "attention", heads: 2, positionBuckets: 32 }, 3)).toBe(
      layer({ kind: "attention", heads: 2 }, 3),
    );
  });

  it("mixture of experts: the router, the active and the shared experts", () => {
    const architecture = architectureOf({
      hidden: 8,
      embedding: { vocabulary: 10 },
      layers: [
        {
          mixer: { kind: "fourier", transform: "dft" },
          ffn: { kind: "mixture", experts: 6, active: 2, width: 5, shared: 1 },
        },
      ],
    });
    const fourier = layer({ kind: "fourier", transform: "dft" }, 4);
    expect(layerFlops(architecture.layers[0]!, architecture, 4) - fourier).toBe(
      2 * 4 * (6 * 8 + 3 * 3 * 5 * 8),
    );
  });

  it("attention to the encoder: as much again", () => {
    const mixer = { kind: "attention", heads: 2 } as const;
    const { layers, ...whole } = architectureOf({
      kind: "encoder-decoder",
      hidden: 8,
      embedding: { vocabulary: 10 },
      layers: [
        { mixer, ffn: plain },
        { mixer, cross: mixer, ffn: plain },
      ],
    });
    const [encoder, decoder] = layers.map((each) => layerFlops(each, whole, 3));
    expect((decoder as number) - (encoder as number)).toBe(layer(mixer, 3));
  });

  it("Fourier: fast transforms over 8 features and 4 tokens, then the output", () => {
    expect(layer({ kind: "fourier", transform: "dft" }, 4)).toBe(5 * 32 * (3 + 2) + 2 * 4 * 64);
    expect(layer({ kind: "fourier", transform: "dct" }, 4)).toBe(2.5 * 32 * (3 + 2) + 2 * 4 * 64);
  });

  it("convolution: projections, attention of half the width, and the convolution", () => {
    // Five 4·8, depthwise 8·3, kernel generator (1·3)·4, output 8·8; QKᵀ and AV of width 4; 3 taps of width 4.
    const weights = 5 * 32 + 24 + 12 + 64;
    expect(layer({ kind: "convolution", kernel: 3, heads: 2 }, 5)).toBe(
      2 * 5 * weights + 4 * 25 * 4 + 2 * 5 * 3 * 4,
    );
  });

  const frame = (input: Partial<ArchitectureInput>): number => {
    const whole = architectureOf({
      hidden: 8,
      embedding: { vocabulary: 10 },
      layers: [{ mixer: { kind: "attention", heads: 2 }, ffn: { kind: "plain", width: 1 } }],
      ...input,
    });
    return cost(whole, { sequence: 3 }).flops.perSequence - layerFlops(whole.layers[0]!, whole, 3);
  };

  it.each<[what: string, input: Partial<ArchitectureInput>, flops: number]>([
    ["no head: nothing, embeddings are looked up", {}, 0],
    ["a projection to the vocabulary, tied", { head: { vocabulary: "tied" } }, 2 * 3 * 80],
    ["a projection to the vocabulary of its own", { head: { vocabulary: "separate" } }, 2 * 3 * 80],
    ["a transform before it", { head: { vocabulary: "tied", transform: true } }, 2 * 3 * (80 + 64)],
    ["a pooler and its outputs, on one token", { head: { pooler: true, outputs: 2 } }, 2 * (64 + 16)],
    ["outputs on every token", { head: { outputs: 2 } }, 2 * 3 * 16],
    ["a dense layer and outputs on every token", { head: { dense: true, outputs: 1 } }, 2 * 3 * (64 + 8)],
    ["an embedding projection", { embedding: { vocabulary: 10, width: 4 } }, 2 * 3 * 32],
    [
      "image patches, a class token, and outputs on one token",
      {
        embedding: { patches: { image: 6, size: 3, channels: 2 }, classToken: true },
        head: { outputs: 2, oneToken: true },
      },
      // Four patches, and the class token beside them.
      2 * 4 * 8 * 18 + 2 * 16,
    ],
    [
      // Projection of the first cluster; back through all three; clusters of 2, 3 and 5 tokens; two more outputs.
      "an adaptive embedding, there and back",
      {
        embedding: { vocabulary: 10, width: 4, adaptive: { cutoffs: [2, 5], divide: 2 } },
        head: { vocabulary: "tied" },
      },
      2 * 3 * (32 + (32 + 16 + 8) + (2 * 4 + 3 * 2 + 5) + 2 * 4),
    ],
    [
      "an adaptive embedding, and back through a projection of its own: the same",
      {
        embedding: { vocabulary: 10, width: 4, adaptive: { cutoffs: [2, 5], divide: 2 } },
        head: { vocabulary: "tied", ownProjections: 2 },
      },
      2 * 3 * (32 + (32 + 16 + 8) + (2 * 4 + 3 * 2 + 5) + 2 * 4),
    ],
    [
      "an embedding projection, there and back to the tied embedding",
      { embedding: { vocabulary: 10, width: 4 }, head: { vocabulary: "tied" } },
      2 * 3 * (32 + 32 + 40),
    ],
    [
      "an embedding projection, and a transform back to the tied embedding",
      { embedding: { vocabulary: 10, width: 4 }, head: { vocabulary: "tied", transform: true } },
      2 * 3 * (32 + 32 + 40),
    ],
  ])("%s", (_what, input, flops) => {
    expect(frame(input)).toBe(flops);
  });

  it("is 512 tokens long by default, and bytes are those of float32", () => {
    const architecture = flexibert({ mixer: attention, ffn: plain });
    const { flops, weightBytes, parameters } = cost(architecture);
    expect(flops).toEqual(cost(architecture, { sequence: 512 }).flops);
    expect(flops.perToken).toBe(flops.perSequence / 512);
    expect(weightBytes).toBe(4 * parameters.total);
    expect(cost(architecture, { dtype: "int4" }).weightBytes).toBe(parameters.total / 2);
  });

  it("grows with the sequence, at least in proportion", () => {
    fc.assert(
      fc.property(arbitraryArchitecture, fc.integer({ min: 1, max: 300 }), (architecture, sequence) => {
        const { perSequence, perToken } = cost(architecture, { sequence }).flops;
        const doubled = cost(architecture, { sequence: 2 * sequence }).flops;
        if (architecture.embedding.patches) return;
        expect(Number.isInteger(perSequence)).toBe(true);
        expect(doubled.perSequence).toBeGreaterThan(perSequence);
        const { pooler, oneToken } = architecture.head;
        if (!pooler && !oneToken) expect(doubled.perToken).toBeGreaterThanOrEqual(perToken * (1 - 1e-3));
      }),
    );
  });
});
