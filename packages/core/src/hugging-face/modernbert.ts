import { configFamily, headDimOf } from "./config-family.js";
import type { ConfigKeys } from "./config-keys.js";
import type { Facts } from "./facts.js";
import type { Family, HeadOf, LayerInput } from "./family.js";
import { inRuns } from "./family.js";

const transform = { transform: true, bareTransform: true } as const;

const languageModel: HeadOf = ({ tied }) => ({
  ...transform,
  vocabulary: tied ? "tied" : "separate",
  vocabularyBias: true,
});

/** `classifier_bias` gives the dense layer before the outputs a bias, `decoder_bias` the projection to the vocabulary. */
const withBiases: NonNullable<Family["headOf"]> = (head, config) => {
  const { bareTransform, ...rest } = head;
  return {
    ...rest,
    ...(bareTransform && config.classifier_bias !== true ? { bareTransform } : {}),
    ...(head.vocabularyBias ? { vocabularyBias: config.decoder_bias !== false } : {}),
  };
};

/** Which layers see all: `layer_types`, or every `global_attn_every_n_layers`-th from the first. */
function localLayers(keys: ConfigKeys, depth: number): readonly boolean[] {
  const types = keys.layerTexts("layer_types", depth, ["full_attention", "sliding_attention"]);
  if (types) return types.map((type) => type === "sliding_attention");
  const every = keys.sizeOr("global_attn_every_n_layers", "depth", 3);
  return Array.from({ length: depth }, (_, layer) => layer % every !== 0);
}

const written = ({ architecture: { layers, norm, head }, attention, ffn, ffnWidth }: Facts) => {
  const windows = layers.map(({ mixer }) => (mixer?.kind === "attention" ? mixer.window : undefined));
  return {
    intermediate_size: ffnWidth,
    attention_bias: attention?.bias === "all",
    mlp_bias: ffn?.kind === "gated" && ffn.bias,
    norm_bias: norm === "layer",
    classifier_bias: head.transform && !head.bareTransform,
    decoder_bias: head.vocabularyBias,
    layer_types: windows.map((window) => (window === undefined ? "full_attention" : "sliding_attention")),
    local_attention: windows.find((window) => window !== undefined) ?? 128,
  };
};

/**
 * ModernBERT (Warner et al. 2024): rotary positions, gated FFNs, norms without shift, of which the first layer has none before its attention,
 * windows in two of three layers. Source: transformers 5.18, `models/modernbert/modeling_modernbert.py`.
 */
export const modernBert = configFamily({
  summary: "encoders with rotary positions, gated FFNs and local layers; `layer_types`, `norm_bias`",
  heads: {
    ModernBertModel: () => ({}),
    ModernBertForMaskedLM: languageModel,
    ModernBertForSequenceClassification: ({ labels }) => ({ ...transform, outputs: labels }),
    ModernBertForTokenClassification: ({ labels }) => ({ ...transform, outputs: labels }),
    ModernBertForQuestionAnswering: ({ labels }) => ({ ...transform, outputs: labels }),
    ModernBertForMultipleChoice: () => ({ ...transform, outputs: 1 }),
  },
  headOf: withBiases,
  defaultClass: "ModernBertForMaskedLM",
  tiedByDefault: true,
  body(keys, sizes) {
    const window = keys.sizeOr("local_attention", "vocabulary", 128);
    const bias = keys.flag("attention_bias", false) ? "all" : "none";
    const width = keys.size("intermediate_size", "width");
    const headDim = headDimOf(keys, sizes);
    const ffn = { kind: "gated", width, bias: keys.flag("mlp_bias", false) } as const;
    const layer = (local: boolean, norm: boolean): LayerInput => ({
      mixer: {
        kind: "attention",
        heads: sizes.heads,
        headDim,
        bias,
        norm,
        ...(local ? { window } : {}),
      },
      ffn,
    });
    const [first = false, ...others] = localLayers(keys, sizes.depth);
    return {
      kind: "encoder",
      embedding: { vocabulary: sizes.vocabulary, norm: true },
      norm: keys.flag("norm_bias", false) ? "layer" : "scale",
      finalNorm: true,
      layers: [layer(first, false), ...inRuns(others, (local) => layer(local, true))],
    };
  },
  flags: written,
});
