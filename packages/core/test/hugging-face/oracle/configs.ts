import fc from "fast-check";
import { families, type ModelType } from "../../../src/hugging-face/families.js";
import { resolveHuggingFaceConfig } from "../../../src/hugging-face/hugging-face.js";
import type { Config } from "../../architecture/configs.js";
import { without } from "../../architecture/configs.js";
import { arbitraryConfigOf } from "../arbitrary-config.js";

/** Families whose code is not part of transformers, or which it gives another shape (see the table in docs/hugging-face.md). */
const elsewhere: readonly string[] = [
  ...["nemotron-nas", "internlm2", "minicpm", "baichuan", "qwen", "chatglm", "phi-msft", "neobert", "new"],
  // transformers has no such type of its own: Kimi K2 is read as DeepSeek-V3.
  "kimi_k2",
  // transformers 5.18 does not have it yet.
  "kimi_linear",
  // Only a part of them is read.
  "git",
];

const perFamily = 8;

/** Small configs of every family of transformers, always the same ones, that are read here. */
export function oracleConfigs(): Config[] {
  const types = (Object.keys(families) as ModelType[]).filter((type) => !elsewhere.includes(type));
  return types.flatMap((type) => {
    const drawn = fc.sample(arbitraryConfigOf(type), { seed: 14, numRuns: 400 });
    return drawn
      .map((config) => plain(config))
      .filter((config) => resolveHuggingFaceConfig(config).value)
      .slice(0, perFamily)
      .map(trimmed);
  });
}

/** Keys that stay although the family does not read them: classes may, and then the counts differ. */
const kept = [
  "architectures",
  "model_type",
  "head_dim",
  "num_key_value_heads",
  "attention_bias",
  "mlp_bias",
  "pad_token_id",
];

/** Without the keys of other families. */
function trimmed(config: Config): Config {
  const read = (some: Config): string => JSON.stringify(resolveHuggingFaceConfig(some).value);
  const whole = read(config);
  return Object.keys(config).reduce((shorter, key) => {
    const rest = without(shorter, key);
    return !kept.includes(key) && read(rest) === whole ? rest : shorter;
  }, config);
}

/** Keys of other families that the classes of this one take for something else, or choke on. */
const foreign: Readonly<Record<string, readonly string[]>> = {
  vit: ["head_dim"],
  deit: ["head_dim"],
  xlnet: ["max_position_embeddings"],
  falcon: ["head_dim"],
  jamba: ["layer_types"],
  nemotron_h: ["layer_types"],
  modernbert: ["sliding_window"],
};

/**
 * Families whose projection is always tied in transformers 5 (T5), or whose untied one has its bias a second time there (BERT): those are read
 * as files of older versions have them.
 */
const tied = /^(bert|electra|roberta|distilbert|xlm-roberta|camembert|albert|mpnet|deberta-v2|t5|mt5)$/;

/** Without what transformers does not build: layers that differ, cut heads. Token numbers have to be in the vocabulary. */
function plain(config: Config): Config {
  const type = String(config.model_type);
  const unbuilt = ["per_layer_config", "block_configs", "pruned_heads", "_name_or_path"];
  return {
    ...without(config, ...unbuilt, ...(foreign[type] ?? [])),
    pad_token_id: 0,
    ...(tied.test(type) ? { tie_word_embeddings: true } : {}),
    // Its class of transformers 5.18 ties nothing.
    ...(type === "nemotron_h" ? { tie_word_embeddings: false } : {}),
    ...(type === "nemotron_h" ? { layers_block_type: newNames(config.layers_block_type) } : {}),
  };
}

/** The kinds of blocks as transformers names them since 5.15. */
const newNames = (kinds: unknown): unknown => {
  const names: Readonly<Record<string, string>> = { mamba: "linear_attention", attention: "full_attention" };
  return Array.isArray(kinds) ? kinds.map((kind) => names[kind] ?? kind) : kinds;
};
