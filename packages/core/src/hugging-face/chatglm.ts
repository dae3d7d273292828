import { configFamily, type SizeKeys, type Sizes } from "./config-family.js";
import type { ConfigKeys } from "./config-keys.js";
import type { HeadOf, LayerInput } from "./family.js";

const chatglmKeys: SizeKeys = {
  vocabulary: "padded_vocab_size",
  hidden: "hidden_size",
  depth: "num_layers",
  heads: "num_attention_heads",
};

const withOutput: HeadOf = ({ tied }) => ({ vocabulary: tied ? "tied" : "separate" });

function biasOf(keys: ConfigKeys): "all" | "query-key-value" | "output" | "none" {
  const everywhere = keys.flag("add_bias_linear", false);
  const inputs = everywhere || keys.flag("add_qkv_bias", false);
  if (everywhere) return "all";
  return inputs ? "query-key-value" : "none";
}

function layerOf(keys: ConfigKeys, { heads, hidden, depth }: Sizes): LayerInput {
  const grouped = keys.flag("multi_query_attention", false);
  const keyValueHeads = grouped ? keys.size("multi_query_group_num", "heads") : heads;
  keys.divides("multi_query_group_num", keyValueHeads, ["num_attention_heads", heads]);
  const headDim = keys.sizeOr("kv_channels", "hidden", Math.max(1, Math.floor(hidden / heads)));
  keys.narrow("kv_channels", heads * headDim);
  return {
    repeat: depth,
    mixer: { kind: "attention", heads, keyValueHeads, headDim, bias: biasOf(keys) },
    ffn: {
      kind: "gated",
      width: keys.size("ffn_hidden_size", "width"),
      bias: keys.flag("add_bias_linear", false),
    },
  };
}

/**
 * ChatGLM2 and 3 (GLM Team 2023, 2024), whose model holds its projection to the vocabulary. Source: its own code,
 * huggingface.co/THUDM/chatglm3-6b, `modeling_chatglm.py`.
 */
export const chatglm = configFamily({
  summary: "decoders with few key/value heads and gated FFNs; `add_qkv_bias`, `multi_query_group_num`",
  heads: { ChatGLMModel: withOutput, ChatGLMForConditionalGeneration: withOutput },
  defaultClass: "ChatGLMForConditionalGeneration",
  keys: chatglmKeys,
  body: (keys, sizes) => ({
    kind: "decoder",
    embedding: { vocabulary: sizes.vocabulary },
    norm: keys.flag("rmsnorm", true) ? "rms" : "layer",
    finalNorm: keys.flag("post_layer_norm", true),
    layers: [layerOf(keys, sizes)],
  }),
  flags: ({ architecture, attention, keyValueHeads, headDim, ffnWidth }) => ({
    multi_query_attention: true,
    multi_query_group_num: keyValueHeads,
    kv_channels: headDim,
    ffn_hidden_size: ffnWidth,
    add_bias_linear: attention?.bias === "all",
    add_qkv_bias: attention?.bias === "query-key-value",
    rmsnorm: architecture.norm !== "layer",
    post_layer_norm: architecture.finalNorm,
  }),
});
