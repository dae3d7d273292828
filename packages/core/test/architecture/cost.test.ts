import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ArchitectureInput } from "../../src/architecture/architecture.js";
import { cost, frameParameters, layerParameters } from "../../src/architecture/cost.js";
import { matrices } from "../../src/architecture/matrices.js";
import { arbitraryArchitecture } from "../../testing/arbitrary-architecture.js";
import { architectureOf, attention, flexibert, type LayerInput, plain } from "./examples.js";
import { activeExperts, naiveParameters } from "./naive-parameters.js";

describe("parameters", () => {
  const embedding = 4_005_888; // 30522·128 + 512·128 + 2·128, norm 2·128, projection 256·128 + 256
  const plainFfn = 263_424; // 2·256·512 matrices, 512 + 256 biases, 2·256 norm

  it.each<[what: string, mixer: LayerInput["mixer"], parameters: number]>([
    ["attention: four 256² with biases, and a norm", attention, 263_680],
    ["attention by weight: one more 256² without bias", { ...attention, weighted: true }, 329_216],
    ["attention without biases and norm", { ...attention, bias: "none", norm: false }, 262_144],
    ["attention with biases on query, key and value", { ...attention, bias: "query-key-value" }, 263_424],
    // One more 256² without bias, and two vectors of 64 for each of 4 heads.
    ["attention with relative positions", { ...attention, relative: true }, 263_680 + 65_536 + 512],
    ["attention with position buckets", { ...attention, positionBuckets: 32 }, 263_680 + 4 * 32],
    ["attention with norms on query and key", { ...attention, queryKeyNorm: true }, 263_808],
    ["Fourier: one 256² with bias, without norm", { kind: "fourier", transform: "dft", norm: false }, 65_792],
    // Five 128·256, 256·9, 18·128, 256²; biases 5·128, 18, 256; norm 512.
    ["dynamic convolution", { kind: "convolution", kernel: 9, heads: 4 }, 235_410],
  ])("of FlexiBERT with %s", (_what, mixer, parameters) => {
    expect(cost(flexibert({ mixer, ffn: plain })).parameters).toEqual({
      total: embedding + parameters + plainFfn,
      active: embedding + parameters + plainFfn,
      nonEmbedding: parameters + plainFfn,
      attention: parameters,
      ffn: plainFfn,
      embedding,
      head: 0,
    });
  });

  it.each<[what: string, ffn: LayerInput["ffn"], parameters: number]>([
    // 256·1024, twice 1024², 1024·256; biases 3·1024 + 256; norm 512.
    ["three stacks", { kind: "plain", width: 1024, stacks: 3 }, 2_625_280],
    ["gate, up and down", { kind: "gated", width: 300 }, 3 * 256 * 300 + 512],
    [
      "8 experts, 2 active, and a shared one",
      { kind: "mixture", experts: 8, active: 2, width: 300, shared: 1 },
      9 * 3 * 256 * 300 + 8 * 256 + 512,
    ],
    ["gate, up and down with biases", { kind: "gated", width: 300, bias: true }, 3 * 256 * 300 + 856 + 512],
  ])("of an FFN of %s", (_what, ffn, parameters) => {
    expect(cost(flexibert({ mixer: attention, ffn })).parameters.ffn).toBe(parameters);
  });

  it("without embedding leave out the projection to the vocabulary and its bias", () => {
    const headed = (head: ArchitectureInput["head"]) =>
      cost(
        architectureOf({
          hidden: 64,
          embedding: { vocabulary: 100 },
          head,
          layers: [{ mixer: attention, ffn: plain }],
        }),
      ).parameters;
    const bare = headed({}).nonEmbedding;
    expect(headed({ vocabulary: "separate", vocabularyBias: true })).toMatchObject({
      head: 6500,
      nonEmbedding: bare,
    });
    expect(headed({ vocabulary: "tied" })).toMatchObject({ head: 0, nonEmbedding: bare });
    expect(headed({ outputs: 2 }).nonEmbedding).toBe(bare + 2 * 65);
    expect(headed({ outputs: 2, outputsBias: false }).nonEmbedding).toBe(bare + 2 * 64);
  });

  it("are those that PyTorch would count", () => {
    fc.assert(
      fc.property(arbitraryArchitecture, (architecture) => {
        const expected = naiveParameters(architecture);
        const { parameters } = cost(architecture);
        const entries = matrices(architecture).map(({ rows, cols, copies }) => rows * cols * copies);
        expect(entries.reduce((sum, each) => sum + each, 0)).toBe(expected.matrices);
        const active = naiveParameters(architecture, activeExperts);
        expect(parameters.active).toBe(active.matrices + active.vectors);
        expect(parameters.total).toBe(expected.matrices + expected.vectors);
        const { attention: mixer, ffn, embedding: embeddings, head } = parameters;
        expect(mixer + ffn + embeddings + head).toBe(parameters.total);
      }),
      { numRuns: 500 },
    );
  });

  it("add up from frame and layers", () => {
    fc.assert(
      fc.property(arbitraryArchitecture, (architecture) => {
        const frame = frameParameters(architecture);
        const layers = architecture.layers.reduce(
          (sum, layer) => sum + layerParameters(layer, architecture),
          0,
        );
        expect(frame.embedding + frame.head + layers).toBe(cost(architecture).parameters.total);
      }),
    );
  });
});
