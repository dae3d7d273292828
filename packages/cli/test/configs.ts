/** Hugging Face configs of published shapes, and architectures of ours, for tests. */
export const configs = {
  bert: {
    model_type: "bert",
    architectures: ["BertModel"],
    hidden_size: 768,
    num_hidden_layers: 12,
    num_attention_heads: 12,
    intermediate_size: 3072,
    vocab_size: 30522,
    max_position_embeddings: 512,
    type_vocab_size: 2,
  },
  roberta: {
    model_type: "roberta",
    architectures: ["RobertaModel"],
    hidden_size: 768,
    num_hidden_layers: 12,
    num_attention_heads: 12,
    intermediate_size: 3072,
    vocab_size: 50265,
    max_position_embeddings: 514,
    type_vocab_size: 1,
  },
  electra: {
    model_type: "electra",
    architectures: ["ElectraModel"],
    embedding_size: 128,
    hidden_size: 256,
    num_hidden_layers: 12,
    num_attention_heads: 4,
    intermediate_size: 1024,
    vocab_size: 30522,
    max_position_embeddings: 512,
  },
  gpt2: {
    model_type: "gpt2",
    architectures: ["GPT2LMHeadModel"],
    n_embd: 768,
    n_layer: 12,
    n_head: 12,
    vocab_size: 50257,
    n_positions: 1024,
  },
  llama: {
    model_type: "llama",
    architectures: ["LlamaForCausalLM"],
    hidden_size: 4096,
    num_hidden_layers: 32,
    num_attention_heads: 32,
    intermediate_size: 11008,
    vocab_size: 32000,
  },
  mistral: {
    model_type: "mistral",
    architectures: ["MistralForCausalLM"],
    hidden_size: 4096,
    num_hidden_layers: 32,
    num_attention_heads: 32,
    num_key_value_heads: 8,
    intermediate_size: 14336,
    vocab_size: 32000,
  },
} as const;

/** Parameters as the checkpoints have them that these configs belong to. */
export const publishedParameters = {
  bert: 109_482_240,
  roberta: 124_645_632,
  electra: 13_483_008,
  gpt2: 124_439_808,
  llama: 6_738_415_616,
  mistral: 7_241_732_096,
} as const satisfies Record<keyof typeof configs, number>;

/** A small BERT. */
export function smallBert(overrides: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    ...configs.bert,
    hidden_size: 64,
    num_hidden_layers: 2,
    num_attention_heads: 4,
    intermediate_size: 256,
    vocab_size: 1000,
    ...overrides,
  };
}

/**
 * ZeroLM's score of a BERT at alpha 0.5 and std 0.02, from the formula: of an m × n matrix s²·max(m, n), over Q, K, V, O
 * and the two of the FFN.
 */
export function bertScore(hidden: number, ffn: number, depth: number): number {
  return 0.02 ** 2 * depth * 0.5 * (4 * hidden + 2 * Math.max(hidden, ffn));
}

export const tinyYaml = `name: tiny
hidden: 64
embedding: { vocabulary: 1000 }
layers:
  - { repeat: 2, mixer: { kind: attention, heads: 4 }, ffn: { kind: plain, width: 256 } }
`;

/** A space of 2·(4² + 4³) architectures. */
export const spaceYaml = `name: small
macro:
  hidden: [64, 128]
  depth: [2, 3]
layer:
  heads: [2, 4]
  ffnWidth: [128, 256]
architecture:
  hidden: hidden
  embedding: { vocabulary: 1000 }
layers:
  mixer: { kind: attention, heads: heads }
  ffn: { kind: plain, width: ffnWidth }
`;
