import { configFamily, headDimOf } from "./config-family.js";
import type { ConfigKeys } from "./config-keys.js";
import { multipleChoice, perToken, pooled } from "./encoder-heads.js";
import type { Facts } from "./facts.js";
import type { Body, HeadOf } from "./family.js";

const languageModel: HeadOf = ({ tied }) => ({
  transform: true,
  vocabulary: tied ? "tied" : "separate",
  vocabularyBias: true,
});

/** `pos_att_type`, a list or a text with bars between. */
const typesOf = ({ config: { pos_att_type: types } }: ConfigKeys): readonly unknown[] =>
  typeof types === "string" ? types.split("|") : Array.isArray(types) ? types : [];

/** Distances in both directions: as many as there are buckets, or relative positions, or positions. */
function distancesOf(keys: ConfigKeys): number {
  const orNone = (key: string): number => {
    const value = keys.config[key];
    return typeof value === "number" && value < 1 ? 0 : keys.sizeOr(key, 2 ** 23, 0);
  };
  const buckets = orNone("position_buckets");
  const relative = orNone("max_relative_positions");
  return buckets || relative || keys.sizeOr("max_position_embeddings", 2 ** 23, 512);
}

/** Projections of relative positions: of keys and of queries, unless those of the attention serve. */
function relativeKeysOf(keys: ConfigKeys): number {
  if (!keys.flag("relative_attention", false) || keys.flag("share_att_key", false)) return 0;
  const types = typesOf(keys);
  return Number(types.includes("c2p")) + Number(types.includes("p2c"));
}

function embeddingOf(keys: ConfigKeys, vocabulary: number): Body["embedding"] {
  const relative = keys.flag("relative_attention", false) ? 2 * distancesOf(keys) : 0;
  const positions = keys.flag("position_biased_input", true);
  const normed = keys.text("norm_rel_ebd", "none").split("|").includes("layer_norm");
  return {
    vocabulary,
    positions: positions ? keys.size("max_position_embeddings", "vocabulary") : 0,
    tokenTypes: keys.countOr("type_vocab_size", 4096, 0),
    norm: true,
    ...(relative > 0 ? { relativePositions: relative } : {}),
    ...(normed ? { relativeNorm: true } : {}),
  };
}

function refuseOthers(keys: ConfigKeys, hidden: number): void {
  keys.refuseUnlessNothing(
    "conv_kernel_size",
    "requires a convolution beside the first layer, which is not supported",
  );
  for (const key of ["embedding_size", "attention_head_size", "pooler_hidden_size"]) {
    const usual = key === "attention_head_size" ? undefined : hidden;
    if (keys.has(key) && keys.config[key] !== usual && keys.problems.length === 0)
      keys.refuse(key, usual === undefined ? "is not read" : `must be hidden_size ${hidden}`);
  }
}

const written = ({ architecture: { embedding }, attention, positions, ffnWidth }: Facts) => ({
  intermediate_size: ffnWidth,
  max_position_embeddings: positions,
  type_vocab_size: embedding.tokenTypes,
  position_biased_input: embedding.positions > 0,
  relative_attention: embedding.relativePositions !== undefined,
  position_buckets: embedding.relativePositions ? embedding.relativePositions / 2 : -1,
  norm_rel_ebd: embedding.relativeNorm ? "layer_norm" : "none",
  share_att_key: (attention?.relativeKeys ?? 0) === 0,
  pos_att_type: ["c2p", "p2c"].slice(0, attention?.relativeKeys ?? 2),
});

/**
 * DeBERTa v2 and v3 (He et al. 2021): a table of relative positions that all layers use. Source: transformers 5.18,
 * `models/deberta_v2/modeling_deberta_v2.py`.
 */
export const debertaV2 = configFamily({
  summary: "the same as `bert` with a table of relative positions; `share_att_key`, `position_buckets`",
  heads: {
    DebertaV2Model: () => ({}),
    DebertaV2ForMaskedLM: languageModel,
    DebertaV2ForSequenceClassification: pooled,
    DebertaV2ForTokenClassification: perToken,
    DebertaV2ForQuestionAnswering: perToken,
    DebertaV2ForMultipleChoice: multipleChoice,
  },
  defaultClass: "DebertaV2ForMaskedLM",
  tiedByDefault: true,
  body(keys, sizes) {
    refuseOthers(keys, sizes.hidden);
    const relativeKeys = relativeKeysOf(keys);
    return {
      kind: "encoder",
      embedding: embeddingOf(keys, sizes.vocabulary),
      norm: "layer",
      layers: [
        {
          repeat: sizes.depth,
          mixer: {
            kind: "attention",
            heads: sizes.heads,
            headDim: headDimOf(keys, sizes),
            ...(relativeKeys > 0 ? { relativeKeys } : {}),
          },
          ffn: { kind: "plain", width: keys.size("intermediate_size", "width") },
        },
      ],
    };
  },
  flags: written,
});
