import { describe, expect, it } from "vitest";
import { ffnMultOf } from "../../src/hugging-face/ffn-mult.js";

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
