import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readArchitecture } from "../../src/architecture/read.js";
import { arbitraryArchitectureInput } from "../../testing/arbitrary-architecture.js";
import { architectureOf, attention, flexibert } from "./examples.js";

describe("defaults", () => {
  it("are those of BERT without a head", () => {
    const yaml = `
      hidden: 256
      embedding: { vocabulary: 1000 }
      layers:
        - mixer: { kind: attention, heads: 4 }
          ffn: { kind: plain, width: 1024 }`;
    expect(readArchitecture(yaml)).toEqual({
      kind: "encoder",
      hidden: 256,
      embedding: {
        vocabulary: 1000,
        positions: 0,
        tokenTypes: 0,
        width: 256,
        norm: false,
        classToken: false,
      },
      norm: "layer",
      finalNorm: false,
      head: {
        pooler: false,
        transform: false,
        vocabulary: "none",
        vocabularyBias: false,
        ownProjections: 0,
        dense: false,
        outputs: 0,
        outputsBias: true,
        oneToken: false,
      },
      initialiser: { kind: "normal", std: 0.02 },
      layers: [
        {
          mixer: {
            kind: "attention",
            heads: 4,
            keyValueHeads: 4,
            headDim: 64,
            weighted: false,
            relative: false,
            positionBuckets: 0,
            bias: "all",
            queryKeyNorm: false,
            norm: true,
          },
          ffn: { kind: "plain", widths: [1024], bias: true, norm: true },
        },
      ],
    });
  });

  it("hold for the other kinds too", () => {
    const [first] = flexibert({
      mixer: { kind: "convolution", kernel: 9, heads: 4 },
      ffn: { kind: "gated", width: 300 },
    }).layers;
    expect(first).toEqual({
      mixer: { kind: "convolution", kernel: 9, heads: 4, headRatio: 2, bias: true, norm: true },
      ffn: { kind: "gated", width: 300, bias: false, norm: true },
    });
    const experts = flexibert({
      mixer: attention,
      ffn: { kind: "mixture", experts: 4, active: 2, width: 30 },
    });
    expect(experts.layers[0]?.ffn).toEqual({
      kind: "mixture",
      experts: 4,
      active: 2,
      width: 30,
      shared: 0,
      gated: true,
      norm: true,
    });
  });
});

describe("reading", () => {
  it("gives the same architecture from JSON, from YAML and from the value", () => {
    fc.assert(
      fc.property(arbitraryArchitectureInput, (input) => {
        const expected = architectureOf(input);
        expect(readArchitecture(JSON.stringify(input))).toEqual(expected);
        // A comment makes YAML of JSON.
        expect(readArchitecture(`# architecture\n${JSON.stringify(input, undefined, 2)}`)).toEqual(expected);
      }),
    );
  });

  it("takes a byte order mark, a schema and Windows line ends", () => {
    const lines = ["$schema: x", "hidden: 8", "embedding: {vocabulary: 3}", "layers:"];
    const layer = "  - {mixer: {kind: attention, heads: 2}, ffn: {kind: gated, width: 3}}";
    const architecture = readArchitecture(`\uFEFF${[...lines, layer].join("\r\n")}`);
    expect(architecture).toMatchObject({ hidden: 8, layers: [{ ffn: { width: 3 } }] });
    expect(architecture).not.toHaveProperty("$schema");
  });
});
