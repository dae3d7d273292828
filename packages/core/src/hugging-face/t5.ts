import { z } from "zod";
import type { Architecture, Layer } from "../architecture/architecture.js";
import {
  maximumDepth,
  maximumHeads,
  maximumHidden,
  maximumVocabulary,
  maximumWidth,
  size,
} from "../architecture/size.js";
import { checkValue, type Problem } from "../document/check.js";
import { attentionsOf, commonest, commonFfnWidth, ffnsOf } from "./commonest.js";
import { pooled } from "./encoder-heads.js";
import { bodyUnless, type Family, type HeadOf, type LayerInput } from "./family.js";
import type { LayerNames, PartNames } from "./layer-tensors.js";
import { namedTensors } from "./tensor-names.js";

const schema = z.looseObject({
  architectures: z.array(z.string()).nullish(),
  vocab_size: size(maximumVocabulary, "Vocabulary."),
  d_model: size(maximumHidden, "Hidden size."),
  d_kv: size(maximumHidden, "Width of one head."),
  d_ff: size(maximumWidth, "FFN width."),
  num_heads: size(maximumHeads, "Heads."),
  num_layers: size(maximumDepth, "Layers of the encoder."),
  num_decoder_layers: size(maximumDepth, "Layers of the decoder. Default: num_layers.").nullish(),
  relative_attention_num_buckets: size(4096, "Position buckets. Default: 32.").nullish(),
  feed_forward_proj: z.string().max(100).nullish(),
});

type Config = z.output<typeof schema>;

const isEncoder = ({ architectures }: Config): boolean =>
  /^M?T5(EncoderModel|ForTokenClassification)$/.test(architectures?.[0] ?? "");

const decoderDepth = (config: Config): number =>
  isEncoder(config) ? 0 : (config.num_decoder_layers ?? config.num_layers);

function contradictions(config: Config): Problem[] {
  const { num_heads: heads, d_kv: headDim, num_layers: depth } = config;
  const width = heads * headDim;
  const layers = depth + decoderDepth(config);
  return [
    ...(width > maximumWidth
      ? [
          {
            path: ["d_kv"],
            message: `${heads} heads of width ${headDim} have a total width of ${width}, above the maximum of ${maximumWidth}`,
          },
        ]
      : []),
    ...(layers > maximumDepth
      ? [{ path: ["num_layers"], message: `makes ${layers} layers, above the maximum of ${maximumDepth}` }]
      : []),
  ];
}

/** The first layer of each half holds the position buckets, which the others use again. */
function layersOf(config: Config, usual: string): LayerInput[] {
  const { num_heads: heads, d_kv: headDim, d_ff: width } = config;
  const attention = { kind: "attention", heads, headDim, bias: "none" } as const;
  const kind = (config.feed_forward_proj ?? usual).startsWith("gated") ? "gated" : "plain";
  const ffn = { kind, width, bias: false } as const;
  const positionBuckets = config.relative_attention_num_buckets ?? 32;
  const half = (depth: number, cross?: typeof attention): LayerInput[] => {
    const layer = { mixer: attention, ...(cross ? { cross } : {}), ffn };
    const first = { ...layer, mixer: { ...attention, positionBuckets } };
    return [first, ...(depth > 1 ? [{ ...layer, repeat: depth - 1 }] : [])];
  };
  const decoders = decoderDepth(config);
  return [...half(config.num_layers), ...(decoders > 0 ? half(decoders, attention) : [])];
}

const reader =
  (usual: string): Family["read"] =>
  (value) => {
    const { value: config, problems } = checkValue(schema, value);
    if (problems) return { problems };
    return bodyUnless(contradictions(config), () => ({
      kind: isEncoder(config) ? "encoder" : "encoder-decoder",
      hidden: config.d_model,
      embedding: { vocabulary: config.vocab_size },
      norm: "rms",
      finalNorm: true,
      layers: layersOf(config, usual),
    }));
  };

const write: Family["write"] = ({ hidden, embedding, layers }) => {
  const { heads, headDim } = commonest(attentionsOf(layers)) ?? { heads: 1, headDim: hidden };
  const encoders = layers.filter(({ cross }) => !cross).length;
  const gated = commonest(ffnsOf(layers).map(({ kind }) => kind)) === "gated";
  const buckets = attentionsOf(layers)[0]?.positionBuckets ?? 0;
  return {
    vocab_size: Math.max(1, embedding.vocabulary),
    d_model: hidden,
    d_kv: headDim,
    d_ff: commonFfnWidth(layers),
    num_heads: heads,
    num_layers: Math.max(1, encoders),
    num_decoder_layers: Math.max(1, layers.length - encoders),
    relative_attention_num_buckets: Math.max(1, buckets),
    feed_forward_proj: gated ? "gated-gelu" : "relu",
  };
};

const attentionNames = (at: string, module: string): PartNames => ({
  norm: `${at}.layer_norm`,
  dense: {
    [`${at}.${module}.q`]: ["query"],
    [`${at}.${module}.k`]: ["key"],
    [`${at}.${module}.v`]: ["value"],
    [`${at}.${module}.o`]: ["output"],
  },
  positionBuckets: `${at}.${module}.relative_attention_bias`,
});

function layerNames(index: number, { ffn }: Layer, { layers }: Architecture): LayerNames {
  const encoders = layers.filter(({ cross }) => !cross).length;
  const inEncoder = index < encoders;
  const last = inEncoder ? "layer.1" : "layer.2";
  const up = ffn?.kind === "gated" ? ({ wi_0: ["gate"], wi_1: ["up"] } as const) : ({ wi: ["up"] } as const);
  const dense = Object.entries({ ...up, wo: ["down"] as const });
  return {
    at: inEncoder ? `encoder.block.${index}` : `decoder.block.${index - encoders}`,
    mixer: attentionNames("layer.0", "SelfAttention"),
    cross: attentionNames("layer.1", "EncDecAttention"),
    ffn: {
      norm: `${last}.layer_norm`,
      dense: Object.fromEntries(dense.map(([module, roles]) => [`${last}.DenseReluDense.${module}`, roles])),
    },
  };
}

const bare: HeadOf = () => ({});

/**
 * A family with the shape of T5, whose classes have a prefix.
 *
 * @param usual `feed_forward_proj` if the config does not say. Default: a plain FFN
 */
export const t5Like = (prefix: string, summary: string, usual = "relu"): Family => ({
  summary,
  heads: {
    [`${prefix}ForConditionalGeneration`]: ({ tied }) => ({ vocabulary: tied ? "tied" : "separate" }),
    [`${prefix}Model`]: bare,
    [`${prefix}EncoderModel`]: bare,
    [`${prefix}ForSequenceClassification`]: pooled,
    [`${prefix}ForTokenClassification`]: ({ labels }) => ({ outputs: labels }),
    [`${prefix}ForQuestionAnswering`]: ({ labels }) => ({ outputs: labels }),
  },
  defaultClass: `${prefix}ForConditionalGeneration`,
  tiedByDefault: true,
  bareClass: `${prefix}Model`,
  encoderClasses: [`${prefix}EncoderModel`, `${prefix}ForTokenClassification`],
  read: reader(usual),
  write,
  prefix: "transformer.",
  tensors: namedTensors({
    embedding: {
      vocabulary: "shared.weight",
      copies: ["encoder.embed_tokens.weight", "decoder.embed_tokens.weight"],
    },
    head: {
      finalNorm: ["encoder.final_layer_norm", "decoder.final_layer_norm"],
      vocabulary: "lm_head",
      pooler: "classification_head.dense",
      task: ["classification_head.out_proj", "classifier", "qa_outputs"],
    },
    layer: layerNames,
  }),
  // Old files hold a relative bias of the cross-attention, which is not used.
  ignored: /EncDecAttention\.relative_attention_bias\.weight$/,
  pruning: { unequalAs: "own", headsStay: "its position buckets have a number for each head" },
});

/** T5 (Raffel et al. 2020), 1.0 and the gated 1.1. The layers of the decoder follow those of the encoder. */
export const t5 = t5Like(
  "T5",
  "encoder-decoders with position buckets and RMSNorm, `d_kv`, plain or gated FFNs without biases, also the encoder alone",
);
