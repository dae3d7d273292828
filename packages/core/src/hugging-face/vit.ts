import { z } from "zod";
import { patchesMisfit } from "../architecture/embedding.js";
import {
  maximumDepth,
  maximumHeads,
  maximumHidden,
  maximumVocabulary,
  maximumWidth,
  size,
} from "../architecture/size.js";
import { checkValue, type Problem } from "../document/check.js";
import { commonFfnWidth } from "./commonest.js";
import { bodyUnless, type Family, indivisible } from "./family.js";
import { cutHeads, keptHeads, prunedHeadsProblems, prunedHeadsSchema, wholeHeads } from "./pruned-heads.js";

const schema = z.looseObject({
  image_size: size(65_536, "Height and width of the image in pixels."),
  patch_size: size(65_536, "Height and width of a patch in pixels."),
  num_channels: size(4096, "Colour channels. Default: 3.").nullish(),
  hidden_size: size(maximumHidden, "Hidden size."),
  num_hidden_layers: size(maximumDepth, "Layers."),
  num_attention_heads: size(maximumHeads, "Heads."),
  intermediate_size: size(maximumWidth, "FFN width."),
  pruned_heads: prunedHeadsSchema,
  qkv_bias: z.literal(true).nullish(),
});

type Config = z.output<typeof schema>;

const patchesOf = ({ image_size: image, patch_size: size, num_channels: channels }: Config) => ({
  image,
  size,
  channels: channels ?? 3,
});

/** One position for each patch and one for the class token. */
const positionsOf = ({ image_size: image, patch_size: size }: Config): number => (image / size) ** 2 + 1;

const read: Family["read"] = (value) => {
  const { value: config, problems } = checkValue(schema, value);
  if (problems) return { problems };
  const { hidden_size: hidden, num_attention_heads: heads, num_hidden_layers: depth } = config;
  return bodyUnless(contradictions(config), () => ({
    kind: "encoder",
    hidden,
    embedding: { positions: positionsOf(config), patches: patchesOf(config), classToken: true },
    norm: "layer",
    finalNorm: true,
    layers: keptHeads(config.pruned_heads, depth, heads).map((kept) => ({
      mixer: { kind: "attention", heads: kept, headDim: hidden / heads },
      ffn: { kind: "plain", width: config.intermediate_size },
    })),
  }));
};

function contradictions(config: Config): Problem[] {
  const { hidden_size: hidden, num_attention_heads: heads, num_hidden_layers: depth } = config;
  return [
    ...indivisible("num_attention_heads", ["num_attention_heads", heads], ["hidden_size", hidden]),
    ...prunedHeadsProblems(config.pruned_heads, depth, heads),
    ...patchProblems(config),
  ];
}

function patchProblems(config: Config): Problem[] {
  const message = patchesMisfit(patchesOf(config));
  if (message !== undefined) return [{ path: ["patch_size"], message }];
  const positions = positionsOf(config);
  if (positions <= maximumVocabulary) return [];
  return [
    {
      path: ["image_size"],
      message: `makes ${positions} positions; at most ${maximumVocabulary} are allowed`,
    },
  ];
}

const write: Family["write"] = (architecture) => {
  const { hidden, embedding, layers } = architecture;
  const { image, size: patch, channels } = embedding.patches ?? { image: 224, size: 16, channels: 3 };
  const heads = wholeHeads(architecture);
  return {
    image_size: image,
    patch_size: patch,
    num_channels: channels,
    hidden_size: hidden,
    num_hidden_layers: layers.length,
    num_attention_heads: heads,
    intermediate_size: commonFfnWidth(layers),
    ...cutHeads(architecture, heads),
  };
};

/** The vision Transformer (Dosovitskiy et al. 2021), and DeiT without distillation (Touvron et al. 2021), which has its shape. */
export const vit: Family = {
  heads: {
    ViTForImageClassification: ({ labels }) => ({ outputs: labels, oneToken: true }),
    ViTModel: () => ({ pooler: true }),
  },
  defaultClass: "ViTForImageClassification",
  tiedByDefault: true,
  read,
  write,
};
