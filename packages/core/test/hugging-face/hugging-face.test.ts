import { describe, expect, it } from "vitest";
import { cost } from "../../src/architecture/cost.js";
import { readArchitecture, resolveDocument } from "../../src/architecture/read.js";
import { readArchitectures } from "../../src/architecture/read-many.js";
import { families } from "../../src/hugging-face/families.js";
import { resolveHuggingFaceConfig } from "../../src/hugging-face/hugging-face.js";
import * as configs from "../architecture/configs.js";
import {
  as,
  bertBase,
  type Config,
  electraSmall,
  gpt2Small,
  llama2,
  qwen3Small,
  read,
  robertaBase,
  without,
} from "../architecture/configs.js";

const parameters = (config: Config): number => cost(read(config)).parameters.total;

describe("parameter counts of published models", () => {
  it.each([
    ["bert-base-uncased, masked language model", bertBase, 109_514_298],
    ["bert-base-uncased, model", as(bertBase, "BertModel"), 109_482_240],
    ["bert-large-uncased, model", as(configs.bertLarge, "BertModel"), 335_141_888],
    ["roberta-base", robertaBase, 124_697_433],
    ["electra-small discriminator, model", as(electraSmall, "ElectraModel"), 13_483_008],
    ["electra-small discriminator", electraSmall, 13_549_057],
    ["gpt2", gpt2Small, 124_439_808],
    ["gpt2-medium", configs.gpt2Medium, 354_823_168],
    ["Llama-2-7b", llama2, 6_738_415_616],
    ["Llama-3-8B", configs.llama3, 8_030_261_248],
    ["TinyLlama-1.1B", configs.tinyLlama, 1_100_048_384],
    ["Mistral-7B-v0.1", configs.mistral7b, 7_241_732_096],
    ["Qwen2-0.5B", configs.qwen2Half, 494_032_768],
    ["Qwen2-7B", configs.qwen2Seven, 7_615_616_512],
    ["Qwen3-0.6B", qwen3Small, 596_049_920],
    ["Qwen3-8B", configs.qwen3Eight, 8_190_735_360],
    ["gemma-2b", configs.gemma2b, 2_506_172_416],
    ["gemma-7b", configs.gemma7b, 8_537_680_896],
    ["Phi-3-mini", configs.phi3Mini, 3_821_079_552],
    ["phi-4", configs.phi4, 14_659_507_200],
    ["Mixtral-8x7B", configs.mixtral8x7b, 46_702_792_704],
    ["Qwen3-30B-A3B", configs.qwen3Thirty, 30_532_122_624],
    ["Qwen3-235B-A22B", configs.qwen3TwoHundred, 235_093_634_560],
    ["ViT-B/16, 1000 classes", configs.vitBase, 86_567_656],
    ["ViT-B/16, model", as(configs.vitBase, "ViTModel"), 86_389_248],
    ["ViT-S/16, 1000 classes", configs.vitSmall, 22_050_664],
    ["ViT-L/16, 1000 classes", configs.vitLarge, 304_326_632],
    ["DeiT-tiny, 1000 classes", configs.deitTiny, 5_717_416],
    ["distilbert-base-uncased, model", as(configs.distilbertBase, "DistilBertModel"), 66_362_880],
    ["distilbert-base-uncased, masked language model", configs.distilbertBase, 66_985_530],
    ["distilbert, two labels", as(configs.distilbertBase, "DistilBertForSequenceClassification"), 66_955_010],
    ["t5-small", configs.t5Small, 60_506_624],
    ["t5-base", configs.t5Base, 222_903_552],
    ["t5-11b", configs.t5Eleven, 11_307_321_344],
    ["flan-t5-small", configs.flanT5Small, 76_961_152],
    ["flan-t5-base", configs.flanT5Base, 247_577_856],
    ["t5-base, encoder", as(configs.t5Base, "T5EncoderModel"), 109_628_544],
  ])("%s", (_name, config, expected) => {
    expect(parameters(config)).toBe(expected);
  });
});

describe("active parameters of mixtures of experts", () => {
  it.each([
    // 32 layers leave 6 of 8 experts, each three 4096 · 14336, aside.
    ["Mixtral-8x7B", configs.mixtral8x7b, 46_702_792_704 - 32 * 6 * 3 * 4096 * 14_336],
    ["Qwen3-30B-A3B", configs.qwen3Thirty, 30_532_122_624 - 48 * 120 * 3 * 2048 * 768],
  ])("%s", (_name, config, expected) => {
    expect(cost(read(config)).parameters.active).toBe(expected);
  });

  it("are those that the models are known by, in billions", () => {
    const active = (config: Config): number => cost(read(config)).parameters.active / 1e9;
    expect(active(configs.mixtral8x7b)).toBeCloseTo(12.9, 1);
    // Its card says 3.3B activated of 30.5B: 3.353B cut off, not rounded, so that it may be a tenth more.
    expect(cost(read(configs.qwen3Thirty)).parameters.total / 1e9).toBeCloseTo(30.5, 1);
    expect(Math.abs(active(configs.qwen3Thirty) - 3.35)).toBeLessThan(0.05);
    expect(active(configs.qwen3TwoHundred)).toBeCloseTo(22, 0);
  });
});

describe("heads", () => {
  const bertBody = 108_891_648;
  const dense = 768 * 768 + 768;
  const labelled = (config: Config): Config => ({ ...config, id2label: { 0: "a", 1: "b", 2: "c" } });

  it.each([
    ["BertForPreTraining", bertBase, bertBody + dense + (dense + 2 * 768 + 30522) + 2 * 769],
    ["BertLMHeadModel", bertBase, 109_514_298],
    ["BertForNextSentencePrediction", bertBase, bertBody + dense + 2 * 769],
    ["BertForSequenceClassification", labelled(bertBase), bertBody + dense + 3 * 769],
    ["BertForMultipleChoice", bertBase, bertBody + dense + 769],
    ["BertForTokenClassification", labelled(bertBase), bertBody + 3 * 769],
    ["BertForQuestionAnswering", bertBase, bertBody + 2 * 769],
    ["RobertaModel", robertaBase, 124_645_632],
    ["RobertaForSequenceClassification", robertaBase, 124_645_632 + 2 * 769],
    ["RobertaForTokenClassification", labelled(robertaBase), 124_055_040 + 3 * 769],
    // The generator: a dense layer down to the embedding width, a norm there, the tied embedding and its bias.
    ["ElectraForMaskedLM", electraSmall, 13_483_008 + (128 * 256 + 128) + 2 * 128 + 30522],
    ["ElectraForSequenceClassification", electraSmall, 13_483_008 + (256 * 256 + 256) + 2 * 257],
    ["GPT2Model", gpt2Small, 124_439_808],
    ["GPT2ForSequenceClassification", labelled(gpt2Small), 124_439_808 + 3 * 768],
    ["GPT2ForTokenClassification", labelled(gpt2Small), 124_439_808 + 3 * 769],
    ["LlamaModel", llama2, 6_738_415_616 - 32000 * 4096],
    ["LlamaForSequenceClassification", llama2, 6_738_415_616 - 32000 * 4096 + 2 * 4096],
    ["LlamaForQuestionAnswering", labelled(llama2), 6_738_415_616 - 32000 * 4096 + 2 * 4097],
  ])("%s", (name, config, expected) => {
    expect(parameters(as(config, name))).toBe(expected);
  });

  it("is that of the bare model where architectures is absent, null or empty, and a note says so", () => {
    for (const architectures of [undefined, null, []]) {
      const bert = resolveHuggingFaceConfig({ ...bertBase, architectures });
      expect(bert.value?.head).toMatchObject({ pooler: true, transform: false, vocabulary: "none" });
      expect(bert.notes).toEqual(["no architectures: the bare model is read, BertModel"]);
      expect(read({ ...llama2, architectures }).head).toMatchObject({ vocabulary: "none" });
    }
    const { value, notes } = resolveHuggingFaceConfig(without(llama2, "architectures"), {
      without: "pretraining",
    });
    expect(value?.head.vocabulary).toBe("separate");
    expect(notes).toBeUndefined();
  });

  it("takes the number of labels from id2label, from num_labels, else two", () => {
    const classifier = as(bertBase, "BertForSequenceClassification");
    expect(read(labelled(classifier)).head.outputs).toBe(3);
    expect(read({ ...classifier, num_labels: 5 }).head.outputs).toBe(5);
    expect(read(classifier).head.outputs).toBe(2);
  });

  it("has a projection of its own where tie_word_embeddings is false", () => {
    const untied = parameters({ ...gpt2Small, tie_word_embeddings: false });
    expect(untied).toBe(124_439_808 + 50257 * 768);
    const generator = as({ ...electraSmall, tie_word_embeddings: false }, "ElectraForMaskedLM");
    expect(parameters(generator) - parameters({ ...generator, tie_word_embeddings: true })).toBe(30522 * 128);
  });

  it("is none that transformers does not have", () => {
    for (const family of [families.gemma, families.phi3])
      expect(Object.keys(family.heads).filter((name) => name.endsWith("QuestionAnswering"))).toEqual([]);
  });

  it("has the default class of every family in its table", () => {
    for (const { heads, defaultClass } of Object.values(families))
      expect(Object.keys(heads)).toContain(defaultClass);
  });
});

describe("defaults of transformers", () => {
  it("are taken for what its files leave out", () => {
    const llama = read(without(llama2, "num_key_value_heads", "initializer_range", "tie_word_embeddings"));
    expect(llama.layers[0]?.mixer).toMatchObject({
      keyValueHeads: 32,
      headDim: 128,
      bias: "none",
      norm: true,
    });
    expect(llama.layers[0]?.ffn).toEqual({ kind: "gated", width: 11008, bias: false, norm: true });
    expect(llama).toMatchObject({
      kind: "decoder",
      norm: "rms",
      finalNorm: true,
      head: { vocabulary: "separate" },
    });
    expect(llama.initialiser).toEqual({ kind: "normal", std: 0.02 });
    expect(read(without(bertBase, "type_vocab_size")).embedding.tokenTypes).toBe(2);
  });

  it("differ by family", () => {
    const absent = (config: Config) =>
      read(without(config, "num_key_value_heads", "head_dim")).layers[0]?.mixer;
    expect(absent(configs.mistral7b)).toMatchObject({ keyValueHeads: 8, headDim: 128 });
    expect(absent(configs.qwen3Eight)).toMatchObject({ keyValueHeads: 32, headDim: 128, queryKeyNorm: true });
    expect(absent(configs.gemma7b)).toMatchObject({ keyValueHeads: 16, headDim: 256 });
    expect(read({ ...configs.mistral7b, num_key_value_heads: null }).layers[0]?.mixer).toMatchObject({
      keyValueHeads: 32,
    });
  });

  it("yield to the file", () => {
    const biased = read({ ...llama2, attention_bias: true, mlp_bias: true, initializer_range: 0.01 });
    expect(biased.layers[0]).toMatchObject({ mixer: { bias: "all" }, ffn: { bias: true } });
    expect(biased.initialiser).toEqual({ kind: "normal", std: 0.01 });
    expect(read({ ...gpt2Small, n_inner: 100 }).layers[0]?.ffn).toMatchObject({ widths: [100] });
    expect(read({ ...qwen3Small, attention_bias: true }).layers[0]?.mixer).toMatchObject({ bias: "all" });
    expect(read(configs.qwen2Half).layers[0]?.mixer).toMatchObject({ bias: "query-key-value" });
    expect(read({ ...configs.vitBase, num_channels: 1 }).embedding.patches?.channels).toBe(1);
  });
});

describe("a config with several models", () => {
  const vision = { model_type: "clip_vision_model" };

  it("reads its language model, and a note says which part that is", () => {
    const whole = { model_type: "llava", text_config: llama2, vision_config: vision };
    const { value, notes } = resolveHuggingFaceConfig(whole);
    expect(value && cost(value).parameters.total).toBe(6_738_415_616);
    expect(notes).toEqual([
      "text_config is read, the language model of llava (llama, LlamaForCausalLM): the count is not that of the whole, which holds vision_config too",
    ]);
  });

  it("is refused if the family of its language model is not read", () => {
    const whole = { model_type: "some_vl", text_config: { ...llama2, model_type: "rwkv" } };
    expect(resolveHuggingFaceConfig(whole).problems).toEqual([
      {
        path: ["text_config", "model_type"],
        message: 'is "rwkv", a family that is not read. text_config holds the language model of "some_vl".',
      },
    ]);
  });

  it("takes the defaults of transformers for what the part leaves out, and says which", () => {
    const whole = { model_type: "llava", text_config: { model_type: "llama", vocab_size: 32000 } };
    const { value, notes } = resolveHuggingFaceConfig(whole);
    expect(value && cost(value).parameters.total).toBe(6_738_415_616);
    expect(notes?.[0]).toMatch(/Missing keys have the defaults of transformers: hidden_size, /);
  });
});

describe("a document that lies beside a config", () => {
  it.each([
    [
      "an adapter",
      { peft_type: "LORA", base_model_name_or_path: "gpt2", r: 8 },
      'is an adapter ("LORA"), not a model. Give the config.json of its base model, gpt2.',
    ],
    [
      "a tokenizer's config",
      { tokenizer_class: "LlamaTokenizer" },
      "describes a tokenizer. Give the config.json beside it.",
    ],
    [
      "a tokenizer",
      { added_tokens: [], model: { vocab: {} } },
      "is a tokenizer. Give the config.json beside it.",
    ],
    ["an index", { weight_map: {} }, "lists the tensors of a checkpoint. Give the config.json beside it."],
    [
      "how images are prepared",
      { image_processor_type: "ViTImageProcessor" },
      "describes how images or sounds are prepared. Give the config.json beside it.",
    ],
    [
      "how a model generates",
      { transformers_version: "5.18.0", eos_token_id: 2 },
      "describes how a model generates. Give the config.json beside it.",
    ],
  ])("%s is told apart", (_what, value, message) => {
    expect(resolveDocument(value).problems).toEqual([{ path: [], message }]);
  });

  it("is told apart in GGUF too", () => {
    expect(() => readArchitectures("GGUF\u0003…", "a.gguf")).toThrow(/is a GGUF file, which cannot be read/);
  });
});

describe("keys that a family does not read", () => {
  it("are named if they change weights elsewhere and ask for something", () => {
    const notes = (more: Config) => resolveHuggingFaceConfig({ ...llama2, ...more }).notes;
    expect(notes({ num_experts: 8, qk_layernorm: true, n_shared_experts: 0 })).toEqual([
      "num_experts, qk_layernorm: not supported for llama, although it changes weights in other families",
    ]);
    expect(notes({ attention_bias: true, num_hidden_groups: null })).toBeUndefined();
  });
});

describe("what else a config says", () => {
  it("names the architecture", () => {
    expect(read(llama2).name).toBe("meta-llama/Llama-2-7b-hf");
    expect(read({ ...llama2, _name_or_path: "" })).not.toHaveProperty("name");
    expect(read({ ...llama2, _name_or_path: "x".repeat(5000) }).name).toHaveLength(1000);
  });

  it("makes a decoder of an encoder", () => {
    expect(read({ ...bertBase, is_decoder: true }).kind).toBe("decoder");
    expect(read(bertBase).kind).toBe("encoder");
  });

  it("keeps experts out of the layers that it names", () => {
    const kinds = (changed: Config): unknown[] =>
      read({ ...configs.qwen3Thirty, num_hidden_layers: 6, ...changed }).layers.map(({ ffn }) => ffn?.kind);
    const [experts, one] = ["mixture", "gated"];
    expect(kinds({ mlp_only_layers: null })).toEqual(Array(6).fill(experts));
    expect(kinds({ mlp_only_layers: [0, 3, 99] })).toEqual([one, experts, experts, one, experts, experts]);
    expect(kinds({ decoder_sparse_step: 3 })).toEqual([one, one, experts, one, one, experts]);
    expect(read({ ...configs.qwen3Thirty, mlp_only_layers: [0] }).layers[0]?.ffn).toMatchObject({
      width: 6144,
    });
  });

  it("cuts pruned heads out of their layers", () => {
    const pruned = read({ ...bertBase, pruned_heads: { 0: [1, 2, 2], 11: [0] } });
    const heads = pruned.layers.map(({ mixer }) => (mixer?.kind === "attention" ? mixer.heads : 0));
    expect(heads).toEqual([10, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 11]);
    // A head of width 64: rows of Q, K and V with their biases, columns of O.
    expect(cost(pruned).parameters.total).toBe(109_514_298 - 3 * (4 * 64 * 768 + 3 * 64));
    expect(parameters({ ...gpt2Small, pruned_heads: { 3: [0] } })).toBe(
      124_439_808 - (4 * 64 * 768 + 3 * 64),
    );
    expect(parameters({ ...bertBase, pruned_heads: {} })).toBe(109_514_298);
  });

  it("is read from YAML too", () => {
    const yaml = Object.entries(without(gpt2Small, "architectures")).map(
      ([key, value]) => `${key}: ${value}`,
    );
    expect(cost(readArchitecture(yaml.join("\n"))).parameters.total).toBe(124_439_808);
  });
});
