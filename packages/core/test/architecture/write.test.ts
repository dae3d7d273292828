import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readArchitecture } from "../../src/architecture/read.js";
import { architectureDocument, writeArchitecture } from "../../src/architecture/write.js";
import { arbitraryArchitecture } from "../../testing/arbitrary-architecture.js";
import { bertBase, read, vitBase } from "./configs.js";
import { architectureOf, attention, flexibert, type LayerInput, plain } from "./examples.js";

describe("an architecture that is written", () => {
  it("is the same when it is read again, as YAML and as JSON", () => {
    fc.assert(
      fc.property(arbitraryArchitecture, (architecture) => {
        expect(readArchitecture(writeArchitecture(architecture))).toEqual(architecture);
        const json = JSON.stringify(architectureDocument(architecture));
        expect(readArchitecture(json)).toEqual(architecture);
      }),
      { numRuns: 300 },
    );
  });

  it("has each adapter on one line", () => {
    const architecture = architectureOf({
      hidden: 64,
      embedding: { vocabulary: 10 },
      layers: [{ mixer: attention, ffn: plain, adapters: [{ rank: 8, on: ["query", "value"] }] }],
    });
    expect(writeArchitecture(architecture)).toContain(
      "    adapters:\n      - { rank: 8, on: [ query, value ] }\n",
    );
  });

  it("leaves out what defaults say and joins equal layers", () => {
    expect(writeArchitecture(read(bertBase))).toBe(`hidden: 768
embedding: { vocabulary: 30522, positions: 512, tokenTypes: 2, norm: true }
head: { transform: true, vocabulary: tied, vocabularyBias: true }
layers:
  - repeat: 12
    mixer: { kind: attention, heads: 12 }
    ffn: { kind: plain, width: 3072 }
`);
    const ffns: LayerInput["ffn"][] = [
      { kind: "plain", width: 8, stacks: 2 },
      { kind: "plain", widths: [8, 9] },
    ];
    const stacked = architectureDocument(flexibert(...ffns.map((ffn) => ({ mixer: attention, ffn }))));
    expect(stacked.layers.map(({ ffn }) => ffn)).toEqual(ffns);
    expect(architectureDocument(read(vitBase)).embedding).toEqual({
      positions: 197,
      patches: { image: 224, size: 16 },
      classToken: true,
    });
  });

  it("keeps attention to the encoder, and its defaults out", () => {
    const document = architectureDocument(
      architectureOf({
        kind: "encoder-decoder",
        hidden: 64,
        embedding: { vocabulary: 9, adaptive: { cutoffs: [3], divide: 1 } },
        layers: [
          { mixer: attention, ffn: plain },
          { mixer: attention, cross: { ...attention, bias: "none" }, ffn: plain },
        ],
      }),
    );
    expect(document.layers[1]?.cross).toEqual({ kind: "attention", heads: 4, bias: "none" });
    expect(document.embedding).toEqual({ vocabulary: 9, adaptive: { cutoffs: [3] } });
  });
});
