import type { Layer } from "../architecture/architecture.js";
import type { ConfigKeys } from "./config-keys.js";
import type { Facts } from "./facts.js";
import type { LayerInput, Values } from "./family.js";
import { dense } from "./llama-ffn.js";
import { type LlamaTraits, llamaLike } from "./llama-like.js";
import { qwen2Mixture } from "./llama-mixtures.js";
import { expertsStay } from "./mixtral.js";

const [linear, full] = ["linear_attention", "full_attention"] as const;

/** Which layers are linear: `layer_types`, or all but every `full_attention_interval`-th. */
function isLinear(keys: ConfigKeys, depth: number): readonly boolean[] {
  const types = keys.layerTexts("layer_types", depth, [linear, full]);
  const interval = keys.sizeOr("full_attention_interval", "depth", 4);
  if (types) return types.map((type) => type === linear);
  return Array.from({ length: depth }, (_, layer) => (layer + 1) % interval !== 0);
}

function mixers(keys: ConfigKeys, depth: number): readonly LayerInput["mixer"][] {
  const keyHeads = keys.sizeOr("linear_num_key_heads", "heads", 16);
  const valueHeads = keys.sizeOr("linear_num_value_heads", "heads", 32);
  keys.divides("linear_num_key_heads", keyHeads, ["linear_num_value_heads", valueHeads]);
  const mixer = {
    kind: "delta",
    keyHeads,
    valueHeads,
    keyDim: keys.sizeOr("linear_key_head_dim", "hidden", 128),
    valueDim: keys.sizeOr("linear_value_head_dim", "hidden", 128),
    kernel: keys.sizeOr("linear_conv_kernel_dim", 1024, 4),
  } as const;
  keys.narrow("linear_key_head_dim", keyHeads * mixer.keyDim);
  keys.narrow("linear_value_head_dim", valueHeads * mixer.valueDim);
  return isLinear(keys, depth).map((one) => (one ? mixer : undefined));
}

const deltaOf = (layers: readonly Layer[]) =>
  layers.flatMap(({ mixer }) => (mixer?.kind === "delta" ? [mixer] : []))[0];

const flags = ({ architecture: { layers } }: Facts): Values => {
  const mixer = deltaOf(layers);
  return {
    layer_types: layers.map((layer) => (layer.mixer?.kind === "delta" ? linear : full)),
    ...(mixer && {
      linear_num_key_heads: mixer.keyHeads,
      linear_num_value_heads: mixer.valueHeads,
      linear_key_head_dim: mixer.keyDim,
      linear_value_head_dim: mixer.valueDim,
      linear_conv_kernel_dim: mixer.kernel,
    }),
  };
};

const shared: Pick<
  LlamaTraits,
  | "headDim"
  | "bias"
  | "queryKeyNorm"
  | "attentionOf"
  | "mixers"
  | "flags"
  | "answersQuestions"
  | "checkpoints"
> = {
  headDim: 256,
  bias: "attention_bias",
  queryKeyNorm: true,
  attentionOf: () => ({ gate: true }),
  mixers,
  flags,
  answersQuestions: false,
  checkpoints: false,
};

/**
 * Qwen3-Next (Qwen Team 2025): three of four layers are gated DeltaNets, the others attention with a gate; mixtures. Source: transformers 5.18,
 * `models/qwen3_next/modeling_qwen3_next.py`.
 */
export const qwen3Next = llamaLike({
  ...shared,
  summary: "hybrids of gated DeltaNet and gated attention with a mixture of experts and a shared expert",
  prefix: "Qwen3Next",
  keyValueHeads: 2,
  ffn: qwen2Mixture,
  pruning: expertsStay,
});

/** The text of Qwen3.5 (Qwen Team 2026): Qwen3-Next with dense FFNs. Source: transformers 5.18, `models/qwen3_5/modeling_qwen3_5.py`. */
export const qwen35Text = llamaLike({
  ...shared,
  summary: "the same as `qwen3_next` with one FFN in a layer; the text of Qwen3.5",
  prefix: "Qwen3_5Text",
  heads: {
    Qwen3_5TextModel: () => ({}),
    Qwen3_5ForCausalLM: ({ tied }) => ({ vocabulary: tied ? "tied" : "separate" }),
  },
  languageModel: "Qwen3_5ForCausalLM",
  keyValueHeads: 4,
  ffn: dense(),
  partOf: { qwen3_5: "images" },
  pruning: { refused: "its checkpoints are not read" },
});
