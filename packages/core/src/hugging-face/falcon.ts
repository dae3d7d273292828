import { configFamily, ffnWidthOf, headDimOf, type Sizes } from "./config-family.js";
import type { ConfigKeys } from "./config-keys.js";
import type { Facts } from "./facts.js";
import type { LayerInput } from "./family.js";
import { languageModelHeads } from "./language-model-heads.js";

/** Key/value heads: `num_kv_heads` counts only in the new architecture; elsewhere there is one, or as many as query heads. */
function keyValueHeadsOf(keys: ConfigKeys, { heads }: Sizes): number {
  const given = keys.sizeOr("num_kv_heads", "heads", heads);
  if (!keys.flag("new_decoder_architecture", false)) return keys.flag("multi_query", true) ? 1 : heads;
  keys.divides("num_kv_heads", given, ["num_attention_heads", heads]);
  return given;
}

/** Side by side there is one norm, or one for each if `num_ln_in_parallel_attn` is 2, as by default in the new architecture. */
function normsOf(keys: ConfigKeys): { readonly parallel: boolean; readonly ffnNorm: boolean } {
  const parallel = keys.flag("parallel_attn", true);
  const usual = keys.flag("new_decoder_architecture", false) ? 2 : 1;
  const norms = keys.sizeOr("num_ln_in_parallel_attn", 2, usual);
  return { parallel, ffnNorm: !parallel || norms === 2 };
}

function layerOf(keys: ConfigKeys, sizes: Sizes): LayerInput {
  const { parallel, ffnNorm } = normsOf(keys);
  const bias = keys.flag("bias", false);
  return {
    repeat: sizes.depth,
    mixer: {
      kind: "attention",
      heads: sizes.heads,
      keyValueHeads: keyValueHeadsOf(keys, sizes),
      headDim: headDimOf(keys, sizes),
      bias: bias ? "all" : "none",
    },
    ffn: {
      kind: "plain",
      width: ffnWidthOf(keys, "ffn_hidden_size", sizes.hidden, 4),
      bias,
      norm: ffnNorm,
    },
    ...(parallel ? { parallel: true } : {}),
  };
}

/** Written in the new architecture, which can say any number of key/value heads. */
const flags = ({ architecture, attention, keyValueHeads, ffn, ffnWidth }: Facts) => {
  const parallel = architecture.layers[0]?.parallel ?? false;
  return {
    new_decoder_architecture: true,
    num_kv_heads: keyValueHeads,
    parallel_attn: parallel,
    num_ln_in_parallel_attn: ffn?.norm ? 2 : 1,
    ffn_hidden_size: ffnWidth,
    bias: attention?.bias === "all",
  };
};

/** Falcon (Almazrouei et al. 2023), 7B and 40B. Source: transformers 5.18, `models/falcon/modeling_falcon.py`. */
export const falcon = configFamily({
  summary:
    "decoders with attention and FFN side by side, one or few key/value heads; `parallel_attn`, `bias`",
  heads: languageModelHeads("Falcon", ["sequence", "token", "question"]),
  defaultClass: "FalconForCausalLM",
  tiedByDefault: true,
  body: (keys, sizes) => ({
    kind: "decoder",
    embedding: { vocabulary: sizes.vocabulary },
    norm: "layer",
    finalNorm: true,
    layers: [layerOf(keys, sizes)],
  }),
  flags,
});
