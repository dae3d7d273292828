import type { Layer } from "../architecture/architecture.js";
import { attentionsOf, ffnsOf, ffnWidth } from "./commonest.js";
import type { Family, Values } from "./family.js";
import { ffnMultOf } from "./ffn-mult.js";
import { dense } from "./llama-ffn.js";
import { llamaLike } from "./llama-like.js";

const llama = llamaLike({
  summary: "the same as `llama` with layers that differ or lack a part, which `block_configs` says",
  prefix: "DeciLM",
  bias: "attention_bias",
  ffn: dense({ bias: true }),
  pruning: { unequalAs: "nemotron-nas" },
});

/** The code that reads `block_configs` is NVIDIA's, and part of its models: transformers and vLLM fetch it from there. */
const code = "nvidia/Llama-3_3-Nemotron-Super-49B-v1_5--";
const ownCode = {
  AutoConfig: `${code}configuration_decilm.DeciLMConfig`,
  AutoModelForCausalLM: `${code}modeling_decilm.DeciLMForCausalLM`,
};

/** Nemotron-NAS (Bercovich et al. 2024), which is DeciLM in code: Llama's tensors, and a block of sizes for each layer. */
export const nemotronNas: Family = {
  ...llama,
  write(architecture) {
    const { layers, hidden } = architecture;
    const most = Math.max(1, ...attentionsOf(layers).map(({ heads }) => heads));
    return {
      auto_map: ownCode,
      ...llama.write(architecture),
      num_attention_heads: most,
      num_key_value_heads: Math.max(1, ...attentionsOf(layers).map(({ keyValueHeads }) => keyValueHeads)),
      intermediate_size: Math.max(1, ...ffnsOf(layers).map(ffnWidth)),
      block_configs: layers.map((layer) => blockOf(layer, most, hidden)),
    };
  },
};

/**
 * The block of a layer. `num_attention_heads` in it is a key of ours, for layers with fewer query heads than others: Nemotron-NAS has one
 * number of them. A width that no factor stands for is said as `intermediate_size`, which vLLM reads too.
 */
function blockOf({ mixer, ffn }: Layer, most: number, hidden: number): Values {
  const attention = mixer?.kind === "attention" ? mixer : undefined;
  const width = ffn && ffnWidth(ffn);
  const mult = width === undefined ? null : ffnMultOf(width, hidden);
  return {
    attention: {
      no_op: !mixer,
      replace_with_linear: false,
      n_heads_in_group: attention ? attention.heads / attention.keyValueHeads : null,
      ...(attention && attention.heads !== most ? { num_attention_heads: attention.heads } : {}),
    },
    ffn: {
      no_op: width === undefined,
      replace_with_linear: false,
      ...(mult === undefined ? { intermediate_size: width } : { ffn_mult: mult }),
    },
  };
}
