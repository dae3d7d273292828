import { describe, expect, it } from "vitest";
import type { Architecture } from "../../src/architecture/architecture.js";
import { keyText } from "../../src/document/key-text.js";
import { huggingFaceConfig } from "../../src/hugging-face/export.js";
import { architectureOf, attention, flexibert, plain } from "../architecture/examples.js";

/** The misfits as a person reads them. */
const complaints = (architecture: Architecture, modelType?: string): string[] =>
  (huggingFaceConfig(architecture, modelType).misfits ?? []).map(
    ({ path, message }) => `${keyText(path)}: ${message}`,
  );

describe("what no family can express", () => {
  it("is named with its layer and property, for the nearest family", () => {
    const architecture = flexibert(
      { repeat: 2, mixer: attention, ffn: plain },
      { mixer: { ...attention, heads: 2, weighted: true }, ffn: { ...plain, stacks: 3 } },
      { mixer: { kind: "fourier", transform: "dct" }, ffn: { kind: "gated", width: 3 } },
      { mixer: { ...attention, headDim: 50 }, ffn: { ...plain, width: 100 } },
    );
    expect(huggingFaceConfig(architecture).modelType).toBe("electra");
    expect(complaints(architecture)).toEqual([
      "layers[2].mixer.heads: is 2, but electra has 4 in every layer",
      "layers[2].mixer.weighted: is true, but electra has false in every layer",
      "layers[2].ffn.widths: is [512,512,512], but electra has [512] in every layer",
      "layers[3].mixer.kind: is fourier, but electra has attention in every layer",
      "layers[3].ffn.kind: is gated, but electra has plain in every layer",
      "layers[4].mixer.headDim: is 50, but electra has 64 in every layer",
      "layers[4].ffn.widths: is [100], but electra has [512] in every layer",
    ]);
  });

  it("is an adapter, which stays beside the weights", () => {
    const adapters = [{ rank: 8, on: ["query" as const] }];
    expect(complaints(flexibert({ repeat: 2, mixer: attention, ffn: plain, adapters }), "electra")).toEqual([
      'layers[0].adapters: is [{"rank":8,"on":["query"]}], but electra has none in every layer',
      'layers[1].adapters: is [{"rank":8,"on":["query"]}], but electra has none in every layer',
    ]);
  });

  it("is named for a family that is asked for", () => {
    const architecture = architectureOf({
      kind: "decoder",
      hidden: 64,
      embedding: { vocabulary: 90, positions: 9, adaptive: { cutoffs: [10] } },
      finalNorm: true,
      head: { vocabulary: "tied", vocabularyBias: true },
      initialiser: { kind: "xavier" },
      layers: [{ mixer: { ...attention, relative: true }, ffn: plain }],
    });
    expect(complaints(architecture)).toEqual(complaints(architecture, "gpt2"));
    expect(complaints(architecture, "gpt2")).toEqual([
      'embedding.adaptive: is {"cutoffs":[10],"divide":1}, but gpt2 has none',
      "head.vocabularyBias: is true, but gpt2 has false",
      "initialiser.kind: is xavier, but gpt2 has normal",
      "layers[0].mixer.relative: is true, but gpt2 has false",
    ]);
    expect(complaints(architecture, "vit")).toContain("kind: is decoder, but vit has encoder");
    expect(complaints(architecture, "vit")).toContain(
      'embedding.patches: is none, but vit has {"image":224,"size":16,"channels":3}',
    );
  });

  it("is the second half of an encoder-decoder", () => {
    const layer = { mixer: attention, ffn: plain };
    const architecture = architectureOf({
      kind: "encoder-decoder",
      hidden: 64,
      embedding: { vocabulary: 90, positions: 9, tokenTypes: 1, norm: true },
      head: { pooler: true },
      layers: [layer, { ...layer, cross: attention }],
    });
    const [kind, cross] = complaints(architecture, "bert");
    expect(kind).toBe("kind: is encoder-decoder, but bert has encoder");
    expect(cross).toMatch(/^layers\[1\]\.cross: is \{.*, but bert has none in every layer$/);
    // The nearest family has parts of the same kind, however many biases differ.
    expect(complaints(architecture).filter((text) => /^kind|cross: is/.test(text))).toEqual([]);
  });

  it("is a shared expert, for the nearest family of mixtures", () => {
    const architecture = architectureOf({
      kind: "decoder",
      hidden: 256,
      embedding: { vocabulary: 32000 },
      norm: "rms",
      finalNorm: true,
      head: { vocabulary: "tied" },
      layers: [
        {
          repeat: 2,
          mixer: { ...attention, keyValueHeads: 1, bias: "none" },
          ffn: { kind: "mixture", experts: 4, active: 1, width: 2048, shared: 1 },
        },
      ],
    });
    expect(complaints(architecture)).toEqual(
      [0, 1].map((layer) =>
        expect.stringMatching(`^layers\\[${layer}\\]\\.ffn\\.shared: is 1, but .* has 0 `),
      ),
    );
  });
});

const base = { hidden: 64, embedding: { vocabulary: 90 }, norm: "rms", finalNorm: true } as const;
const head = { vocabulary: "tied" } as const;
const gated = { kind: "gated", width: 96 } as const;
const mixture = { kind: "mixture", experts: 4, active: 2, width: 32 } as const;
const delta = { kind: "delta", keyHeads: 2, valueHeads: 4, keyDim: 16, valueDim: 16, kernel: 4 } as const;
const latent = {
  kind: "latent",
  heads: 4,
  keyValueRank: 16,
  keyDim: 16,
  rotaryDim: 8,
  valueDim: 16,
} as const;
const mamba2 = { kind: "mamba2", heads: 4, headDim: 16, state: 8, kernel: 4 } as const;

describe("the nearest family has the parts that are there", () => {
  it.each<[what: string, architecture: Parameters<typeof architectureOf>[0], nearest: RegExp]>([
    [
      "a mixture with odd attention",
      {
        ...base,
        kind: "decoder",
        head,
        layers: [{ repeat: 12, mixer: { ...attention, weighted: true, relative: true }, ffn: mixture }],
      },
      /^(mixtral|.*moe|gpt_oss)$/,
    ],
    [
      "linear and full attention, plain FFNs",
      {
        ...base,
        kind: "decoder",
        head,
        layers: [
          { repeat: 3, mixer: delta, ffn: plain },
          { mixer: attention, ffn: plain },
        ],
      },
      /^(qwen3_next|qwen3_5_text)$/,
    ],
    [
      "latent attention with LayerNorm and learned positions",
      {
        ...base,
        norm: "layer",
        kind: "decoder",
        head,
        embedding: { vocabulary: 90, positions: 32 },
        layers: [{ repeat: 8, mixer: latent, ffn: gated }],
      },
      /^(deepseek_v2|deepseek_v3|kimi_k2)$/,
    ],
    [
      "state spaces with gated FFNs",
      { ...base, kind: "decoder", head, layers: [{ repeat: 8, mixer: mamba2, ffn: gated }] },
      /^(nemotron_h|jamba|falcon_h1)$/,
    ],
    [
      "an encoder-decoder with RMSNorm and a gated FFN in one half",
      {
        ...base,
        kind: "encoder-decoder",
        head,
        layers: [
          { mixer: attention, ffn: gated },
          { mixer: attention, cross: attention, ffn: plain },
        ],
      },
      /^(t5|mt5|bart|whisper)$/,
    ],
    [
      "an encoder of images with gated FFNs",
      {
        ...base,
        kind: "encoder",
        embedding: { patches: { image: 32, size: 8, channels: 3 }, positions: 17, classToken: true },
        layers: [{ repeat: 4, mixer: attention, ffn: gated }],
      },
      /^(vit|deit|clip_vision_model)$/,
    ],
  ])("%s", (_what, architecture, nearest) => {
    const { modelType, misfits } = huggingFaceConfig(architectureOf(architecture));
    expect(misfits?.length).toBeGreaterThan(0);
    expect(modelType).toMatch(nearest);
  });
});
