import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LayerReader } from "../../src/architecture/layer-reader.js";
import { layerOf } from "../../src/architecture/resolve.js";

const mixers = [
  { kind: "attention", heads: 4 },
  { kind: "attention", heads: 3 },
  { kind: "fourier", transform: "dft" },
  "attention",
];
const ffns = [{ kind: "plain", width: 256 }, { kind: "gated", width: 128 }, { kind: "plain" }, 7];
const layers = fc.record(
  {
    ffn: fc.constantFrom(...ffns),
    mixer: fc.constantFrom(...mixers),
    parallel: fc.constant(true),
    adapters: fc.constant([{ role: "query", rank: 4 }]),
    other: fc.constant(1),
  },
  { requiredKeys: [] },
);

describe("layers of shared parts", () => {
  it("are what layerOf makes of each, whatever was read before", () => {
    fc.assert(
      fc.property(fc.array(layers, { maxLength: 12 }), (list) => {
        const reader = new LayerReader(64);
        for (const layer of list) {
          const read = reader.read(layer);
          expect(read).toEqual(layerOf(layer, 64));
          expect(JSON.stringify(read)).toBe(JSON.stringify(layerOf(layer, 64)));
        }
      }),
    );
  });

  it("share their parts", () => {
    const reader = new LayerReader(64);
    const [mixer, first, second] = [mixers[0], ffns[0], ffns[1]];
    const read = [
      { mixer, ffn: first },
      { mixer, ffn: second },
      { ffn: first, mixer },
    ].map((layer) => reader.read(layer).value);
    expect(new Set(read.map((layer) => layer?.mixer)).size).toBe(1);
    expect(read[2]?.ffn).toBe(read[0]?.ffn);
  });
});
