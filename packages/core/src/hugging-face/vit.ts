import { z } from "zod";
import { patchesMisfit } from "../architecture/embedding.js";
import { maximumVocabulary, size } from "../architecture/size.js";
import type { Problem } from "../document/check.js";
import { attentionsOf, commonest } from "./commonest.js";
import type { Family } from "./family.js";
import type { LayerNames } from "./layer-tensors.js";
import { bertKeys, headsSetTheirWidth, standardLayers } from "./standard-layers.js";
import { namedTensors } from "./tensor-names.js";

const schema = z.looseObject({
  image_size: size(65_536, "Height and width of the image in pixels."),
  patch_size: size(65_536, "Height and width of a patch in pixels."),
  num_channels: size(4096, "Colour channels. Default: 3.").nullish(),
  qkv_bias: z.boolean().nullish(),
});

type Config = z.output<typeof schema>;

const patchesOf = ({ image_size: image, patch_size: size, num_channels: channels }: Config) => ({
  image,
  size,
  channels: channels ?? 3,
});

/** One position for each patch and one for the class token. */
const positionsOf = ({ image_size: image, patch_size: size }: Config): number => (image / size) ** 2 + 1;

function contradictions(config: Config): Problem[] {
  const message = patchesMisfit(patchesOf(config));
  if (message !== undefined) return [{ path: ["patch_size"], message }];
  const positions = positionsOf(config);
  if (positions <= maximumVocabulary) return [];
  const many = `makes ${positions} positions, above the maximum of ${maximumVocabulary}`;
  return [{ path: ["image_size"], message: many }];
}

const layerNames = (at: string): LayerNames => ({
  at,
  mixer: {
    norm: "layernorm_before",
    dense: {
      "attention.attention.query": ["query"],
      "attention.attention.key": ["key"],
      "attention.attention.value": ["value"],
      "attention.output.dense": ["output"],
    },
  },
  ffn: { norm: "layernorm_after", dense: { "intermediate.dense": ["up"], "output.dense": ["down"] } },
});

/**
 * The vision Transformer (Dosovitskiy et al. 2021), and DeiT without distillation (Touvron et al. 2021), which has its shape. The
 * projection of the patches is a convolution, which is a matrix hidden × (channels · patch²).
 */
export const vit: Family = {
  summary: "square image patches with a class token, plain FFNs, a final norm; `qkv_bias`",
  heads: {
    ViTForImageClassification: ({ labels }) => ({ outputs: labels, oneToken: true }),
    ViTModel: () => ({ pooler: true }),
  },
  defaultClass: "ViTForImageClassification",
  tiedByDefault: true,
  ...standardLayers({
    keys: bertKeys,
    schema,
    contradictions,
    frame: (config) => ({
      kind: "encoder",
      embedding: { positions: positionsOf(config), patches: patchesOf(config), classToken: true },
      finalNorm: true,
    }),
    bias: ({ qkv_bias: given }) => (given === false ? "output" : "all"),
    keysOf: ({ embedding, layers }) => {
      const { image, size: patch, channels } = embedding.patches ?? { image: 224, size: 16, channels: 3 };
      const bias = commonest(attentionsOf(layers).map((attention) => attention.bias));
      return {
        image_size: image,
        patch_size: patch,
        num_channels: channels,
        ...(bias === "output" ? { qkv_bias: false } : {}),
      };
    },
  }),
  prefix: "vit.",
  tensors: namedTensors({
    embedding: {
      patch: "embeddings.patch_embeddings.projection",
      position: "embeddings.position_embeddings",
      classToken: "embeddings.cls_token",
      maskToken: "embeddings.mask_token",
    },
    head: { finalNorm: ["layernorm"], bodyPooler: "pooler.dense", task: "classifier" },
    layer: (number) => layerNames(`encoder.layer.${number}`),
  }),
  pruning: { unequalAs: "own", headsStay: headsSetTheirWidth },
};
