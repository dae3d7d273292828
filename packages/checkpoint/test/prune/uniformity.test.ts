import { describe, expect, it } from "vitest";
import { defaultMultiple, defaultUniformity, ffnMultOf } from "../../src/prune/uniformity.js";

const layer = { heads: 4, keyValueHeads: 2, headDim: 2, ffnWidth: 512 };
const mapped = (family: "llama" | "nemotron-nas" | "qwen2", ...layers: object[]) => ({
  family,
  sizes: { hidden: 8, vocabulary: 10, layers: layers.map((one) => ({ ...layer, ...one })) },
});

describe("what layers have in common by default", () => {
  it("is what block_configs can say, or everything where a family has none", () => {
    expect(defaultUniformity(mapped("llama", {}, {}))).toBe("heads");
    expect(defaultUniformity(mapped("qwen2", {}, {}))).toBe("all");
    expect(defaultUniformity(mapped("nemotron-nas", {}, { heads: 0, keyValueHeads: 0 }))).toBe("heads");
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

describe("ffn_mult", () => {
  /** As vLLM's nemotron_nas.py and NVIDIA's modeling_decilm.py read it. */
  const read = (mult: number, hidden: number): number => {
    const size = Math.trunc((2 * mult * hidden) / 3);
    return size % 256 === 0 ? size : size + 256 - (size % 256);
  };

  it.each([8, 2048, 2880, 3072, 4096, 5120, 8192, 16_384])(
    "is read as every multiple of 256, hidden %i",
    (hidden) => {
      for (let width = 256; width <= 53_248; width += 256)
        expect(read(ffnMultOf(width, hidden) ?? Number.NaN, hidden)).toBe(width);
    },
  );

  it("has no value for other widths", () => {
    for (const width of [1, 255, 257, 384, 1000]) expect(ffnMultOf(width, 4096)).toBeUndefined();
  });
});
