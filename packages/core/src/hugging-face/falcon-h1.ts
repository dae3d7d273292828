import { mixersOf } from "./commonest.js";
import type { ConfigKeys } from "./config-keys.js";
import type { Facts } from "./facts.js";
import type { LayerInput, Values } from "./family.js";
import { dense } from "./llama-ffn.js";
import { llamaLike } from "./llama-like.js";

type Hybrid = Extract<NonNullable<LayerInput["mixer"]>, { kind: "hybrid" }>;

/** `mamba_d_ssm`, 1024 if it is missing; null stands for `mamba_expand` · hidden. */
function widthOf(keys: ConfigKeys): number {
  if (keys.config.mamba_d_ssm !== null) return keys.sizeOr("mamba_d_ssm", "width", 1024);
  const width = keys.sizeOr("mamba_expand", 1024, 2) * keys.size("hidden_size", "hidden");
  keys.narrow("mamba_expand", width);
  return width;
}

/** `mamba_d_head` is a number, or auto: the width / `mamba_n_heads`. */
function stateHeadsOf(keys: ConfigKeys): { readonly heads: number; readonly headDim: number } {
  const [width, heads] = [widthOf(keys), keys.sizeOr("mamba_n_heads", "heads", 128)];
  if (width % heads !== 0 && keys.problems.length === 0)
    keys.refuse("mamba_n_heads", `mamba_n_heads ${heads} does not divide the width ${width}`);
  const headDim = Math.max(1, Math.floor(width / heads));
  const given = keys.config.mamba_d_head ?? "auto";
  if (given !== "auto" && keys.size("mamba_d_head", "width") !== headDim && keys.problems.length === 0)
    keys.refuse("mamba_d_head", `must be the width / mamba_n_heads = ${headDim}`);
  return { heads, headDim };
}

function stateSpaceOf(keys: ConfigKeys): Hybrid["mamba2"] {
  const { heads, headDim } = stateHeadsOf(keys);
  const groups = keys.sizeOr("mamba_n_groups", "heads", 1);
  keys.divides("mamba_n_groups", groups, ["mamba_n_heads", heads]);
  const state = keys.sizeOr("mamba_d_state", "width", 256);
  keys.narrow("mamba_d_state", groups * state);
  const bias = keys.flag("mamba_proj_bias", false);
  if (keys.flag("projectors_bias", false) !== bias)
    keys.refuse("projectors_bias", "differs from mamba_proj_bias: biases on one side alone are not read");
  return {
    heads,
    headDim,
    groups,
    state,
    kernel: keys.sizeOr("mamba_d_conv", 1024, 4),
    convolutionBias: keys.flag("mamba_conv_bias", true),
    gatedNorm: keys.flag("mamba_rms_norm", false),
    ...(bias ? { bias: true as const } : {}),
  };
}

/** The attention of a layer, and the state space beside it. */
function besideMamba({ mixer, ...rest }: LayerInput, keys: ConfigKeys): LayerInput {
  const mamba2 = stateSpaceOf(keys);
  if (mixer?.kind !== "attention") return rest;
  const { heads, keyValueHeads, headDim, bias } = mixer;
  return { ...rest, mixer: { kind: "hybrid", attention: { heads, keyValueHeads, headDim, bias }, mamba2 } };
}

function flags({ architecture: { layers } }: Facts): Values {
  const [mixer] = mixersOf(layers, "hybrid");
  if (!mixer) return {};
  const { mamba2 } = mixer;
  return {
    mamba_d_ssm: mamba2.heads * mamba2.headDim,
    mamba_n_heads: mamba2.heads,
    mamba_d_head: mamba2.headDim,
    mamba_n_groups: mamba2.groups,
    mamba_d_state: mamba2.state,
    mamba_d_conv: mamba2.kernel,
    mamba_conv_bias: mamba2.convolutionBias,
    mamba_rms_norm: mamba2.gatedNorm,
    mamba_proj_bias: mamba2.bias ?? false,
    projectors_bias: mamba2.bias ?? false,
  };
}

/**
 * Falcon-H1 (Zuo et al. 2025): attention and Mamba-2 side by side in every layer; its multipliers are no weights. Source: transformers,
 * `models/falcon_h1/modeling_falcon_h1.py`.
 */
export const falconH1 = llamaLike({
  summary: "hybrids with attention and Mamba-2 side by side in every layer; `mamba_d_ssm`, `mamba_rms_norm`",
  prefix: "FalconH1",
  keyValueHeads: 8,
  bias: "attention_bias",
  ffn: dense({ bias: true }),
  heads: {
    FalconH1Model: () => ({}),
    FalconH1ForCausalLM: ({ tied }) => ({ vocabulary: tied ? "tied" : "separate" }),
  },
  layer: besideMamba,
  flags,
  checkpoints: false,
  pruning: { refused: "its checkpoints are not read" },
});
