import { configFamily } from "./config-family.js";
import { equalLayers } from "./equal-layers.js";
import { languageModelHeads } from "./language-model-heads.js";

/** The heads, as its own code names them. */
const { QWenModel, QWenForCausalLM } = languageModelHeads("QWen");

/**
 * Qwen 1 (Bai et al. 2023): biases on query, key and value, a gated FFN each of whose halves is `intermediate_size` / 2 wide. Source: its own
 * code, huggingface.co/Qwen/Qwen-1_8B, `modeling_qwen.py`.
 */
export const qwen1 = configFamily({
  summary:
    "decoders with RMSNorm, biases on query, key and value, gated FFNs of half of `intermediate_size`; `no_bias`",
  heads: {
    ...(QWenModel && { QWenModel }),
    ...(QWenForCausalLM && { QWenLMHeadModel: QWenForCausalLM }),
  },
  defaultClass: "QWenLMHeadModel",
  body(keys, sizes) {
    const bias = !keys.flag("no_bias", true);
    const headDim = keys.sizeOr("kv_channels", "hidden", Math.max(1, Math.floor(sizes.hidden / sizes.heads)));
    keys.narrow("kv_channels", sizes.heads * headDim);
    const both = keys.size("intermediate_size", 2 ** 18);
    if (both < 2 && keys.problems.length === 0) keys.refuse("intermediate_size", "must be at least 2");
    return equalLayers(keys, sizes, {
      norm: "rms",
      attention: { headDim, bias: bias ? "all" : "query-key-value" },
      ffn: { kind: "gated", width: Math.max(1, Math.floor(both / 2)), bias },
    });
  },
  flags: ({ attention, headDim, ffnWidth }) => ({
    kv_channels: headDim,
    intermediate_size: 2 * ffnWidth,
    no_bias: attention?.bias !== "all",
  }),
});
