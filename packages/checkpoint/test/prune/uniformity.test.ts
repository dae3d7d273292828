import { resolveArchitecture } from "@zerolm/core";
import { describe, expect, it } from "vitest";
import { defaultMultiple, defaultUniformity } from "../../src/prune/uniformity.js";

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

describe("what layers have in common by default", () => {
  it("is what block_configs can say, or everything where a family has none", () => {
    expect(defaultUniformity(mapped("llama", {}, {}))).toBe("heads");
    expect(defaultUniformity(mapped("qwen2", {}, {}))).toBe("all");
    // Nemotron-NAS has no windows.
    expect(defaultUniformity(mapped("llama", { window: 8 }, { window: 8 }))).toBe("all");
    expect(defaultUniformity(mapped("nemotron-nas", {}, { heads: 0 }))).toBe("heads");
    expect(defaultUniformity(mapped("nemotron-nas", {}, { keyValueHeads: 1 }))).toBe("none");
  });

  it("comes with FFN widths that ffn_mult can say, where it stands for them", () => {
    expect(defaultMultiple(mapped("llama", {}, {}), "heads")).toBe(256);
    expect(defaultMultiple(mapped("llama", {}, { ffnWidth: 384 }), "heads")).toBe(16);
    expect(defaultMultiple(mapped("llama", {}, {}), "all")).toBe(16);
    expect(defaultMultiple(mapped("llama", {}, {}), "none")).toBe(16);
    expect(defaultMultiple(mapped("qwen2", {}, {}), "heads")).toBe(16);
  });
});
