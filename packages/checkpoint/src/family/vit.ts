import { encoderLayer, encoderLayers } from "./encoder.js";
import { dense, type Expected, type Family, headDense, norm, other, type Sizes } from "./family.js";

interface VitSizes extends Sizes {
  readonly channels: number;
  readonly patch: number;
  readonly positions: number;
  readonly labels: number;
}

const names = {
  query: "attention.attention.query",
  key: "attention.attention.key",
  value: "attention.attention.value",
  output: "attention.output.dense",
  attentionNorm: "layernorm_before",
  up: "intermediate.dense",
  down: "output.dense",
  ffnNorm: "layernorm_after",
};

/** ViT (Dosovitskiy et al. 2021). The patch projection is a convolution, which is a matrix hidden × (channels · patch²). */
export const vit: Family<VitSizes> = {
  prefix: "vit.",
  sizes: (read) => {
    const hidden = read.size("hidden_size");
    const patch = read.size("patch_size", 16);
    const side = read.quotient("patch_size", read.size("image_size", 224), patch);
    return {
      hidden,
      vocabulary: 0,
      channels: read.size("num_channels", 3),
      patch,
      positions: side * side + 1,
      labels: read.labels(),
      layers: encoderLayers(read, hidden, ["num_hidden_layers", "num_attention_heads", "intermediate_size"]),
    };
  },
  tensors: (sizes) => [
    ...embeddings(sizes),
    ...sizes.layers.flatMap((layer, index) =>
      encoderLayer(`encoder.layer.${index}`, names, layer, index, sizes.hidden, "maybe"),
    ),
    ...norm("layernorm", { subModule: "head" }, sizes.hidden, "layer"),
    ...dense(
      "pooler.dense",
      { subModule: "head", optional: true },
      [{ role: "pooler", rows: other(sizes.hidden), cols: other(sizes.hidden) }],
      "always",
    ),
    ...headDense("classifier", "task", sizes.labels, sizes.hidden),
  ],
};

function embeddings({ hidden, channels, patch, positions }: VitSizes): Expected[] {
  const where = { subModule: "embedding" } as const;
  const projection = "embeddings.patch_embeddings.projection";
  const token = (name: string, optional: boolean): Expected => ({
    ...where,
    name: `embeddings.${name}`,
    parts: [{ role: "token", rows: other(hidden) }],
    storedShape: [1, 1, hidden],
    optional,
  });
  return [
    token("cls_token", false),
    token("mask_token", true),
    {
      ...where,
      name: "embeddings.position_embeddings",
      parts: [{ role: "position", rows: other(positions), cols: other(hidden) }],
      storedShape: [1, positions, hidden],
    },
    {
      ...where,
      name: `${projection}.weight`,
      parts: [{ role: "patch", rows: other(hidden), cols: other(channels * patch * patch) }],
      storedShape: [hidden, channels, patch, patch],
    },
    { ...where, name: `${projection}.bias`, parts: [{ role: "patch", rows: other(hidden) }] },
  ];
}
