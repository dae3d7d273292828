import {
  dense,
  type Expected,
  type Family,
  ffnRows,
  headDense,
  type LayerSizes,
  norm,
  other,
  queries,
  type Sizes,
  table,
} from "./family.js";

interface T5Sizes extends Sizes {
  readonly encoders: number;
  readonly buckets: number;
  readonly gated: boolean;
}

/** T5 (Raffel et al. 2020), 1.0 and the gated 1.1. The layers of the decoder follow those of the encoder. */
export const t5: Family<T5Sizes> = {
  prefix: "",
  sizes: (read) => {
    const heads = read.size("num_heads");
    const encoders = read.depth("num_layers");
    const decoders = read.depth("num_decoder_layers", encoders);
    const layer = {
      heads,
      keyValueHeads: heads,
      headDim: read.size("d_kv"),
      ffnWidth: read.size("d_ff"),
    };
    const projection = read.config.feed_forward_proj;
    return {
      hidden: read.size("d_model"),
      vocabulary: read.size("vocab_size"),
      encoders,
      buckets: read.size("relative_attention_num_buckets", 32),
      gated: typeof projection === "string" && projection.startsWith("gated"),
      layers: new Array<LayerSizes>(encoders + decoders).fill(layer),
    };
  },
  tensors: (sizes) => [
    table("shared.weight", "vocabulary", sizes.vocabulary, sizes.hidden),
    table("encoder.embed_tokens.weight", "vocabulary", sizes.vocabulary, sizes.hidden, { optional: true }),
    table("decoder.embed_tokens.weight", "vocabulary", sizes.vocabulary, sizes.hidden, { optional: true }),
    ...sizes.layers.flatMap((layer, index) => block(layer, index, sizes)),
    ...norm("encoder.final_layer_norm", { subModule: "head" }, sizes.hidden, "rms"),
    ...norm("decoder.final_layer_norm", { subModule: "head", optional: true }, sizes.hidden, "rms"),
    ...headDense("lm_head", "vocabulary", sizes.vocabulary, sizes.hidden),
  ],
  // A relative bias of the cross-attention stands in old files and is not used.
  ignored: /EncDecAttention\.relative_attention_bias\.weight$/,
};

function block(layer: LayerSizes, index: number, sizes: T5Sizes): Expected[] {
  const isEncoder = index < sizes.encoders;
  const own = isEncoder ? index : index - sizes.encoders;
  const at = `${isEncoder ? "encoder" : "decoder"}.block.${own}`;
  const where = { layer: index } as const;
  return [
    ...attention(`${at}.layer.0`, "SelfAttention", layer, { ...where, block: undefined }, sizes),
    ...(own === 0
      ? [
          table(
            `${at}.layer.0.SelfAttention.relative_attention_bias.weight`,
            "relative",
            sizes.buckets,
            layer.heads,
            { ...where, subModule: "attention" },
          ),
        ]
      : []),
    ...(isEncoder
      ? []
      : attention(`${at}.layer.1`, "EncDecAttention", layer, { ...where, block: "cross" }, sizes)),
    ...feedForward(`${at}.layer.${isEncoder ? 1 : 2}`, layer, where, sizes),
  ];
}

type Where = { readonly layer: number; readonly block?: string | undefined };

function attention(
  at: string,
  name: string,
  layer: LayerSizes,
  where: Where,
  { hidden }: T5Sizes,
): Expected[] {
  const place = { ...where, subModule: "attention" } as const;
  const input = (["query", "key", "value"] as const).flatMap((role) =>
    dense(`${at}.${name}.${role[0]}`, place, [{ role, rows: queries(layer), cols: other(hidden) }], "never"),
  );
  const output = [{ role: "output", rows: other(hidden), cols: queries(layer) }] as const;
  return [
    ...input,
    ...dense(`${at}.${name}.o`, place, output, "never"),
    ...norm(`${at}.layer_norm`, place, hidden, "rms"),
  ];
}

function feedForward(at: string, layer: LayerSizes, where: Where, { hidden, gated }: T5Sizes): Expected[] {
  const place = { ...where, subModule: "ffn" } as const;
  const up = (name: string, role: "gate" | "up"): Expected[] =>
    dense(
      `${at}.DenseReluDense.${name}`,
      place,
      [{ role, rows: ffnRows(layer), cols: other(hidden) }],
      "never",
    );
  return [
    ...(gated ? [...up("wi_0", "gate"), ...up("wi_1", "up")] : up("wi", "up")),
    ...dense(
      `${at}.DenseReluDense.wo`,
      place,
      [{ role: "down", rows: other(hidden), cols: ffnRows(layer) }],
      "never",
    ),
    ...norm(`${at}.layer_norm`, place, hidden, "rms"),
  ];
}
