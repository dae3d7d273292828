import { z } from "zod";
import { maximumDepth, maximumExperts, maximumWidth, size } from "../architecture/size.js";
import { checkValue } from "../document/check.js";
import { commonFfnWidth, ffnsOf } from "./commonest.js";
import type { ConfigKeys } from "./config-keys.js";
import type { Facts } from "./facts.js";
import type { LayerInput, Values } from "./family.js";
import { languageModelHeads } from "./language-model-heads.js";
import type { FfnKeys } from "./llama-ffn.js";
import { llamaLike } from "./llama-like.js";
import { expertsOf, readMixture } from "./llama-mixtures.js";
import { expertsStay } from "./mixtral.js";

const schema = z.object({
  intermediate_size: size(maximumWidth, "FFN width."),
  num_experts: size(maximumExperts, "Experts. Default: 16.").nullish(),
  num_experts_per_tok: size(maximumExperts, "Experts that a token passes. Default: 2.").nullish(),
  expert_layer_period: size(maximumDepth, "One layer in this many has experts. Default: 2.").nullish(),
  expert_layer_offset: z.int().min(0).max(maximumDepth).nullish(),
});

/** A mixture in the layers of a period, one gated FFN in the others. */
const someExperts: FfnKeys = {
  schema,
  names: { norm: "pre_ff_layernorm", dense: {} },
  read(config, hidden) {
    const { value, problems } = checkValue(schema, config);
    if (problems) return { problems };
    const { num_experts: experts, num_experts_per_tok: active, expert_layer_period: period } = value;
    const single = { kind: "gated", width: value.intermediate_size } as const;
    if ((experts ?? 16) === 1) return { value: () => single };
    const mixture = expertsOf(experts ?? 16, active ?? 2, value.intermediate_size);
    const offset = value.expert_layer_offset ?? 1;
    return readMixture(mixture, hidden, "num_experts", (layer) =>
      layer % (period ?? 2) === offset ? mixture : single,
    );
  },
  write(layers) {
    const mixture = ffnsOf(layers).find((ffn) => ffn.kind === "mixture");
    const [period, offset] = periodOf(layers.map(({ ffn }) => ffn?.kind === "mixture"));
    return {
      intermediate_size: commonFfnWidth(layers),
      num_experts: mixture?.experts ?? 1,
      num_experts_per_tok: mixture?.active ?? 1,
      expert_layer_period: period,
      expert_layer_offset: offset,
    };
  },
};

/** The period and the first of the layers that have something; a period beyond the last if one or none has. */
function periodOf(has: readonly boolean[]): readonly [period: number, offset: number] {
  const first = has.indexOf(true);
  const second = has.indexOf(true, first + 1);
  if (first === -1) return [maximumDepth, maximumDepth];
  return second === -1 ? [Math.max(has.length, first + 1), first] : [second - first, first];
}

/** `mamba_dt_rank` is a number, or auto: a sixteenth of hidden. */
function rankOf(keys: ConfigKeys): number {
  const given = keys.config.mamba_dt_rank ?? "auto";
  if (given !== "auto") return keys.size("mamba_dt_rank", "width");
  const { hidden_size: hidden } = keys.config;
  return typeof hidden === "number" ? Math.max(1, Math.ceil(hidden / 16)) : 1;
}

function mixers(keys: ConfigKeys, depth: number): readonly LayerInput["mixer"][] {
  const period = keys.sizeOr("attn_layer_period", "depth", 8);
  const offset = keys.countOr("attn_layer_offset", maximumDepth, 4);
  const width = keys.sizeOr("mamba_expand", 1024, 2) * Number(keys.config.hidden_size);
  keys.narrow("mamba_expand", width);
  const mixer = {
    kind: "mamba",
    width,
    state: keys.sizeOr("mamba_d_state", "width", 16),
    kernel: keys.sizeOr("mamba_d_conv", 1024, 4),
    rank: rankOf(keys),
    convolutionBias: keys.flag("mamba_conv_bias", true),
    ...(keys.flag("mamba_proj_bias", false) ? { bias: true as const } : {}),
    innerNorms: true,
  } as const;
  return Array.from({ length: depth }, (_, layer) => (layer % period === offset ? undefined : mixer));
}

const flags = ({ architecture: { layers, hidden } }: Facts): Values => {
  const found = layers.flatMap(({ mixer }) => (mixer?.kind === "mamba" ? [mixer] : []))[0];
  const [period, offset] = periodOf(layers.map(({ mixer }) => mixer?.kind === "attention"));
  return {
    attn_layer_period: period,
    attn_layer_offset: offset,
    ...(found && {
      mamba_expand: Math.max(1, Math.round(found.width / hidden)),
      mamba_d_state: found.state,
      mamba_d_conv: found.kernel,
      mamba_dt_rank: found.rank,
      mamba_conv_bias: found.convolutionBias,
      mamba_proj_bias: found.bias ?? false,
    }),
  };
};

/**
 * Jamba (Lieber et al. 2024): attention in one of `attn_layer_period` layers, Mamba in the others, a mixture in one of `expert_layer_period`.
 * Source: transformers 5.18, `models/jamba/modeling_jamba.py`.
 */
export const jamba = llamaLike({
  summary: "hybrids of Mamba and attention with mixtures of experts in some layers",
  prefix: "Jamba",
  keyValueHeads: 8,
  bias: "none",
  heads: languageModelHeads("Jamba", ["sequence"]),
  ffn: someExperts,
  mixers,
  flags,
  checkpoints: false,
  pruning: expertsStay,
});
