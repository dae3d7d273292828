import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/errors.js";
import { huggingFaceConfig } from "../../src/hugging-face/export.js";
import { builtinSpace } from "../../src/space/builtin/builtin.js";
import { architectureAt, enumerate } from "../../src/space/space.js";
import { writableSpace } from "../../src/space/writable.js";
import { spaceOf } from "../../testing/arbitrary-space.js";

const space = spaceOf({
  name: "partly",
  macro: { hidden: [32, 48], depth: [1, 3], norm: ["rms", "layer"] },
  layer: { heads: [2, 4], bias: ["none", "all"], ffn: ["gated", "plain"] },
  architecture: {
    kind: "decoder",
    hidden: "hidden",
    norm: "norm",
    finalNorm: true,
    embedding: { vocabulary: 100 },
    head: { vocabulary: "tied" },
  },
  layersEqual: true,
  layers: {
    mixer: { kind: "attention", heads: "heads", bias: "bias" },
    ffn: { kind: "ffn", width: 64, bias: false },
  },
});

describe("writableSpace", () => {
  it("has the architectures that a config expresses, and no other", () => {
    const expected = [...enumerate(space)]
      .map((genotype) => architectureAt(space, genotype))
      .filter((architecture) => huggingFaceConfig(architecture, "llama").config);
    const left = writableSpace(space, "llama");
    const found = [...enumerate(left)].map((genotype) => architectureAt(left, genotype));
    expect(found).toEqual(expected);
    expect(left.size).toBe(BigInt(expected.length));
    expect(expected.length).toBeGreaterThan(0);
    expect(left.size).toBeLessThan(space.size);
    for (const { stages } of left.macroOptions)
      expect(stages[0]?.choices).toHaveLength(stages[0]!.options.length);
  });

  it("takes any family that fits by default", () => {
    expect(writableSpace(builtinSpace("vit-small")).size).toBe(builtinSpace("vit-small").size);
  });

  it("refuses layers that may differ, families that fit nothing, and unknown ones", () => {
    expect(() => writableSpace(builtinSpace("lts-gpt2"))).toThrow(/layers that may differ/);
    expect(() => writableSpace(space, "vit")).toThrow(
      /no architecture of partly can be written as vit. Reasons for the first one: /,
    );
    expect(() => writableSpace(space, "lama")).toThrow(UsageError);
  });
});
