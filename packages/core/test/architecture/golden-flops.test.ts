import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ArchitectureInput } from "../../src/architecture/architecture.js";
import { cost } from "../../src/architecture/cost.js";
import { arbitraryArchitecture } from "../../testing/arbitrary-architecture.js";
import { architectureOf } from "./examples.js";
import { naiveCache, naiveFlops } from "./naive-flops.js";
import { naiveParameters } from "./naive-parameters.js";

/** A Vision Transformer as published: FFN of 4 · hidden, a class token, 1000 classes read from it. */
const vit = (hidden: number, depth: number, heads: number, size: number, image = 224) =>
  architectureOf({
    hidden,
    embedding: { patches: { image, size }, classToken: true, positions: (image / size) ** 2 + 1 },
    finalNorm: true,
    head: { outputs: 1000, oneToken: true },
    layers: [
      { repeat: depth, mixer: { kind: "attention", heads }, ffn: { kind: "plain", width: 4 * hidden } },
    ],
  });

describe("FLOPs of Vision Transformers", () => {
  it.each([
    [8, 14.07],
    [16, 2.51],
    [32, 0.61],
  ])("of 12 layers and hidden 192 with patches of %i are %d G, whatever the sequence", (size, billions) => {
    for (const sequence of [1, 197, 512, 4096]) {
      const { flops } = cost(vit(192, 12, 3, size), { sequence });
      expect(flops.perSequence / 1e9).toBeCloseTo(billions, 2);
      expect(flops.sequence).toBe((224 / size) ** 2 + 1);
    }
  });

  // Multiply-adds in billions by `results/benchmark-infer-*.csv` of huggingface/pytorch-image-models, which also count norms.
  it.each([
    ["deit_tiny_patch16_224", vit(192, 12, 3, 16), 1.26],
    ["deit_small_patch16_224", vit(384, 12, 6, 16), 4.61],
    ["deit_base_patch16_224", vit(768, 12, 12, 16), 17.58],
    ["vit_base_patch32_224", vit(768, 12, 12, 32), 4.41],
    ["vit_large_patch16_224", vit(1024, 24, 16, 16), 61.6],
  ])("of %s are twice the published multiply-adds within 1 %%", (_name, architecture, published) => {
    expect(Math.abs(cost(architecture).flops.perSequence / 2e9 / published - 1)).toBeLessThan(0.01);
  });
});

/** Mistral 7B v0.1: grouped heads, a window of 4,096 tokens (Jiang et al. 2023). */
const mistral = (window?: number) =>
  architectureOf({
    kind: "decoder",
    hidden: 4096,
    embedding: { vocabulary: 32000 },
    norm: "rms",
    finalNorm: true,
    head: { vocabulary: "separate" },
    layers: [
      {
        repeat: 32,
        mixer: { kind: "attention", heads: 32, keyValueHeads: 8, bias: "none", window },
        ffn: { kind: "gated", width: 14336 },
      },
    ],
  });

describe("FLOPs and cache of decoders with sliding windows", () => {
  it("are those without a window as long as it holds the sequence", () => {
    for (const sequence of [1, 512, 4096])
      expect(cost(mistral(4096), { sequence, context: sequence })).toEqual(
        cost(mistral(), { sequence, context: sequence }),
      );
  });

  it("grow with the window and no longer with the square of the sequence beyond it", () => {
    const { flops } = cost(mistral(4096), { sequence: 32768 });
    // 7.11 billion weights in products (all but the embedding), and 4,096 keys of 32 · 128 for each token, layer, QKᵀ and AV.
    const weights = 32 * (2 * 4096 ** 2 + 2 * 4096 * 1024 + 3 * 4096 * 14336) + 4096 * 32000;
    expect(flops.perToken).toBe(2 * weights + 4 * 4096 * 4096 * 32);
    expect(flops.perSequence).toBe(naiveFlops(mistral(4096), 32768));
  });

  it("hold a rolling cache: 512 MiB at any context from 4,096 tokens on", () => {
    // 128 KiB a token in bfloat16, as the paper's "8x" saving at 32k tokens needs.
    const bytes = (context: number, batch = 1) =>
      cost(mistral(4096), { dtype: "bfloat16", context, batch }).memory.cacheBytes;
    expect(bytes(1024)).toBe(128 * 2 ** 20);
    expect([4096, 32768, 131072].map((context) => bytes(context))).toEqual(new Array(3).fill(2 ** 29));
    expect(bytes(32768, 16)).toBe(2 ** 33);
    expect(cost(mistral(), { dtype: "bfloat16", context: 32768 }).memory.cacheBytes).toBe(8 * 2 ** 29);
  });

  it("bound each layer by itself, as in Gemma's one full layer for five local ones", () => {
    const local = { kind: "attention", heads: 4, keyValueHeads: 1, headDim: 256, window: 512 } as const;
    const { window: _, ...full } = local;
    const ffn = { kind: "gated", width: 6912 } as const;
    const architecture = architectureOf({
      kind: "decoder",
      hidden: 1152,
      embedding: { vocabulary: 262144 },
      layers: [
        { repeat: 5, mixer: local, ffn },
        { mixer: full, ffn },
      ],
    });
    const { memory, weightBytes } = cost(architecture, { dtype: "int8", context: 8192, batch: 3 });
    expect(memory.cacheBytes).toBe(3 * 2 * 256 * (5 * 512 + 8192));
    expect(memory.bytes).toBe(weightBytes + memory.cacheBytes);
    expect(cost(architecture, { sequence: 8192 }).flops.perSequence).toBe(naiveFlops(architecture, 8192));
  });
});

const encoderDecoder = (patches?: { image: number; size: number }) =>
  architectureOf({
    kind: "encoder-decoder",
    hidden: 512,
    embedding: patches ? { vocabulary: 32128, patches, classToken: true } : { vocabulary: 32128 },
    head: { vocabulary: "tied" },
    layers: [
      { repeat: 6, mixer: { kind: "attention", heads: 8 }, ffn: { kind: "plain", width: 2048 } },
      {
        repeat: 6,
        mixer: { kind: "attention", heads: 8 },
        cross: { kind: "attention", heads: 8 },
        ffn: { kind: "plain", width: 2048 },
      },
    ],
  });

describe("FLOPs and cache of encoder-decoders", () => {
  it("T5-small: both stacks, attention to the encoder, and the projection to the vocabulary", () => {
    const [tokens, d] = [512, 512];
    const attention = 2 * tokens * 4 * d * d + 4 * tokens * tokens * d;
    const ffn = 2 * tokens * 2 * d * 2048;
    const expected = 6 * (attention + ffn) + 6 * (2 * attention + ffn) + 2 * tokens * d * 32128;
    expect(cost(encoderDecoder()).flops.perSequence).toBe(expected);
    expect(naiveFlops(encoderDecoder(), tokens)).toBe(expected);
  });

  it("an image in the encoder: its patches there, and as keys and values of the decoder", () => {
    const architecture = encoderDecoder({ image: 224, size: 16 });
    const [text, image, d] = [100, 197, 512];
    const own = (tokens: number) => 2 * tokens * (4 * d * d + 2 * d * 2048) + 4 * tokens * tokens * d;
    const cross = 2 * (2 * text + 2 * image) * d * d + 4 * text * image * d;
    const frame = 2 * 196 * d * 3 * 256 + 2 * text * d * 32128;
    const { flops } = cost(architecture, { sequence: text });
    expect(flops.perSequence).toBe(6 * own(image) + 6 * (own(text) + cross) + frame);
    expect(flops.sequence).toBe(text);
  });

  it("keep the keys and values of both attentions of the decoder", () => {
    const entries = (architecture: ReturnType<typeof encoderDecoder>, context: number) =>
      cost(architecture, { dtype: "int8", context }).memory.cacheBytes;
    expect(entries(encoderDecoder(), 300)).toBe(6 * 2 * 512 * (300 + 300));
    expect(entries(encoderDecoder({ image: 224, size: 16 }), 300)).toBe(6 * 2 * 512 * (300 + 197));
  });
});

describe("FLOPs of mixtures of experts", () => {
  const mixture = (shared: number) =>
    architectureOf({
      kind: "decoder",
      hidden: 4096,
      embedding: { vocabulary: 32000 },
      head: { vocabulary: "separate" },
      layers: [
        {
          repeat: 32,
          mixer: { kind: "attention", heads: 32, keyValueHeads: 8, bias: "none" },
          ffn: { kind: "mixture", experts: 8, active: 2, width: 14336, shared },
        },
      ],
    });

  it("Mixtral 8x7B: two experts of eight and the router", () => {
    const active = 32 * (2 * 4096 ** 2 + 2 * 4096 * 1024 + 2 * 3 * 4096 * 14336 + 8 * 4096) + 4096 * 32000;
    expect(cost(mixture(0), { sequence: 1000 }).flops.perToken).toBe(2 * active + 4 * 1000 * 4096 * 32);
  });

  it("a shared expert is passed by every token: counted, active, and in FLOPs", () => {
    const expert = 32 * 3 * 4096 * 14336;
    const [without, shared] = [cost(mixture(0)), cost(mixture(1))];
    expect(shared.parameters.total - without.parameters.total).toBe(expert);
    expect(shared.parameters.active - without.parameters.active).toBe(expert);
    expect(shared.flops.perToken - without.flops.perToken).toBe(2 * expert);
    expect(shared.flops.perSequence).toBe(naiveFlops(mixture(1), 512));
  });
});

describe("FLOPs of any architecture of plain attention", () => {
  const attends = ({ layers, embedding, hidden, head }: ReturnType<typeof architectureOf>): boolean =>
    embedding.width === hidden &&
    !embedding.adaptive &&
    !(head.pooler || head.transform || head.dense) &&
    layers.every(
      ({ mixer, cross, ffn, adapters }) =>
        adapters === undefined &&
        !(ffn?.kind === "mixture" && ffn.sharedGate) &&
        [mixer, cross].every(
          (part) =>
            !part ||
            (part.kind === "attention" &&
              !part.weighted &&
              !part.relative &&
              !part.gate &&
              !part.relativeKeys),
        ),
    );

  /** Without what `naiveFlops` leaves to other tests. */
  const plain = arbitraryArchitecture
    .map((architecture) => {
      const { layers, embedding, head, hidden } = architecture;
      const { adaptive: _, ...rest } = embedding;
      return {
        ...architecture,
        embedding: { ...rest, width: hidden },
        head: { ...head, pooler: false, transform: false, dense: false },
        layers: layers.map(({ adapters: __, ...layer }) => layer),
      };
    })
    .filter(attends);

  it("are those of its products", () => {
    fc.assert(
      fc.property(plain, fc.integer({ min: 1, max: 600 }), (architecture, sequence) => {
        expect(cost(architecture, { sequence }).flops.perSequence).toBe(naiveFlops(architecture, sequence));
      }),
    );
  });
});

describe("memory of any architecture", () => {
  it("is its weights, and two entries for every key/value feature of every token that a decoder's attentions reach", () => {
    const numbers = fc.integer({ min: 1, max: 600 });
    fc.assert(
      fc.property(arbitraryArchitecture, numbers, numbers, (architecture, context, batch) => {
        const weights = naiveParameters(architecture);
        const { memory } = cost(architecture, { context, batch, dtype: "bfloat16" });
        const entries = weights.matrices + weights.vectors + batch * naiveCache(architecture, context);
        expect(memory).toEqual({ context, batch, bytes: 2 * entries, cacheBytes: memory.cacheBytes });
      }),
    );
  });
});

describe("tokens", () => {
  it("of an image and a text in one stack are those of both", () => {
    const input: ArchitectureInput = {
      hidden: 64,
      embedding: { vocabulary: 100, patches: { image: 32, size: 16 }, classToken: true },
      layers: [{ mixer: { kind: "attention", heads: 1 }, ffn: { kind: "plain", width: 64 } }],
    };
    expect(cost(architectureOf(input), { sequence: 20 }).flops.sequence).toBe(25);
  });
});
