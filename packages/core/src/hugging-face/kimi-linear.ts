import { mixersOf } from "./commonest.js";
import { configFamily, type Sizes } from "./config-family.js";
import { ConfigKeys } from "./config-keys.js";
import { latentOf, latentValues, someMixtures, someMixturesValues } from "./deepseek.js";
import type { Facts } from "./facts.js";
import { inRuns, type LayerInput, type Values } from "./family.js";
import { languageModelHeads } from "./language-model-heads.js";
import { expertsStay } from "./mixtral.js";

const place = "linear_attn_config";

/** Kimi Delta Attention: the decay, and mostly the gate, go by way of as many features as a head is wide. */
function deltaOf(keys: ConfigKeys): LayerInput["mixer"] {
  const heads = keys.size("num_heads", "heads");
  const headDim = keys.size("head_dim", "width");
  keys.narrow("head_dim", heads * headDim);
  return {
    kind: "delta",
    keyHeads: heads,
    valueHeads: heads,
    keyDim: headDim,
    valueDim: headDim,
    kernel: keys.sizeOr("short_conv_kernel_size", 1024, 4),
    decayRank: headDim,
    ...(keys.flag("use_full_rank_gate", false) ? {} : { gateRank: headDim }),
  };
}

/** Which layers are linear: `kda_layers` and `full_attn_layers` number them from 1. */
function isLinear(keys: ConfigKeys, depth: number): readonly boolean[] {
  const [linear, full] = ["kda_layers", "full_attn_layers"].map((key) => {
    const listed = keys.config[key];
    return new Set<unknown>(Array.isArray(listed) ? listed : []);
  }) as [Set<unknown>, Set<unknown>];
  const layers = Array.from({ length: depth }, (_, layer) => layer + 1);
  const apart = layers.every((layer) => linear.has(layer) !== full.has(layer));
  if (!apart || linear.size + full.size !== depth)
    keys.refuse(
      "kda_layers",
      `and full_attn_layers must name each of the layers 1 to ${depth} once between them`,
    );
  return layers.map((layer) => linear.has(layer));
}

/** What Kimi K3 adds to the model. */
const unread = {
  attn_res_block_size: "requires residuals that attend to earlier blocks, which are not supported",
  mla_use_output_gate: "requires a gate on latent attention, which is not supported",
  routed_expert_hidden_size: "requires experts on a narrower stream, which are not supported",
};

function layersOf(keys: ConfigKeys, sizes: Sizes): LayerInput[] {
  for (const [key, message] of Object.entries(unread)) keys.refuseUnlessNothing(key, message);
  const latent = latentOf(keys, sizes, undefined);
  const ffns = someMixtures(keys, sizes, 1);
  const own: unknown = keys.config[place];
  const isMap = typeof own === "object" && own !== null && !Array.isArray(own);
  if (!isMap) keys.refuse(place, "must be a map that names the linear layers and their heads");
  const inner = new ConfigKeys(isMap ? (own as Values) : {});
  const delta = deltaOf(inner);
  const linear = isLinear(inner, sizes.depth);
  if (isMap)
    keys.problems.push(...inner.problems.map(({ path, message }) => ({ path: [place, ...path], message })));
  return inRuns(
    ffns.map((ffn, layer) => `${linear[layer] ? "delta" : "latent"} ${ffn?.kind}`),
    (both) => ({
      mixer: both.startsWith("delta") ? delta : latent,
      ffn: ffns.find((ffn) => both.endsWith(` ${ffn?.kind}`)),
    }),
  );
}

function flags({ architecture: { layers } }: Facts): Values {
  const [delta] = mixersOf(layers, "delta");
  const numbered = (isDelta: boolean): number[] =>
    layers.flatMap(({ mixer }, layer) => ((mixer?.kind === "delta") === isDelta ? [layer + 1] : []));
  return {
    ...latentValues(layers),
    ...someMixturesValues(layers),
    [place]: {
      num_heads: delta?.valueHeads ?? 1,
      head_dim: delta?.valueDim ?? 1,
      short_conv_kernel_size: delta?.kernel ?? 4,
      use_full_rank_gate: delta !== undefined && delta.gateRank === undefined,
      kda_layers: numbered(true),
      full_attn_layers: numbered(false),
    },
  };
}

/**
 * Kimi Linear (Kimi Team 2025): Kimi Delta Attention in most layers, latent attention in the others, mixtures. The corrections of its routers
 * are buffers in transformers and not counted, as in `deepseek_v3`. Source: transformers, `models/kimi_linear/modular_kimi_linear.py`.
 */
export const kimiLinear = configFamily({
  summary: "hybrids of Kimi Delta Attention and latent attention with mixtures; `linear_attn_config`",
  heads: languageModelHeads("KimiLinear"),
  defaultClass: "KimiLinearForCausalLM",
  aliases: {
    num_experts: "n_routed_experts",
    num_experts_per_token: "num_experts_per_tok",
    num_shared_experts: "n_shared_experts",
  },
  body: (keys, sizes) => ({
    kind: "decoder",
    embedding: { vocabulary: sizes.vocabulary },
    norm: "rms",
    finalNorm: true,
    layers: layersOf(keys, sizes),
  }),
  flags,
  pruning: expertsStay,
});
