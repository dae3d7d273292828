import { maximumDepth, maximumExperts } from "../architecture/size.js";
import { shown } from "../document/check.js";
import { commonest, ffnsOf, ffnWidth } from "./commonest.js";
import { configFamily, type Sizes, usualKeys } from "./config-family.js";
import type { ConfigKeys } from "./config-keys.js";
import type { Facts } from "./facts.js";
import { inRuns, type LayerInput, type Values } from "./family.js";
import { languageModelHeads } from "./language-model-heads.js";

const kinds = { M: "mamba", "*": "attention", "-": "mlp", E: "moe" } as const;
type Kind = (typeof kinds)[keyof typeof kinds];
const aliases: Readonly<Record<string, Kind>> = {
  linear_attention: "mamba",
  full_attention: "attention",
  mamba: "mamba",
  attention: "attention",
  mlp: "mlp",
  moe: "moe",
};

/** What each block is: `layers_block_type`, or a letter each in `hybrid_override_pattern`. */
function blocksOf(keys: ConfigKeys): readonly Kind[] {
  const key = keys.has("layers_block_type") ? "layers_block_type" : "layer_types";
  const listed: unknown = keys.config[key];
  if (Array.isArray(listed)) {
    const found = listed.map((one) => aliases[String(one)]);
    const wrong = found.indexOf(undefined);
    if (wrong === -1) return withinDepth(keys, key, found as Kind[]);
    keys.refuse(key, `must give mamba, attention, mlp or moe for each block, not ${shown(listed[wrong])}`);
    return [];
  }
  const pattern = keys.text("hybrid_override_pattern", "");
  const found = [...pattern].map((letter) => kinds[letter as keyof typeof kinds]);
  if (pattern !== "" && !found.includes(undefined as never))
    return withinDepth(keys, "hybrid_override_pattern", found);
  keys.refuse(
    "hybrid_override_pattern",
    "must give each block as M, *, - or E: Mamba, attention, FFN or mixture",
  );
  return [];
}

/** The blocks, if there is at least one and there are no more than layers may be. */
function withinDepth(keys: ConfigKeys, key: string, blocks: readonly Kind[]): readonly Kind[] {
  if (blocks.length > 0 && blocks.length <= maximumDepth) return blocks;
  keys.refuse(key, `must give 1 to ${maximumDepth} blocks, not ${blocks.length}`);
  return [];
}

function attentionOf(keys: ConfigKeys, { heads }: Sizes): NonNullable<LayerInput["mixer"]> {
  const keyValueHeads = keys.sizeOr("num_key_value_heads", "heads", 8);
  const headDim = keys.sizeOr("head_dim", "hidden", 128);
  keys.divides("num_key_value_heads", keyValueHeads, ["num_attention_heads", heads]);
  keys.narrow("head_dim", heads * headDim);
  return { kind: "attention", heads, keyValueHeads, headDim, bias: "none" };
}

function mambaOf(keys: ConfigKeys): NonNullable<LayerInput["mixer"]> {
  const heads = keys.sizeOr("mamba_num_heads", "heads", 128);
  const headDim = keys.sizeOr("mamba_head_dim", "width", 64);
  const groups = keys.sizeOr("n_groups", "heads", 8);
  const state = keys.sizeOr("ssm_state_size", "width", 128);
  keys.divides("n_groups", groups, ["mamba_num_heads", heads]);
  keys.narrow("mamba_head_dim", heads * headDim);
  keys.narrow("ssm_state_size", groups * state);
  return {
    kind: "mamba2",
    heads,
    headDim,
    groups,
    state,
    kernel: keys.sizeOr("conv_kernel", 1024, 4),
    convolutionBias: keys.flag("use_conv_bias", true),
    ...(keys.flag("use_bias", false) ? { bias: true as const } : {}),
  };
}

function mixtureOf(keys: ConfigKeys): NonNullable<LayerInput["ffn"]> {
  keys.refuseUnlessNothing(
    "moe_latent_size",
    "requires experts on a narrower stream, which are not supported",
  );
  if (keys.flag("mlp_bias", false))
    keys.refuse("mlp_bias", "gives shared experts alone a bias, which is not read");
  const experts = keys.sizeOr("n_routed_experts", maximumExperts, 8);
  const active = keys.sizeOr("num_experts_per_tok", maximumExperts, 2);
  if (active > experts && keys.problems.length === 0)
    keys.refuse("num_experts_per_tok", `is ${active}, more than n_routed_experts ${experts}`);
  return {
    kind: "mixture",
    experts,
    active,
    width: keys.sizeOr("moe_intermediate_size", "width", 7688),
    shared: 1,
    sharedWidth: keys.sizeOr("moe_shared_expert_intermediate_size", "width", 7688),
    gated: false,
  };
}

function layersOf(keys: ConfigKeys, sizes: Sizes): LayerInput[] {
  const blocks = blocksOf(keys);
  const made: Partial<Record<Kind, LayerInput>> = {};
  const make: Readonly<Record<Kind, () => LayerInput>> = {
    mamba: () => ({ mixer: mambaOf(keys) }),
    attention: () => ({ mixer: attentionOf(keys, sizes) }),
    mlp: () => ({
      ffn: {
        kind: "plain",
        width: keys.sizeOr("intermediate_size", "width", 21504),
        bias: keys.flag("mlp_bias", false),
      },
    }),
    moe: () => ({ ffn: mixtureOf(keys) }),
  };
  return inRuns(blocks, (kind) => {
    made[kind] ??= make[kind]();
    return made[kind];
  });
}

const flags = ({ architecture: { layers } }: Facts): Values => {
  const mamba = layers.flatMap(({ mixer }) => (mixer?.kind === "mamba2" ? [mixer] : []))[0];
  const attention = layers.flatMap(({ mixer }) => (mixer?.kind === "attention" ? [mixer] : []))[0];
  const ffns = ffnsOf(layers);
  const [plain] = ffns.filter((ffn) => ffn.kind === "plain");
  const [mixture] = ffns.filter((ffn) => ffn.kind === "mixture");
  return {
    layers_block_type: layers.map(({ mixer, ffn }) =>
      mixer ? (mixer.kind === "attention" ? "attention" : "mamba") : ffn?.kind === "mixture" ? "moe" : "mlp",
    ),
    ...(attention && {
      num_attention_heads: attention.heads,
      num_key_value_heads: attention.keyValueHeads,
      head_dim: attention.headDim,
    }),
    ...(mamba && {
      mamba_num_heads: mamba.heads,
      mamba_head_dim: mamba.headDim,
      n_groups: mamba.groups,
      ssm_state_size: mamba.state,
      conv_kernel: mamba.kernel,
      use_conv_bias: mamba.convolutionBias,
      use_bias: mamba.bias ?? false,
    }),
    ...(plain && {
      intermediate_size: commonest(ffns.filter(({ kind }) => kind === "plain").map(ffnWidth)) ?? 1,
      mlp_bias: plain.bias,
    }),
    ...(mixture && {
      n_routed_experts: mixture.experts,
      num_experts_per_tok: mixture.active,
      moe_intermediate_size: mixture.width,
      moe_shared_expert_intermediate_size: mixture.sharedWidth ?? mixture.width,
    }),
  };
};

/**
 * Nemotron-H (NVIDIA 2025): blocks of Mamba-2, attention, FFN or a mixture, each behind its own norm; every block is a layer. Source:
 * transformers 5.18, `models/nemotron_h/modeling_nemotron_h.py`.
 */
export const nemotronH = configFamily({
  summary: "hybrids whose layers are Mamba-2, attention, FFN or mixture alone; `hybrid_override_pattern`",
  heads: languageModelHeads("NemotronH", []),
  defaultClass: "NemotronHForCausalLM",
  keys: { ...usualKeys, depth: undefined },
  body: (keys, sizes) => ({
    kind: "decoder",
    embedding: { vocabulary: sizes.vocabulary },
    norm: "rms",
    finalNorm: true,
    layers: layersOf(keys, sizes),
  }),
  flags,
});
