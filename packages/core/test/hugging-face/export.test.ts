import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Architecture } from "../../src/architecture/architecture.js";
import { huggingFaceConfig } from "../../src/hugging-face/export.js";
import { families } from "../../src/hugging-face/families.js";
import { resolveHuggingFaceConfig } from "../../src/hugging-face/hugging-face.js";
import { arbitraryArchitecture } from "../../testing/arbitrary-architecture.js";
import * as configs from "../architecture/configs.js";
import { as, type Config, read } from "../architecture/configs.js";
import { architectureOf, attention, flexibert, type LayerInput, plain } from "../architecture/examples.js";

const modelTypes = Object.keys(families) as (keyof typeof families)[];

const published = Object.entries(configs).filter(
  (entry): entry is [string, Config] => typeof entry[1] === "object",
);

describe("what a reader yields", () => {
  it.each(published)(
    "%s is written in its own family, and in the first that can express it",
    (_name, config) => {
      const architecture = read(config);
      const own = huggingFaceConfig(architecture, String(config.model_type));
      expect(own.misfits).toBeUndefined();
      expect(read(own.config as Config)).toEqual(architecture);
      expect(read(huggingFaceConfig(architecture).config as Config)).toEqual(architecture);
    },
  );
});

describe("any architecture", () => {
  it("is either written exactly, or refused under keys of its own", () => {
    fc.assert(
      fc.property(
        arbitraryArchitecture,
        fc.constantFrom(undefined, ...modelTypes),
        (architecture, modelType) => {
          const { name: _, ...unnamed } = architecture;
          const { config, misfits } = huggingFaceConfig(architecture, modelType);
          if (config) expect(resolveHuggingFaceConfig(config).value).toMatchObject(unnamed);
          for (const { path, message } of misfits ?? []) {
            expect(Object.keys(architecture).concat("finalNorm")).toContain(path[0]);
            expect(message).toMatch(/^(is .+, but [\w-]+ has |cannot be written as [\w-]+: ).+$/);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("the family", () => {
  const gated = { kind: "gated", width: 96 } as const;
  const decoder = (mixer: Partial<LayerInput["mixer"]>, ffn: LayerInput["ffn"], more: object = {}) =>
    architectureOf({
      kind: "decoder",
      hidden: 64,
      embedding: { vocabulary: 90 },
      norm: "rms",
      finalNorm: true,
      head: { vocabulary: "tied" },
      layers: [{ repeat: 2, mixer: { ...attention, ...mixer } as LayerInput["mixer"], ffn }],
      ...more,
    });
  /** The second layer has a narrower FFN and lacks its attention, the third lacks its FFN. */
  const differing = (bias: "none" | "query-key-value") =>
    decoder({}, gated, {
      layers: [
        { mixer: { ...attention, bias }, ffn: gated },
        { ffn: { ...gated, width: 32 } },
        { mixer: { ...attention, bias, keyValueHeads: 2 } },
      ],
    });
  const experts = { kind: "mixture", experts: 4, active: 1, width: 32 } as const;
  const gpt2 = { norm: "layer", embedding: { vocabulary: 90, positions: 32 } };

  it.each<[what: string, architecture: Architecture, modelType: string, className: string]>([
    ["gated decoder", decoder({ bias: "none" }, gated), "llama", "LlamaForCausalLM"],
    ["gated decoder with biases", decoder({}, { ...gated, bias: true }), "llama", "LlamaForCausalLM"],
    [
      "biases on query, key and value",
      decoder({ bias: "query-key-value" }, gated),
      "qwen2",
      "Qwen2ForCausalLM",
    ],
    [
      "norms on query and key",
      decoder({ bias: "none", queryKeyNorm: true }, gated),
      "qwen3",
      "Qwen3ForCausalLM",
    ],
    ["experts", decoder({ bias: "none" }, experts), "mixtral", "MixtralForCausalLM"],
    ["gated decoder whose layers differ", differing("none"), "nemotron-nas", "DeciLMForCausalLM"],
    [
      "the same with biases on query, key and value",
      differing("query-key-value"),
      "qwen2",
      "Qwen2ForCausalLM",
    ],
    [
      "experts, and norms on query and key",
      decoder({ bias: "none", queryKeyNorm: true }, experts),
      "qwen3_moe",
      "Qwen3MoeForCausalLM",
    ],
    ["plain decoder with biases", decoder({}, plain, gpt2), "gpt2", "GPT2LMHeadModel"],
    ["decoder without head", decoder({}, plain, { ...gpt2, head: {} }), "gpt2", "GPT2Model"],
    [
      "decoder that classifies",
      decoder({ bias: "none" }, gated, { head: { outputs: 3, outputsBias: false } }),
      "llama",
      "LlamaForSequenceClassification",
    ],
    [
      "encoder with narrow embeddings",
      flexibert({ mixer: attention, ffn: plain }),
      "electra",
      "ElectraModel",
    ],
    ["encoder with a pooler", read(as(configs.bertBase, "BertModel")), "bert", "BertModel"],
    [
      "encoder of two labels",
      read(as(configs.bertBase, "BertForNextSentencePrediction")),
      "bert",
      "BertForSequenceClassification",
    ],
    [
      "encoder that predicts the next token",
      read({ ...configs.bertBase, is_decoder: true }),
      "bert",
      "BertLMHeadModel",
    ],
    ["image classifier", read(configs.deitTiny), "vit", "ViTForImageClassification"],
  ])("%s", (_what, architecture, modelType, className) => {
    const written = huggingFaceConfig(architecture);
    expect(written.config).toMatchObject({ model_type: modelType, architectures: [className] });
    expect(written.modelType).toBe(modelType);
  });

  it("says all that its config class needs", () => {
    expect(huggingFaceConfig(decoder({ bias: "none", keyValueHeads: 2 }, gated)).config).toEqual({
      architectures: ["LlamaForCausalLM"],
      model_type: "llama",
      vocab_size: 90,
      hidden_size: 64,
      num_hidden_layers: 2,
      num_attention_heads: 4,
      num_key_value_heads: 2,
      attention_bias: false,
      mlp_bias: false,
      intermediate_size: 96,
      initializer_range: 0.02,
      tie_word_embeddings: true,
    });
    expect(huggingFaceConfig(decoder({ bias: "none" }, gated), "phi3").config).toMatchObject({
      pad_token_id: null,
    });
    expect(huggingFaceConfig(read(configs.vitBase)).config).toMatchObject({ num_labels: 1000 });
    expect(huggingFaceConfig(flexibert({ mixer: attention, ffn: plain })).config).not.toHaveProperty(
      "num_labels",
    );
  });

  it("says layers that differ as its programs do, with a word on who reads that", () => {
    const nemotron = huggingFaceConfig(differing("none"));
    expect(nemotron.config).toMatchObject({
      num_attention_heads: 4,
      num_key_value_heads: 4,
      intermediate_size: 96,
      block_configs: [
        { attention: { no_op: false, n_heads_in_group: 1 }, ffn: { no_op: false, intermediate_size: 96 } },
        { attention: { no_op: true, n_heads_in_group: null }, ffn: { no_op: false, intermediate_size: 32 } },
        { attention: { no_op: false, n_heads_in_group: 2 }, ffn: { no_op: true, ffn_mult: null } },
      ],
    });
    const qwen2 = huggingFaceConfig(differing("query-key-value"));
    expect(qwen2.config?.per_layer_config).toEqual({
      "1": { intermediate_size: 32, skip: ["attention"] },
      "2": { num_key_value_heads: 2, skip: ["mlp"] },
    });
    for (const [written, reader] of [
      [nemotron, "trust_remote_code"],
      [qwen2, "transformers reads the key from 5.15 on"],
    ] as const)
      expect("notes" in written && written.notes).toEqual([expect.stringContaining(reader)]);
  });

  it("is one that exists", () => {
    expect(() => huggingFaceConfig(read(configs.llama2), "lama")).toThrow(
      'there is no model type "lama". Did you mean llama?',
    );
  });
});

describe("layers with fewer heads than others", () => {
  const uneven = flexibert(
    { repeat: 2, mixer: { kind: "attention", heads: 4 }, ffn: plain },
    { mixer: { kind: "attention", heads: 1, headDim: 64 }, ffn: plain },
  );

  it("are said by pruned_heads, with a word of warning", () => {
    const { config, notes } = huggingFaceConfig(uneven) as { config: Config; notes: readonly string[] };
    expect(config).toMatchObject({ num_attention_heads: 4, pruned_heads: { 2: [1, 2, 3] } });
    expect(notes).toEqual([
      "layers differ in their number of heads, given by pruned_heads. transformers 4 cuts the heads, 5 and later ignore the key",
    ]);
    expect(huggingFaceConfig(read(configs.llama2))).toMatchObject({ notes: [] });
  });
});
