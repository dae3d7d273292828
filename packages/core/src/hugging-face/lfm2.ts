import { z } from "zod";
import { maximumWidth, size } from "../architecture/size.js";
import { checkValue } from "../document/check.js";
import { commonFfnWidth } from "./commonest.js";
import type { ConfigKeys } from "./config-keys.js";
import type { LayerInput } from "./family.js";
import { languageModelHeads } from "./language-model-heads.js";
import type { FfnKeys } from "./llama-ffn.js";
import { llamaLike } from "./llama-like.js";

const schema = z.object({
  intermediate_size: size(maximumWidth, "FFN width."),
  block_auto_adjust_ff_dim: z.boolean().nullish(),
  block_ffn_dim_multiplier: z.number().positive().max(1024).nullish(),
  block_multiple_of: size(maximumWidth, "The FFN width is a multiple of this. Default: 256.").nullish(),
});

type Config = z.output<typeof schema>;

/** The width as `Lfm2MLP` has it: two thirds of `intermediate_size`, times a factor, up to a multiple of 256, if it is to be adjusted. */
function widthOf(config: Config): number {
  const {
    intermediate_size: given,
    block_ffn_dim_multiplier: factor = 1,
    block_multiple_of: multiple,
  } = config;
  if (config.block_auto_adjust_ff_dim === false) return given;
  const third = Math.floor((2 * given) / 3);
  if (factor === null) return third;
  const unit = multiple ?? 256;
  return unit * Math.ceil(Math.floor(factor * third) / unit);
}

const adjusted: FfnKeys = {
  schema,
  names: { norm: "ffn_norm", dense: {} },
  read(config) {
    const { value, problems } = checkValue(schema, config);
    if (problems) return { problems };
    const width = widthOf(value);
    if (width < 1 || width > maximumWidth)
      return { problems: [{ path: ["intermediate_size"], message: `makes an FFN of width ${width}` }] };
    const ffn = { kind: "gated", width } as const;
    return { value: () => ffn };
  },
  write: (layers) => ({ intermediate_size: commonFfnWidth(layers), block_auto_adjust_ff_dim: false }),
};

const [short, full] = ["conv", "full_attention"] as const;

/** `layer_types`, or attention in the layers of `full_attn_idxs`, or in all. */
function mixers(keys: ConfigKeys, depth: number): readonly LayerInput["mixer"][] {
  const types = keys.layerTexts("layer_types", depth, [short, full]);
  const listed: unknown = keys.config.full_attn_idxs ?? undefined;
  const indices = Array.isArray(listed) ? new Set<unknown>(listed) : undefined;
  if (listed !== undefined && !indices) keys.refuse("full_attn_idxs", "must be a list of layers");
  const mixer = {
    kind: "short-convolution",
    kernel: keys.sizeOr("conv_L_cache", 1024, 3),
    ...(keys.flag("conv_bias", false) ? { bias: true as const } : {}),
  } as const;
  const isShort = (layer: number): boolean =>
    types ? types[layer] === short : indices !== undefined && !indices.has(layer);
  return Array.from({ length: depth }, (_, layer) => (isShort(layer) ? mixer : undefined));
}

/** LFM2 (Liquid AI 2025): gated short convolutions and attention. Source: transformers 5.18, `models/lfm2/modeling_lfm2.py`. */
export const lfm2 = llamaLike({
  summary: "hybrids of short convolutions and attention with norms over heads; `layer_types`, `conv_L_cache`",
  prefix: "Lfm2",
  keyValueHeads: 8,
  bias: "none",
  queryKeyNorm: true,
  tiedByDefault: true,
  heads: languageModelHeads("Lfm2"),
  ffn: adjusted,
  mixers,
  flags: ({ architecture: { layers } }) => {
    const found = layers.flatMap(({ mixer }) => (mixer?.kind === "short-convolution" ? [mixer] : []))[0];
    return {
      layer_types: layers.map(({ mixer }) => (mixer?.kind === "short-convolution" ? short : full)),
      ...(found && { conv_L_cache: found.kernel, conv_bias: found.bias ?? false }),
    };
  },
  checkpoints: false,
  pruning: { refused: "its checkpoints are not read" },
});
