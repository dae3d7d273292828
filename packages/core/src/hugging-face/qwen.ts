import { llamaLike } from "./llama-like.js";
import { qwen2Mixture, qwenMixture } from "./llama-mixtures.js";
import { expertsStay } from "./mixtral.js";
import { earlyWindows, lateWindows, maybeWindow } from "./windows.js";

/** Qwen 1.5, 2 and 2.5 (Yang et al. 2024). */
export const qwen2 = llamaLike({
  summary: "the same as `llama` with biases on query, key and value",
  prefix: "Qwen2",
  keyValueHeads: 32,
  bias: "query-key-value",
  windows: lateWindows,
  perLayer: true,
  pruning: { unequalAs: "own" },
});

/** Qwen 3 (Yang et al. 2025). */
export const qwen3 = llamaLike({
  summary: "the same as `llama` with norms over the heads of query and key; `attention_bias`",
  prefix: "Qwen3",
  keyValueHeads: 32,
  headDim: 128,
  bias: "attention_bias",
  queryKeyNorm: true,
  windows: lateWindows,
  perLayer: true,
  pruning: { unequalAs: "own" },
});

/** Qwen 3's mixtures of experts. Layers in `mlp_only_layers`, and all but every `decoder_sparse_step`-th, have one dense FFN. */
export const qwen3Moe = llamaLike({
  summary:
    "the same as `qwen3` with a mixture of experts in the layers that `mlp_only_layers` and `decoder_sparse_step` leave",
  prefix: "Qwen3Moe",
  aliases: { num_local_experts: "num_experts" },
  keyValueHeads: 4,
  bias: "attention_bias",
  ffn: qwenMixture,
  queryKeyNorm: true,
  windows: maybeWindow,
  pruning: expertsStay,
});

/**
 * Qwen 1.5 and 2's mixtures of experts, with one shared expert behind a gate. Source: transformers 5.18, `models/qwen2_moe`.
 */
export const qwen2Moe = llamaLike({
  summary: "the same as `qwen2` with a mixture of experts and a shared expert in most layers; `qkv_bias`",
  prefix: "Qwen2Moe",
  keyValueHeads: 16,
  bias: "none",
  ffn: qwen2Mixture,
  attentionOf: (keys) => ({ bias: keys.flag("qkv_bias", true) ? "query-key-value" : "none" }),
  flags: ({ attention }) => ({ qkv_bias: attention?.bias === "query-key-value" }),
  windows: earlyWindows,
  checkpoints: false,
  pruning: expertsStay,
});
