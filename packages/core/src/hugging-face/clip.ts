import { patchesMisfit } from "../architecture/embedding.js";
import { maximumVocabulary } from "../architecture/size.js";
import { configFamily, headDimOf, type Sizes } from "./config-family.js";
import type { ConfigKeys } from "./config-keys.js";
import type { Family, LayerInput } from "./family.js";

const layerOf = (keys: ConfigKeys, sizes: Sizes): LayerInput => ({
  repeat: sizes.depth,
  mixer: { kind: "attention", heads: sizes.heads, headDim: headDimOf(keys, sizes) },
  ffn: { kind: "plain", width: keys.size("intermediate_size", "width") },
});

/** The projection into the space of both towers, without a bias. Its width was checked with the body. */
const projected: NonNullable<Family["headOf"]> = (head, { projection_dim: width }) =>
  head.outputs === undefined || typeof width !== "number" ? head : { ...head, outputs: width };

/** The width of that projection if the config does not say. */
const usualProjection = 512;

const withProjection = () => ({ outputs: usualProjection, outputsBias: false, oneToken: true });

/** Refuses a width of the projection that is none. Classes without a projection may have 0. */
function checkProjection(keys: ConfigKeys): void {
  keys.countOr("projection_dim", maximumVocabulary, usualProjection);
}

/** The text tower of CLIP (Radford et al. 2021). Source: transformers 5.18, `models/clip/modeling_clip.py`. */
export const clipText = configFamily({
  summary: "the text tower of CLIP: learned positions, a final norm; `projection_dim`",
  heads: { CLIPTextModel: () => ({}), CLIPTextModelWithProjection: withProjection },
  headOf: projected,
  defaultClass: "CLIPTextModelWithProjection",
  bareClass: "CLIPTextModel",
  tiedByDefault: true,
  body(keys, sizes) {
    checkProjection(keys);
    return {
      kind: "encoder",
      embedding: {
        vocabulary: sizes.vocabulary,
        positions: keys.sizeOr("max_position_embeddings", "vocabulary", 77),
      },
      norm: "layer",
      finalNorm: true,
      layers: [layerOf(keys, sizes)],
    };
  },
  flags: ({ ffnWidth, positions, architecture: { head } }) => ({
    intermediate_size: ffnWidth,
    max_position_embeddings: positions,
    projection_dim: Math.max(1, head.outputs),
  }),
});

/** The image tower of CLIP: patches without a bias, a norm over the embeddings. Source: transformers 5.18, `models/clip/modeling_clip.py`. */
export const clipVision = configFamily({
  summary: "the image tower of CLIP: the same as `vit` with a norm over the embeddings; `projection_dim`",
  heads: {
    CLIPVisionModel: () => ({}),
    CLIPVisionModelWithProjection: withProjection,
  },
  headOf: (head, config) => (head.outputsBias === false ? projected(head, config) : head),
  defaultClass: "CLIPVisionModelWithProjection",
  bareClass: "CLIPVisionModel",
  tiedByDefault: true,
  keys: {
    vocabulary: undefined,
    hidden: "hidden_size",
    depth: "num_hidden_layers",
    heads: "num_attention_heads",
  },
  body(keys, sizes) {
    checkProjection(keys);
    const patches = {
      image: keys.sizeOr("image_size", 65_536, 224),
      size: keys.sizeOr("patch_size", 65_536, 32),
      channels: keys.sizeOr("num_channels", 4096, 3),
    };
    const misfit = patchesMisfit(patches);
    if (misfit !== undefined && keys.problems.length === 0) keys.refuse("patch_size", misfit);
    const positions = Math.floor(patches.image / patches.size) ** 2 + 1;
    if (positions > 2 ** 24)
      keys.refuse("image_size", `makes ${positions} positions, above the maximum of 2^24`);
    return {
      kind: "encoder",
      embedding: { positions, patches, classToken: true, barePatches: true, norm: true },
      norm: "layer",
      finalNorm: true,
      layers: [layerOf(keys, sizes)],
    };
  },
  flags: ({ ffnWidth, architecture: { embedding, head } }) => ({
    intermediate_size: ffnWidth,
    image_size: embedding.patches?.image ?? 224,
    patch_size: embedding.patches?.size ?? 32,
    num_channels: embedding.patches?.channels ?? 3,
    projection_dim: Math.max(1, head.outputs),
  }),
});
