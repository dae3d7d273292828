import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { resolveHuggingFaceConfig } from "../../src/hugging-face/hugging-face.js";
import {
  bertBase,
  type Config,
  electraSmall,
  gemma2b,
  gpt2Small,
  llama2,
  mistral7b,
  mixtral8x7b,
  phi3Mini,
  qwen2Half,
  qwen3Small,
  qwen3Thirty,
  read,
  robertaBase,
  text,
  vitBase,
  without,
} from "../architecture/configs.js";
import { inputError } from "../architecture/input-error.js";
import { wrong } from "./wrong.js";

const published: readonly Config[] = [
  bertBase,
  robertaBase,
  electraSmall,
  gpt2Small,
  llama2,
  mistral7b,
  qwen2Half,
  qwen3Small,
  gemma2b,
  phi3Mini,
  mixtral8x7b,
  qwen3Thirty,
  vitBase,
];
const numericKeys = [
  ...new Set(
    published.flatMap((config) => Object.keys(config).filter((key) => typeof config[key] === "number")),
  ),
];

describe("mistakes", () => {
  it.each(wrong)("%s", (_what, config, key, message) => {
    const lines = text(config).split("\n");
    const last = key
      .replace(/\[\d+\]$/, "")
      .split(".")
      .at(-1);
    const named = lines.findIndex((line) => line.trim().startsWith(`"${last}":`));
    // An entry of a list stands on the line after its key.
    const line = key.endsWith("]") ? named + 1 : named;
    const place = {
      file: "config.json",
      line: line + 1,
      column: (lines[line] as string).search(/\S/) + 1,
      key,
    };
    const error = inputError(() => read(config));
    expect(error).toMatchObject({ message, place, others: [] });
  });

  it.each([
    [
      bertBase,
      [
        "hidden_size",
        "num_hidden_layers",
        "num_attention_heads",
        "intermediate_size",
        "vocab_size",
        "max_position_embeddings",
      ],
    ],
    [electraSmall, ["embedding_size"]],
    [gpt2Small, ["n_embd", "n_layer", "n_head", "n_positions", "vocab_size"]],
    [llama2, ["hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size", "vocab_size"]],
    [mixtral8x7b, ["intermediate_size", "num_local_experts", "num_experts_per_tok"]],
    [qwen3Thirty, ["intermediate_size", "moe_intermediate_size", "num_experts", "num_experts_per_tok"]],
    [vitBase, ["image_size", "patch_size", "hidden_size", "intermediate_size"]],
  ])("a missing size", (config, keys) => {
    for (const key of keys) {
      const error = inputError(() => read(without(config, key)));
      expect(error.describe()).toBe(`config.json:1:1: ${key}: is missing`);
    }
  });

  it("names the default that does not fit where a key is absent", () => {
    const error = inputError(() => read(without(qwen2Half, "num_key_value_heads")));
    expect(error.describe()).toBe(
      "config.json:1:1: num_key_value_heads: is missing, and the default 32 does not divide num_attention_heads 14. Each must serve the same number of query heads.",
    );
  });

  it("says that model_type is missing", () => {
    expect(inputError(() => read(without(bertBase, "model_type"))).describe()).toBe(
      'config.json:1:1: model_type: is missing. It names the family, for example "llama".',
    );
  });

  it("are told all at once, in the order of the lines", () => {
    const config = { ...bertBase, architectures: ["Bert"], hidden_size: 0, num_labels: -1, vocab_size: 1.5 };
    const { place, others } = inputError(() => read(config));
    expect([place, ...others.map((other) => other.place)].map((each) => each?.key)).toEqual([
      "hidden_size",
      "vocab_size",
      "num_labels",
    ]);
  });

  it("stand under keys of the config, never under ours", () => {
    const sizes = fc.constantFrom(1, 2, 3, 5, 64, 128, 1000, 1024, 4096, 65_537, 2 ** 18, 2 ** 24);
    const changes = fc.dictionary(fc.constantFrom(...numericKeys), sizes, { minKeys: 1, maxKeys: 4 });
    fc.assert(
      fc.property(fc.constantFrom(...published), changes, (config, changed) => {
        const keys = Object.entries(changed).filter(([key]) => key in config);
        const { problems } = resolveHuggingFaceConfig({ ...config, ...Object.fromEntries(keys) });
        for (const { path } of problems ?? []) expect([...numericKeys, "n_inner"]).toContain(path[0]);
      }),
      { numRuns: 2000 },
    );
  });

  it("names the FFN width that is too wide by default", () => {
    const config = without({ ...gpt2Small, n_embd: 12 * 8192 }, "n_inner");
    expect(inputError(() => read(config)).describe()).toBe(
      "config.json:1:1: n_inner: is 4 · n_embd = 393216 by default, above the maximum of 262144",
    );
  });
});
