import { configFamily } from "./config-family.js";
import { equalLayers } from "./equal-layers.js";

/** The width is two thirds of `intermediate_size`, up to a multiple of this. */
const multiple = 8;

/**
 * NeoBERT (Le Breton et al. 2025): rotary positions, RMSNorm, gated FFNs, no biases but that of the projection to the vocabulary. Source: its own
 * code, huggingface.co/chandar-lab/NeoBERT, `model.py`.
 */
export const neobert = configFamily({
  summary: "encoders with rotary positions, RMSNorm and gated FFNs of two thirds of `intermediate_size`",
  heads: {
    NeoBERT: () => ({}),
    NeoBERTLMHead: ({ tied }) => ({ vocabulary: tied ? "tied" : "separate", vocabularyBias: true }),
    NeoBERTForSequenceClassification: ({ labels }) => ({ dense: true, outputs: labels, oneToken: true }),
  },
  defaultClass: "NeoBERTLMHead",
  bareClass: "NeoBERT",
  body(keys, sizes) {
    const given = keys.size("intermediate_size", "width");
    const width = multiple * Math.ceil(Math.max(1, Math.floor((2 * given) / 3)) / multiple);
    const own = { kind: "encoder", norm: "rms", attention: { bias: "none" } } as const;
    return equalLayers(keys, sizes, { ...own, ffn: { kind: "gated", width } });
  },
  flags: ({ ffnWidth }) => ({ intermediate_size: Math.ceil((3 * ffnWidth) / 2) }),
});
