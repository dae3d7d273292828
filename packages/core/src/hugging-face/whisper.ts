import { bartKeys, bartLayers, bartValues } from "./bart.js";
import { configFamily } from "./config-family.js";

/** Frames under the kernels of both convolutions, the same in every Whisper. */
const kernel = 3;

/**
 * Whisper (Radford et al. 2022): a spectrogram behind two convolutions, sinusoidal positions in the encoder that are stored as learned ones
 * are, no bias on keys. Source: transformers 5.18, `models/whisper/modeling_whisper.py`.
 */
export const whisper = configFamily({
  summary:
    "encoder-decoders that hear a spectrogram: two convolutions, then BART's layers without biases on keys",
  heads: {
    WhisperForConditionalGeneration: ({ tied }) => ({ vocabulary: tied ? "tied" : "separate" }),
    WhisperModel: () => ({}),
  },
  defaultClass: "WhisperForConditionalGeneration",
  tiedByDefault: true,
  keys: bartKeys,
  initialiserKey: "init_std",
  aliases: { hidden_size: "d_model", num_attention_heads: "encoder_attention_heads" },
  body: (keys, sizes) => ({
    kind: "encoder-decoder",
    embedding: {
      vocabulary: sizes.vocabulary,
      positions: keys.sizeOr("max_target_positions", "vocabulary", 448),
      encoderPositions: keys.sizeOr("max_source_positions", "vocabulary", 1500),
      audio: { bins: keys.sizeOr("num_mel_bins", 4096, 80), kernel },
    },
    norm: "layer",
    finalNorm: true,
    layers: [...bartLayers(keys, sizes, "query-value-output")],
  }),
  flags(facts) {
    const { audio, encoderPositions = 1 } = facts.architecture.embedding;
    return {
      max_target_positions: facts.positions,
      max_source_positions: encoderPositions,
      num_mel_bins: audio?.bins ?? 1,
      ...bartValues(facts),
    };
  },
});
