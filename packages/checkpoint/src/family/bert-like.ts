import { encoderLayer, encoderLayers } from "./encoder.js";
import {
  dense,
  type Expected,
  type Family,
  headDense,
  norm,
  other,
  type Sizes,
  table,
  taskHeads,
} from "./family.js";

interface BertSizes extends Sizes {
  readonly positions: number;
  readonly tokenTypes: number;
  readonly width: number;
  readonly labels: number;
}

const names = {
  query: "attention.self.query",
  key: "attention.self.key",
  value: "attention.self.value",
  output: "attention.output.dense",
  attentionNorm: "attention.output.LayerNorm",
  up: "intermediate.dense",
  down: "output.dense",
  ffnNorm: "output.LayerNorm",
};

function bertLike(
  prefix: string,
  heads: (sizes: BertSizes) => readonly Expected[],
  hasWidth = false,
): Family<BertSizes> {
  return {
    prefix,
    sizes: (read) => {
      const hidden = read.size("hidden_size");
      return {
        hidden,
        vocabulary: read.size("vocab_size"),
        positions: read.size("max_position_embeddings"),
        tokenTypes: read.size("type_vocab_size", 2),
        width: hasWidth ? read.size("embedding_size") : hidden,
        labels: read.labels(),
        layers: encoderLayers(read, hidden, [
          "num_hidden_layers",
          "num_attention_heads",
          "intermediate_size",
        ]),
      };
    },
    tensors: (sizes) => [
      ...embeddings(sizes),
      ...sizes.layers.flatMap((layer, index) =>
        encoderLayer(`encoder.layer.${index}`, names, layer, index, sizes.hidden),
      ),
      ...dense(
        "pooler.dense",
        { subModule: "head", optional: true },
        square("pooler", sizes.hidden),
        "always",
      ),
      ...heads(sizes),
      ...taskHeads(sizes.hidden, sizes.labels),
    ],
    ignored: /position_ids$/,
  };
}

const square = (role: "pooler", size: number) => [{ role, rows: other(size), cols: other(size) }];

function embeddings({ vocabulary, positions, tokenTypes, width, hidden }: BertSizes): Expected[] {
  const where = { subModule: "embedding" } as const;
  const projection = [{ role: "projection", rows: other(hidden), cols: other(width) }] as const;
  return [
    table("embeddings.word_embeddings.weight", "vocabulary", vocabulary, width),
    table("embeddings.position_embeddings.weight", "position", positions, width),
    table("embeddings.token_type_embeddings.weight", "tokenType", tokenTypes, width),
    ...norm("embeddings.LayerNorm", where, width, "layer"),
    ...(width === hidden ? [] : dense("embeddings_project", where, projection, "always")),
  ];
}

const outside = { subModule: "head", optional: true, outside: true } as const;
const vocabularyBias = (name: string, size: number): Expected => ({
  ...outside,
  name,
  parts: [{ role: "vocabulary", rows: other(size) }],
});

/** BERT (Devlin et al. 2019). */
export const bert = bertLike("bert.", ({ hidden, vocabulary }) => [
  ...headDense("cls.predictions.transform.dense", "transform", hidden, hidden),
  ...norm("cls.predictions.transform.LayerNorm", outside, hidden, "layer"),
  vocabularyBias("cls.predictions.bias", vocabulary),
  ...headDense("cls.predictions.decoder", "vocabulary", vocabulary, hidden),
  ...headDense("cls.seq_relationship", "task", 2, hidden),
]);

/** RoBERTa (Liu et al. 2019). */
export const roberta = bertLike("roberta.", ({ hidden, vocabulary, labels }) => [
  ...headDense("lm_head.dense", "transform", hidden, hidden),
  ...norm("lm_head.layer_norm", outside, hidden, "layer"),
  vocabularyBias("lm_head.bias", vocabulary),
  ...headDense("lm_head.decoder", "vocabulary", vocabulary, hidden),
  ...headDense("classifier.dense", "pooler", hidden, hidden),
  ...headDense("classifier.out_proj", "task", labels, hidden),
]);

/** ELECTRA (Clark et al. 2020), generator and discriminator. */
export const electra = bertLike(
  "electra.",
  ({ hidden, vocabulary, width, labels }) => [
    ...headDense("discriminator_predictions.dense", "dense", hidden, hidden),
    ...headDense("discriminator_predictions.dense_prediction", "task", 1, hidden),
    ...headDense("generator_predictions.dense", "transform", width, hidden),
    ...norm("generator_predictions.LayerNorm", outside, width, "layer"),
    ...headDense("generator_lm_head", "vocabulary", vocabulary, width),
    ...headDense("classifier.dense", "pooler", hidden, hidden),
    ...headDense("classifier.out_proj", "task", labels, hidden),
  ],
  true,
);

/** DistilBERT (Sanh et al. 2019). */
export const distilbert: Family<BertSizes> = {
  prefix: "distilbert.",
  sizes: (read) => {
    const hidden = read.size("dim");
    return {
      hidden,
      vocabulary: read.size("vocab_size"),
      positions: read.size("max_position_embeddings"),
      tokenTypes: 0,
      width: hidden,
      labels: read.labels(),
      layers: encoderLayers(read, hidden, ["n_layers", "n_heads", "hidden_dim"]),
    };
  },
  tensors: ({ hidden, vocabulary, positions, labels, layers }) => [
    table("embeddings.word_embeddings.weight", "vocabulary", vocabulary, hidden),
    table("embeddings.position_embeddings.weight", "position", positions, hidden),
    ...norm("embeddings.LayerNorm", { subModule: "embedding" }, hidden, "layer"),
    ...layers.flatMap((layer, index) =>
      encoderLayer(`transformer.layer.${index}`, distilbertNames, layer, index, hidden),
    ),
    ...headDense("vocab_transform", "transform", hidden, hidden),
    ...norm("vocab_layer_norm", outside, hidden, "layer"),
    ...headDense("vocab_projector", "vocabulary", vocabulary, hidden),
    ...headDense("pre_classifier", "pooler", hidden, hidden),
    ...taskHeads(hidden, labels),
  ],
  ignored: /position_ids$/,
};

const distilbertNames = {
  query: "attention.q_lin",
  key: "attention.k_lin",
  value: "attention.v_lin",
  output: "attention.out_lin",
  attentionNorm: "sa_layer_norm",
  up: "ffn.lin1",
  down: "ffn.lin2",
  ffnNorm: "output_layer_norm",
};
