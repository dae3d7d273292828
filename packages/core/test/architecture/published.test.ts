import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { ArchitectureInput } from "../../src/architecture/architecture.js";
import { cost } from "../../src/architecture/cost.js";
import { readArchitecture } from "../../src/architecture/read.js";
import { llama3, read } from "./configs.js";

/** T5's first layers hold the position buckets that the others of their half use again. */
const t5Small = `
kind: encoder-decoder
hidden: 512
embedding: { vocabulary: 32128 }
norm: rms
finalNorm: true
head: { vocabulary: tied }
layers:
  - mixer: { kind: attention, heads: 8, bias: none, positionBuckets: 32 }
    ffn: &ffn { kind: plain, width: 2048, bias: false }
  - repeat: 5
    mixer: &attention { kind: attention, heads: 8, bias: none }
    ffn: *ffn
  - mixer: { kind: attention, heads: 8, bias: none, positionBuckets: 32 }
    cross: *attention
    ffn: *ffn
  - repeat: 5
    mixer: *attention
    cross: *attention
    ffn: *ffn
`;

/** Vision Transformers in the format's own words. */
const vit = (hidden: number, heads: number, depth = 12): string => `
hidden: ${hidden}
embedding: { patches: { image: 224, size: 16 }, classToken: true, positions: 197 }
finalNorm: true
head: { outputs: 1000, oneToken: true }
layers:
  - repeat: ${depth}
    mixer: { kind: attention, heads: ${heads} }
    ffn: { kind: plain, width: ${4 * hidden} }
`;

describe("parameter counts of published models that have no config of their own here", () => {
  it.each([
    ["T5-small", t5Small, 60_506_624],
    ["ViT-B/16", vit(768, 12), 86_567_656],
    ["ViT-S/16", vit(384, 6), 22_050_664],
    ["DeiT-tiny", vit(192, 3), 5_717_416],
  ])("%s", (_name, text, expected) => {
    expect(cost(readArchitecture(text)).parameters.total).toBe(expected);
  });
});

describe("examples of docs/architecture-format.md", () => {
  it.each([
    ["small encoder", 0, 4_005_888 + 4 * (263_680 + 526_080)],
    // Two adapters: 3 · 32 · 2 · 4096 and 2 · 28 · (4096 + 8256) beside a layer of 168,591,360 and the embedding.
    ["adapters", 1, 131_072_000 + 168_591_360 + 786_432 + 691_712],
    ["T5-small", 2, 60_506_624],
    ["ViT-B/16", 3, 86_567_656],
  ])("%s", (_name, index, expected) => {
    const page = readFileSync(new URL("../../../../docs/architecture-format.md", import.meta.url), "utf8");
    const examples = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text]) => text as string);
    expect(examples).toHaveLength(4);
    expect(cost(readArchitecture(examples[index] as string)).parameters.total).toBe(expected);
  });
});

describe("bytes of keys and values that are kept for each token", () => {
  const entries = (input: Partial<ArchitectureInput>): number => {
    const text = JSON.stringify({
      hidden: 64,
      embedding: { vocabulary: 10 },
      layers: [
        { mixer: { kind: "attention", heads: 4, keyValueHeads: 2 }, ffn: { kind: "gated", width: 8 } },
        { mixer: { kind: "fourier", transform: "dct" }, ffn: { kind: "gated", width: 8 } },
      ],
      ...input,
    });
    return cost(readArchitecture(text)).cacheBytesPerToken / 4;
  };

  it("Llama-3-8B in bfloat16: 128 KiB", () => {
    expect(cost(read(llama3), { dtype: "bfloat16" }).cacheBytesPerToken).toBe(131_072);
  });

  it("a key and a value of every key/value head, where there is attention", () => {
    expect(entries({ kind: "decoder" })).toBe(2 * 2 * 16);
  });

  it("none in an encoder, and only those of the decoder in an encoder-decoder", () => {
    expect(entries({ kind: "encoder" })).toBe(0);
    // 6 decoder layers of width 512; what the decoder sees of the encoder does not grow with what it writes.
    expect(cost(readArchitecture(t5Small)).cacheBytesPerToken).toBe(4 * 6 * 2 * 512);
  });
});
