import { describe, expect, it } from "vitest";
import { complaint, edited } from "./document.js";

describe("values that contradict each other", () => {
  it.each<[what: string, piece: string, replacement: string, expected: string]>([
    [
      "heads and hidden",
      "heads: 4",
      "heads: 3",
      "a.yaml:7:30: layers[0].mixer.heads: 3 heads do not divide hidden 256. Choose a divisor or give headDim.",
    ],
    [
      "key/value heads and heads",
      "heads: 4",
      "heads: 4, keyValueHeads: 3",
      "a.yaml:7:40: layers[0].mixer.keyValueHeads: 3 key/value heads do not divide 4 heads. Each must serve the same number of query heads.",
    ],
    [
      "heads that are wide together",
      "heads: 4",
      "heads: 4, headDim: 100000",
      "a.yaml:7:40: layers[0].mixer.headDim: 4 heads of width 100000 have a total width of 400000, above the maximum of 262144",
    ],
    [
      "convolution heads",
      "kind: attention, heads: 4",
      "kind: convolution, kernel: 3, heads: 3",
      "a.yaml:7:43: layers[0].mixer.heads: 3 heads are not a multiple of headRatio 2",
    ],
    [
      "convolution ratio",
      "kind: attention, heads: 4",
      "kind: convolution, kernel: 3, heads: 3, headRatio: 3",
      "a.yaml:7:53: layers[0].mixer.headRatio: headRatio 3 does not divide hidden 256",
    ],
    [
      "convolution width",
      "kind: attention, heads: 4",
      "kind: convolution, kernel: 3, heads: 6",
      "a.yaml:7:43: layers[0].mixer.heads: 3 heads after the split do not divide the inner width 128",
    ],
    [
      "width and widths",
      "width: 512",
      "width: 512\n      widths: [3]",
      "a.yaml:11:7: layers[0].ffn.widths: cannot be combined with width or stacks. Give one or the other.",
    ],
    [
      "an adapter and what it acts on",
      "width: 512",
      "width: 512\n    adapters: [{ rank: 8, on: [query] }, { rank: 4, on: [up, gate] }]",
      "a.yaml:11:53: layers[0].adapters[1].on: names gate, which this layer does not have. It has query, key, value, output, up, down.",
    ],
    [
      "two adapters",
      "width: 512",
      "width: 512\n    adapters: [{ rank: 8, on: [query] }, { rank: 4, on: [query] }]",
      "a.yaml:11:53: layers[0].adapters[1].on: names query a second time. Only one adapter can act on a projection.",
    ],
    [
      "vocabulary of no tokens",
      "hidden: 256\nembedding:\n  vocabulary: 30522",
      "hidden: 256\nhead: {vocabulary: tied}\nembedding:\n  patches: {image: 32, size: 8}",
      "a.yaml:2:8: head.vocabulary: needs tokens: set embedding.vocabulary",
    ],
    [
      "patches and image",
      "vocabulary: 30522",
      "patches: {image: 224, size: 15}",
      "a.yaml:3:3: embedding.patches: patches of 15 pixels do not tile an image of 224",
    ],
    [
      "patches and clusters of tokens",
      "vocabulary: 30522",
      "vocabulary: 30522\n  patches: {image: 32, size: 8}\n  adaptive: {cutoffs: [3]}",
      "a.yaml:5:3: embedding.adaptive: needs tokens, not image patches",
    ],
    [
      "cutoffs that fall",
      "vocabulary: 30522",
      "vocabulary: 30522\n  adaptive: {cutoffs: [300, 200]}",
      "a.yaml:4:3: embedding.adaptive: cutoffs must rise and stay below the vocabulary of 30522",
    ],
    [
      "cutoffs beyond the vocabulary",
      "vocabulary: 30522",
      "vocabulary: 30522\n  adaptive: {cutoffs: [30522]}",
      "a.yaml:4:3: embedding.adaptive: cutoffs must rise and stay below the vocabulary of 30522",
    ],
    [
      "own projections of a single cluster",
      "hidden: 256",
      "hidden: 256\nhead: {vocabulary: tied, ownProjections: 1}",
      "a.yaml:2:26: head.ownProjections: needs a tied vocabulary and an adaptive embedding",
    ],
    [
      "a transform and clusters",
      "hidden: 256\nembedding:",
      "hidden: 256\nhead: {vocabulary: tied, transform: true}\nembedding:\n  adaptive: {cutoffs: [300]}",
      "a.yaml:2:26: head.transform: cannot be combined with an adaptive embedding",
    ],
    [
      "active and all experts",
      "kind: plain",
      "kind: mixture\n      experts: 4\n      active: 5",
      "a.yaml:11:7: layers[0].ffn.active: 5 active experts are more than the 4 experts",
    ],
    [
      "attention to an encoder that is not there",
      "heads: 4}",
      "heads: 4}\n    cross: {kind: attention, heads: 4}",
      "a.yaml:8:5: layers[0].cross: needs kind: encoder-decoder",
    ],
    [
      "an encoder-decoder without decoder",
      "hidden: 256",
      "hidden: 256\nkind: encoder-decoder",
      "a.yaml:2:1: kind: encoder-decoder needs decoder layers. Give those a cross.",
    ],
    [
      "a bias of no projection",
      "hidden: 256",
      "hidden: 256\nhead: {vocabularyBias: true}",
      "a.yaml:2:8: head.vocabularyBias: needs a projection: set head.vocabulary to tied or separate",
    ],
    [
      "depth",
      "  - repeat: 2",
      "  - repeat: 1024\n    mixer: {kind: fourier, transform: dft}\n    ffn: {kind: gated, width: 8}\n  - repeat: 1024",
      "a.yaml:5:1: layers: has 2048 layers, above the maximum of 1024",
    ],
  ])("%s", (_what, piece, replacement, expected) => {
    expect(complaint(edited(piece, replacement))).toBe(expected);
  });

  it.each<[what: string, layers: readonly ("encoder" | "decoder")[], expected: string]>([
    ["without encoder", ["decoder"], "a.yaml:6:5: layers[0].cross: needs encoder layers before it"],
    [
      "out of order",
      ["encoder", "decoder", "encoder"],
      "a.yaml:10:5: layers[2]: is an encoder layer after a decoder layer. Give it a cross.",
    ],
  ])("encoder-decoder %s", (_what, layers, expected) => {
    const attention = "{kind: attention, heads: 4}";
    const lines = layers.map((layer) => {
      const cross = layer === "decoder" ? `\n    cross: ${attention}` : "";
      return `  - ffn: {kind: gated, width: 8}${cross}\n    mixer: ${attention}`;
    });
    const frame = "kind: encoder-decoder\nhidden: 256\nembedding: {vocabulary: 9}\nlayers:\n";
    expect(complaint(`${frame}${lines.join("\n")}\n`)).toBe(expected);
  });
});
