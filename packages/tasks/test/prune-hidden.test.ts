import { UsageError } from "@zerolm/core";
import { plainExecutor } from "@zerolm/engine";
import { type RequestOf, run, type TaskHost } from "@zerolm/tasks";
import { describe, expect, it } from "vitest";
import type { Example } from "../../checkpoint/test/family/checkpoints.js";
import { exampleFiles, lettersFiles } from "./checkpoint-files.js";
import { type FakeFiles, fakeHost } from "./fake-host.js";

const letters = await lettersFiles();
const hostOf = (files: FakeFiles): TaskHost => fakeHost(files, { executor: async () => plainExecutor });
const request = { checkpoint: "letters", multipleOf: 1, context: 4 } as const;
const pruned = (more: Partial<RequestOf<"prune">>, host: TaskHost = hostOf(letters)) =>
  run("prune", { ...request, ...more }, host);

/** Parameters of the llama of the examples: embedding and head of 10 × 8, and two layers. */
const layersSize = 2 * (8 * 8 + 2 * 4 * 8 + 8 * 8 + 3 * 12 * 8 + 2 * 8) + 8;
const sizeBefore = layersSize + 2 * 10 * 8;

describe("prune to a smaller hidden size", () => {
  it("is a cut by itself, and what is written has it", async () => {
    const files = new Map(letters);
    const {
      hidden,
      size,
      sizeBefore: before,
      budget,
      kept,
    } = await pruned({ hidden: 4, out: "small" }, hostOf(files));
    expect(budget).toBe("hidden size 4");
    expect([size, before]).toEqual([
      2 * (4 * 8 + 2 * 4 * 4 + 4 * 8 + 3 * 12 * 4 + 2 * 4) + 4 + 80,
      sizeBefore,
    ]);
    expect(kept.every((one) => one.kept === one.of)).toBe(true);
    expect(hidden).toMatchObject({ kept: 4, of: 8, by: "norm" });
    const config = JSON.parse(String(files.get("small/config.json")));
    expect(config).toMatchObject({ hidden_size: 4, head_dim: 2, num_attention_heads: 4 });
    expect(JSON.parse(String(files.get("small/pruning.json"))).hidden).toEqual(hidden);
    const { parameters } = await run("inspect checkpoint", { checkpoint: "small" }, hostOf(files));
    expect(parameters).toBe(size);
  });

  it("shares its budget with heads and rows: a share is one of the layers of the whole", async () => {
    const { hidden, size, kept } = await pruned({ hidden: 6, keep: 0.5, for: "zerolm" });
    expect(hidden?.kept).toBe(6);
    expect(size).toBeLessThanOrEqual(0.5 * layersSize + 2 * 10 * 6);
    expect(size).toBeGreaterThan(0.45 * layersSize + 2 * 10 * 6);
    expect(kept.some((one) => one.kept < one.of)).toBe(true);
    const all = await pruned({
      hidden: 6,
      for: "zerolm",
      budgets: { nonEmbeddingParameters: { maximum: 0.5 * layersSize } },
    });
    expect(all.kept).toEqual(kept);
  });

  it("goes by what norms put out on a text, and says the loss of what is written", async () => {
    const files = new Map(letters);
    const { hidden, loss } = await pruned({ hidden: 4, text: "text.txt", out: "small" }, hostOf(files));
    expect(hidden).toMatchObject({ kept: 4, by: "activation" });
    const again = await run(
      "inspect text",
      { checkpoint: "small", text: "text.txt", context: 4 },
      hostOf(files),
    );
    expect(loss?.after.value).toBeCloseTo(again.natsPerByte!.value, 9);
  });

  it("takes the size with the least loss on the text if it is to choose", async () => {
    const files = await wideFiles();
    const { hidden, loss } = await pruned({ hidden: "auto", keep: 0.7, text: "text.txt" }, hostOf(files));
    expect(hidden?.tried?.map((one) => one.hidden)).toEqual([32, 24, 16]);
    const least = hidden!.tried!.reduce((best, one) => (one.loss < best.loss ? one : best));
    expect(hidden?.kept).toBe(least.hidden);
    for (const { hidden: size, loss: found } of hidden!.tried!.slice(1)) {
      const alone = await pruned({ hidden: size, keep: 0.7, text: "text.txt" }, hostOf(files));
      expect(alone.loss?.after.value).toBeCloseTo(found, 9);
    }
    expect(loss?.after.value).toBeCloseTo(least.loss, 9);
  });

  it.each<[Partial<RequestOf<"prune">>, string]>([
    [{ hidden: "auto", keep: 0.7 }, "hidden auto needs a text. Give text, or a hidden size."],
    [
      { hidden: 4, dropLayers: "auto", text: "text.txt", keep: 0.7 },
      "dropLayers auto cannot be combined with hidden. Give a number of layers.",
    ],
    [
      { hidden: 6 },
      "transformers does not load all heads with a hidden size of 6. Its rule: the hidden size is a multiple",
    ],
    [{ hidden: 8 }, "the hidden size is 8, so it cannot be cut to 8"],
  ])("refuses %j", async (wrong, message) => {
    await expect(pruned(wrong)).rejects.toThrow(message);
    await expect(pruned(wrong)).rejects.toThrow(UsageError);
  });
});

/** A llama with a hidden size of 32. */
const wide: Example = {
  config: {
    ...{ model_type: "llama", hidden_size: 32, intermediate_size: 12, num_hidden_layers: 1, vocab_size: 10 },
    ...{ num_attention_heads: 4, num_key_value_heads: 2 },
  },
  tensors: `
    model.embed_tokens.weight 10x32
    model.layers.0.{input,post_attention}_layernorm.weight 32
    model.layers.0.self_attn.{q,o}_proj.weight 32x32
    model.layers.0.self_attn.{k,v}_proj.weight 16x32
    model.layers.0.mlp.{gate,up}_proj.weight 12x32
    model.layers.0.mlp.down_proj.weight 32x12
    model.norm.weight 32
    lm_head.weight 10x32`,
};

async function wideFiles(): Promise<FakeFiles> {
  return new Map([
    ...(await exampleFiles(wide, "letters")),
    ["letters/tokenizer.json", letters.get("letters/tokenizer.json")!],
    ["text.txt", letters.get("text.txt")!],
  ]);
}
