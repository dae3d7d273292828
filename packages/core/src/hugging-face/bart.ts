import { configFamily, headDimOf, type SizeKeys, type Sizes } from "./config-family.js";
import type { ConfigKeys } from "./config-keys.js";
import type { Facts } from "./facts.js";
import type { LayerInput } from "./family.js";

/** The names of BART's sizes, which Whisper has too; those of the decoder are read apart. */
export const bartKeys: SizeKeys = {
  vocabulary: "vocab_size",
  hidden: "d_model",
  depth: "encoder_layers",
  heads: "encoder_attention_heads",
};

/** The layers of both halves. Biases are those of every projection, or of all but keys (Whisper). */
export function bartLayers(
  keys: ConfigKeys,
  sizes: Sizes,
  bias: "all" | "query-value-output",
): readonly LayerInput[] {
  const decoders = keys.size("decoder_layers", "depth");
  const decoderHeads = keys.size("decoder_attention_heads", "heads");
  if (sizes.depth + decoders > 1024 && keys.problems.length === 0)
    keys.refuse("decoder_layers", `makes ${sizes.depth + decoders} layers, above the maximum of 1024`);
  keys.divides("decoder_attention_heads", decoderHeads, ["d_model", sizes.hidden]);
  const attention = (heads: number) =>
    ({
      kind: "attention",
      heads,
      headDim: keys.problems.length > 0 ? 1 : sizes.hidden / heads,
      bias,
    }) as const;
  const ffn = (half: string) => ({ kind: "plain", width: keys.size(`${half}_ffn_dim`, "width") }) as const;
  headDimOf(keys, sizes, bartKeys);
  const cross = attention(decoderHeads);
  return [
    { repeat: sizes.depth, mixer: attention(sizes.heads), ffn: ffn("encoder") },
    { repeat: decoders, mixer: cross, cross, ffn: ffn("decoder") },
  ];
}

/** The sizes of both halves as a config says them. */
export function bartValues({ architecture: { layers }, heads }: Facts) {
  const half = (decoder: boolean) => layers.filter(({ cross }) => (cross !== undefined) === decoder);
  const widthOf = (some: typeof layers): number => {
    const ffn = some[0]?.ffn;
    return ffn?.kind === "plain" ? (ffn.widths[0] ?? 1) : 1;
  };
  const headsOf = (some: typeof layers): number => {
    const mixer = some[0]?.mixer;
    return mixer?.kind === "attention" ? mixer.heads : heads;
  };
  const [encoder, decoder] = [half(false), half(true)];
  return {
    encoder_layers: Math.max(1, encoder.length),
    encoder_attention_heads: headsOf(encoder),
    encoder_ffn_dim: widthOf(encoder),
    decoder_layers: Math.max(1, decoder.length),
    decoder_attention_heads: headsOf(decoder),
    decoder_ffn_dim: widthOf(decoder),
  };
}

/**
 * BART (Lewis et al. 2020): learned positions and a norm over the embeddings in each half. Source: transformers 5.18,
 * `models/bart/modeling_bart.py`; positions are two more than `max_position_embeddings`.
 */
export const bart = configFamily({
  summary:
    "encoder-decoders with learned positions, a norm over the embeddings of each half, biases everywhere",
  heads: {
    BartForConditionalGeneration: () => ({ vocabulary: "tied" }),
    BartModel: () => ({}),
    BartForSequenceClassification: ({ labels }) => ({ pooler: true, outputs: labels }),
    BartForQuestionAnswering: () => ({ outputs: 2 }),
  },
  defaultClass: "BartForConditionalGeneration",
  tiedByDefault: true,
  keys: bartKeys,
  initialiserKey: "init_std",
  labelsByDefault: 3,
  aliases: { hidden_size: "d_model", num_attention_heads: "encoder_attention_heads" },
  body(keys, sizes) {
    const positions = keys.size("max_position_embeddings", 2 ** 24 - 2) + 2;
    if (keys.config.tie_word_embeddings === false)
      keys.refuse("tie_word_embeddings", "gives each half a table of tokens of its own, which is not read");
    return {
      kind: "encoder-decoder",
      embedding: {
        vocabulary: sizes.vocabulary,
        positions,
        encoderPositions: positions,
        norm: true,
        encoderNorm: true,
      },
      norm: "layer",
      layers: [...bartLayers(keys, sizes, "all")],
    };
  },
  flags: (facts) => ({
    max_position_embeddings: Math.max(1, facts.positions - 2),
    ...bartValues(facts),
  }),
});
