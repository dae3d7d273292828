import { describe, expect, it } from "vitest";
import { complaint, edited } from "./document.js";

describe("a value that is wrong", () => {
  it.each<[what: string, piece: string, replacement: string, expected: string]>([
    [
      "unknown key",
      "hidden: 256",
      "hidden: 256\nfinalNom: true",
      'a.yaml:2:1: finalNom: is not a known key. Did you mean "finalNorm"?',
    ],
    [
      "unknown key, far from any",
      "  width: 128",
      "  zzz: 128",
      "a.yaml:4:3: embedding.zzz: is not a known key. Known keys: vocabulary, positions, tokenTypes, width, norm, adaptive, patches, bareProjection, encoderPositions, encoderNorm, relativePositions, relativeNorm, audio, extraTokens, barePatches, classToken.",
    ],
    [
      "unknown key in a layer",
      "heads: 4",
      "heads: 4, headdim: 3",
      'a.yaml:7:40: layers[0].mixer.headdim: is not a known key. Did you mean "headDim"?',
    ],
    ["missing at the top", "hidden: 256\n", "", "a.yaml:1:1: hidden: is missing"],
    [
      "missing in a map",
      "  vocabulary: 30522\n",
      "",
      "a.yaml:2:1: embedding.vocabulary: is missing. Give the number of tokens, at least 1 without image patches.",
    ],
    [
      "a layer without parts",
      "    mixer: {kind: attention, heads: 4}\n    ffn:\n      kind: plain\n      width: 512\n",
      "",
      "a.yaml:6:5: layers[0]: has neither a mixer nor an ffn. Give it one.",
    ],
    [
      "missing FFN width",
      "      width: 512\n",
      "",
      "a.yaml:8:5: layers[0].ffn.width: is missing. Give the inner width of the FFN.",
    ],
    [
      "negative",
      "vocabulary: 30522",
      "vocabulary: -3",
      "a.yaml:3:3: embedding.vocabulary: must be at least 0, not -3",
    ],
    ["zero", "heads: 4", "heads: 0", "a.yaml:7:30: layers[0].mixer.heads: must be at least 1, not 0"],
    ["fractional", "hidden: 256", "hidden: 256.5", "a.yaml:1:1: hidden: must be a whole number, not 256.5"],
    [
      "absurd",
      "width: 512",
      "width: 1e12",
      "a.yaml:10:7: layers[0].ffn.width: must be at most 262144, not 1000000000000",
    ],
    ["no number", "hidden: 256", "hidden: wide", 'a.yaml:1:1: hidden: must be a number, not "wide"'],
    ["not a number", "hidden: 256", "hidden: .nan", "a.yaml:1:1: hidden: must be a number, not NaN"],
    ["infinite", "hidden: 256", "hidden: .inf", "a.yaml:1:1: hidden: must be a number, not Infinity"],
    ["null", "hidden: 256", "hidden:", "a.yaml:1:1: hidden: must be a number, not null"],
    [
      "unknown kind",
      "kind: attention",
      "kind: recurrent",
      "a.yaml:7:13: layers[0].mixer.kind: must be one of attention, fourier, convolution, latent, mamba, mamba2, delta, short-convolution, hybrid",
    ],
    [
      "no map",
      "{kind: attention, heads: 4}",
      "attention",
      'a.yaml:7:5: layers[0].mixer: must be a map of keys, not "attention"',
    ],
    [
      "outside a list of names",
      "hidden: 256",
      "hidden: 256\nnorm: batch",
      'a.yaml:2:1: norm: must be one of layer, rms, scale, bare, not "batch"',
    ],
    [
      "neither true nor false",
      "heads: 4",
      "heads: 4, norm: 1",
      "a.yaml:7:40: layers[0].mixer.norm: must be true or false, not 1",
    ],
    [
      "too many layers",
      "repeat: 2",
      "repeat: 2000",
      "a.yaml:6:5: layers[0].repeat: must be at most 1024, not 2000",
    ],
  ])("%s", (_what, piece, replacement, expected) => {
    expect(complaint(edited(piece, replacement))).toBe(expected);
  });

  it("has its line in JSON too", () => {
    const text =
      '{\n\t"hidden": 256,\n\t"hidden2": 3,\n\t"embedding": {"vocabulary": 1.5},\n\t"layers": []\n}';
    expect(complaint(text).split("\n")).toEqual([
      'a.yaml:3:2: hidden2: is not a known key. Did you mean "hidden"?',
      "a.yaml:4:16: embedding.vocabulary: must be a whole number, not 1.5",
      "a.yaml:5:2: layers: must be at least 1 entries, not an empty list",
    ]);
  });

  it("has its line where an alias leads to it", () => {
    const text = edited("{kind: attention, heads: 4}", "&same {kind: attention, heads: 3}");
    expect(complaint(`${text}  - {mixer: *same, ffn: {kind: gated, width: 1}}\n`).split("\n")).toEqual([
      "a.yaml:7:36: layers[0].mixer.heads: 3 heads do not divide hidden 256. Choose a divisor or give headDim.",
      "a.yaml:7:36: layers[1].mixer.heads: 3 heads do not divide hidden 256. Choose a divisor or give headDim.",
    ]);
  });

  it("is told with all others, up to fifty", () => {
    const text = JSON.stringify(
      Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`key${index}`, index])),
    );
    expect(complaint(text).split("\n")).toHaveLength(50);
    const layers = JSON.stringify({ hidden: 8, embedding: { vocabulary: 1 }, layers: Array(1000).fill(0) });
    expect(complaint(layers).split("\n")).toHaveLength(50);
  });

  it("does not reach an object's prototype", () => {
    const text = '{"__proto__": {"hidden": 8}, "embedding": {"vocabulary": 1}, "layers": []}';
    expect(complaint(text)).toContain("hidden: is missing");
    expect(complaint("__proto__: {hidden: 8}")).toContain("hidden: is missing");
    expect({}).not.toHaveProperty("hidden");
  });
});
