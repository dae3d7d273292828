import { resolveArchitecture } from "@zerolm/core";
import { describe, expect, it } from "vitest";
import { defaultMultiple } from "../../src/prune/uniformity.js";

/** A checkpoint of layers with 4 query heads, 2 key/value heads and an FFN of 512; each may say otherwise. */
function mapped(family: "llama" | "nemotron-nas" | "qwen2", ...layers: Partial<Sizes>[]) {
  const { value } = resolveArchitecture({
    kind: "decoder",
    hidden: 8,
    embedding: { vocabulary: 10 },
    layers: layers.map(({ heads = 4, keyValueHeads = 2, ffnWidth = 512, ...seen }) => ({
      ...(heads > 0 ? { mixer: { kind: "attention", heads, keyValueHeads, headDim: 2, ...seen } } : {}),
      ffn: { kind: "gated", width: ffnWidth },
    })),
  });
  return { family, architecture: value! };
}

interface Sizes {
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly ffnWidth: number;
  readonly window: number;
}

describe("FFN widths", () => {
  it("are such as ffn_mult can say, if that leaves a choice", () => {
    const large = { ffnWidth: 4096 };
    expect(defaultMultiple(mapped("llama", large, large), "heads")).toBe(256);
    expect(defaultMultiple(mapped("llama", {}, {}), "heads")).toBe(16);
    expect(defaultMultiple(mapped("llama", large, { ffnWidth: 4112 }), "heads")).toBe(16);
    expect(defaultMultiple(mapped("llama", large, large), "all")).toBe(16);
    expect(defaultMultiple(mapped("llama", large, { ...large, window: 8 }), "heads")).toBe(16);
    expect(defaultMultiple(mapped("qwen2", large, large), "heads")).toBe(16);
  });
});
