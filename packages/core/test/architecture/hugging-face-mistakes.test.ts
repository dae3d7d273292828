import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { resolveHuggingFaceConfig } from "../../src/architecture/hugging-face/hugging-face.js";
import {
  as,
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
} from "./configs.js";
import { inputError } from "./input-error.js";

/** A config that is wrong in one place, the key that stands there, and what is said of it. */
const wrong: readonly (readonly [what: string, config: Config, key: string, message: string])[] = [
  ["fractional", { ...bertBase, hidden_size: 768.5 }, "hidden_size", "must be a whole number, not 768.5"],
  ["negative", { ...llama2, num_hidden_layers: -3 }, "num_hidden_layers", "must be at least 1, not -3"],
  ["zero", { ...gpt2Small, n_head: 0 }, "n_head", "must be at least 1, not 0"],
  [
    "absurd",
    { ...llama2, intermediate_size: 1e12 },
    "intermediate_size",
    "must be at most 262144, not 1000000000000",
  ],
  ["a text", { ...llama2, vocab_size: "32000" }, "vocab_size", 'must be a number, not "32000"'],
  ["null", { ...llama2, hidden_size: null }, "hidden_size", "must be a number, not null"],
  [
    "a list",
    { ...electraSmall, embedding_size: [128] },
    "embedding_size",
    "must be a number, not a list of 1",
  ],
  ["std of zero", { ...bertBase, initializer_range: 0 }, "initializer_range", "must be more than 0, not 0"],
  ["not true or false", { ...llama2, attention_bias: 1 }, "attention_bias", "must be true or false, not 1"],
  [
    "hidden size and heads",
    { ...bertBase, num_attention_heads: 10 },
    "num_attention_heads",
    "num_attention_heads 10 does not divide hidden_size 768",
  ],
  ["n_embd and n_head", { ...gpt2Small, n_head: 7 }, "n_head", "n_head 7 does not divide n_embd 768"],
  [
    "hidden size and heads without head_dim",
    { ...llama2, num_attention_heads: 24, num_key_value_heads: 24 },
    "num_attention_heads",
    "num_attention_heads 24 does not divide hidden_size 4096; choose a divisor or give head_dim",
  ],
  [
    "query and key/value heads",
    { ...llama2, num_key_value_heads: 5 },
    "num_key_value_heads",
    "num_key_value_heads 5 does not divide num_attention_heads 32; each must serve the same number of query heads",
  ],
  [
    "heads that are wide together",
    { ...qwen3Small, head_dim: 100_000 },
    "head_dim",
    "16 heads of width 100000 are 1600000 wide together; at most 262144 are allowed",
  ],
  [
    "class of another family",
    as(robertaBase, "BertForMaskedLM"),
    "architectures[0]",
    '"BertForMaskedLM" is a class of model_type bert, but model_type is roberta',
  ],
  [
    "unknown class",
    as(llama2, "LlamaForAudio"),
    "architectures[0]",
    'must be one of LlamaModel, LlamaForCausalLM, LlamaForSequenceClassification, LlamaForTokenClassification, LlamaForQuestionAnswering, not "LlamaForAudio"',
  ],
  ["class that is no text", { ...llama2, architectures: [7] }, "architectures[0]", "must be a text, not 7"],
  [
    "labels",
    { ...bertBase, num_labels: 4, id2label: { 0: "no", 1: "yes" } },
    "num_labels",
    "is 4, but id2label names 2",
  ],
  [
    "relative positions",
    { ...bertBase, position_embedding_type: "relative_key" },
    "position_embedding_type",
    'must be absolute, not "relative_key"',
  ],
  [
    "cross-attention",
    { ...gpt2Small, add_cross_attention: true },
    "add_cross_attention",
    "must be false, not true",
  ],
  [
    "pruned layer",
    { ...bertBase, pruned_heads: { "12": [0] } },
    "pruned_heads.12",
    "is not a layer; there are 12, from 0",
  ],
  [
    "pruned head",
    { ...bertBase, pruned_heads: { "3": [12] } },
    "pruned_heads.3",
    "cuts head 12; there are 12, from 0",
  ],
  [
    "no head left",
    { ...gpt2Small, n_head: 2, pruned_heads: { "3": [0, 1] } },
    "pruned_heads.3",
    "cuts all 2 heads; one at least must stay",
  ],
  [
    "active and all experts",
    { ...mixtral8x7b, num_experts_per_tok: 9 },
    "num_experts_per_tok",
    "num_experts_per_tok 9 is more than num_local_experts 8",
  ],
  [
    "experts that cannot be counted",
    { ...qwen3Thirty, num_experts: 4096, moe_intermediate_size: 2 ** 18, hidden_size: 2 ** 18 },
    "num_experts",
    "experts have 844424930131968 weights together; at most 4398046511104 are allowed in one layer",
  ],
  ["experts", { ...mixtral8x7b, num_local_experts: 0 }, "num_local_experts", "must be at least 1, not 0"],
  [
    "layers without experts",
    { ...qwen3Thirty, mlp_only_layers: "none" },
    "mlp_only_layers",
    'must be a list, not "none"',
  ],
  [
    "patches",
    { ...vitBase, patch_size: 15 },
    "patch_size",
    "patches of 15 pixels do not tile an image of 224",
  ],
  [
    "patches that are too large",
    { ...vitBase, patch_size: 65_536, image_size: 65_536 },
    "patch_size",
    "patches of 65536 × 65536 pixels in 3 channels hold 12884901888 values; at most 16777216 are allowed",
  ],
  [
    "patches that are too many",
    { ...vitBase, patch_size: 1, image_size: 65_536 },
    "image_size",
    "makes 4294967297 positions; at most 16777216 are allowed",
  ],
  ["biases of the output alone", { ...vitBase, qkv_bias: false }, "qkv_bias", "must be true, not false"],
  [
    "unknown model_type",
    { ...llama2, model_type: "t5" },
    "model_type",
    'must be one of bert, electra, roberta, gpt2, llama, mistral, qwen2, qwen3, gemma, phi3, mixtral, qwen3_moe, vit, not "t5"; any other Transformer can be described in zerolm YAML',
  ],
  [
    "model_type misspelt",
    { ...llama2, model_type: "lama" },
    "model_type",
    'must be one of bert, electra, roberta, gpt2, llama, mistral, qwen2, qwen3, gemma, phi3, mixtral, qwen3_moe, vit, not "lama" (did you mean "llama"?); any other Transformer can be described in zerolm YAML',
  ],
  [
    "model_type of an object's prototype",
    { ...llama2, model_type: "constructor" },
    "model_type",
    'must be one of bert, electra, roberta, gpt2, llama, mistral, qwen2, qwen3, gemma, phi3, mixtral, qwen3_moe, vit, not "constructor"; any other Transformer can be described in zerolm YAML',
  ],
  [
    "nested language model",
    { model_type: "llava", text_config: llama2 },
    "text_config",
    "holds the language model; save its value as a config.json of its own",
  ],
];

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
      "config.json:1:1: num_key_value_heads: is missing, and the default 32 does not divide num_attention_heads 14; each must serve the same number of query heads",
    );
  });

  it("says that model_type is missing", () => {
    expect(inputError(() => read(without(bertBase, "model_type"))).describe()).toBe(
      "config.json:1:1: model_type: is missing; one of bert, electra, roberta, gpt2, llama, mistral, qwen2, qwen3, gemma, phi3, mixtral, qwen3_moe, vit",
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
      "config.json:1:1: n_inner: is 4 · n_embd = 393216 by default; at most 262144 are allowed",
    );
  });
});
