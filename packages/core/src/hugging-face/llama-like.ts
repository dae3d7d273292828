import { z } from "zod";
import type { Architecture } from "../architecture/architecture.js";
import {
  maximumDepth,
  maximumHeads,
  maximumHidden,
  maximumVocabulary,
  maximumWidth,
  size,
} from "../architecture/size.js";
import { checkValue, type Problem } from "../document/check.js";
import { attentionsOf, commonest } from "./commonest.js";
import { decoderHeads } from "./decoder-heads.js";
import { type Body, bodyUnless, type Family, indivisible, type Values } from "./family.js";
import { dense, type FfnKeys, type FfnOfLayer, mixtral as mixtralFfn, qwenMixture } from "./llama-ffn.js";

const schema = z.looseObject({
  vocab_size: size(maximumVocabulary, "Vocabulary."),
  hidden_size: size(maximumHidden, "Hidden size."),
  num_hidden_layers: size(maximumDepth, "Layers."),
  num_attention_heads: size(maximumHeads, "Query heads."),
  num_key_value_heads: size(maximumHeads, "Key/value heads.").nullish(),
  head_dim: size(maximumHidden, "Width of one head.").nullish(),
  attention_bias: z.boolean().nullish(),
});

type Config = z.output<typeof schema>;

/** What distinguishes the families that descend from Llama. */
interface Traits {
  /** What the names of its classes begin with. */
  readonly prefix: string;
  /** `num_key_value_heads` where the config does not have the key; as many as query heads where it is null. */
  readonly keyValueHeads?: number;
  /** `head_dim` where the config does not say; hidden / heads where this is absent. */
  readonly headDim?: number;
  /** Which projections of the attention have a bias: as `attention_bias` says, or always the same ones. */
  readonly bias: "attention_bias" | "none" | "query-key-value";
  /** The keys of the FFN. */
  readonly ffn: FfnKeys;
  readonly queryKeyNorm?: boolean;
  readonly tiedByDefault?: boolean;
  readonly answersQuestions?: boolean;
  /** Keys that every config of the family needs beside its sizes. */
  readonly always?: Values;
}

/**
 * Families with RMSNorm, rotary positions, grouped-query attention and gated FFNs. Sliding windows (Mistral, Qwen) change no
 * parameter; the quadratic FLOPs of attention are counted in full, as if every layer saw the whole sequence.
 */
function llamaLike(traits: Traits): Family {
  return {
    heads: decoderHeads(traits.prefix, `${traits.prefix}ForCausalLM`, traits.answersQuestions),
    defaultClass: `${traits.prefix}ForCausalLM`,
    tiedByDefault: traits.tiedByDefault ?? false,
    read(value) {
      const { value: config, problems } = checkValue(schema, value);
      const ffn = traits.ffn.read(value, config?.hidden_size);
      if (!config || !ffn.value) return { problems: [...(problems ?? []), ...(ffn.problems ?? [])] };
      const sizes = headSizes(config, traits);
      return bodyUnless(contradictions(config, sizes), () => bodyOf(config, sizes, ffn.value, traits));
    },
    write: (architecture) => keysOf(architecture, traits),
  };
}

interface HeadSizes {
  readonly keyValueHeads: number;
  readonly headDim: number | undefined;
}

function headSizes(config: Config, traits: Traits): HeadSizes {
  const { num_attention_heads: heads, num_key_value_heads: given } = config;
  return {
    keyValueHeads: (given === undefined ? traits.keyValueHeads : given) ?? heads,
    headDim: config.head_dim ?? traits.headDim,
  };
}

function contradictions(config: Config, { keyValueHeads, headDim }: HeadSizes): Problem[] {
  const { num_attention_heads: heads, hidden_size: hidden } = config;
  const absent = config.num_key_value_heads === undefined;
  const grouping = indivisible(
    "num_key_value_heads",
    [absent ? "is missing, and the default" : "num_key_value_heads", keyValueHeads],
    ["num_attention_heads", heads],
    "each must serve the same number of query heads",
  );
  if (headDim === undefined)
    return [
      ...indivisible(
        "num_attention_heads",
        ["num_attention_heads", heads],
        ["hidden_size", hidden],
        "choose a divisor or give head_dim",
      ),
      ...grouping,
    ];
  const width = heads * headDim;
  if (width <= maximumWidth) return grouping;
  const message = `${heads} heads of width ${headDim} are ${width} wide together; at most ${maximumWidth} are allowed`;
  return [{ path: ["head_dim"], message }, ...grouping];
}

function bodyOf(
  config: Config,
  { keyValueHeads, headDim }: HeadSizes,
  ffnOf: FfnOfLayer,
  traits: Traits,
): Body {
  const { hidden_size: hidden, num_attention_heads: heads } = config;
  const fromConfig = config.attention_bias ? "all" : "none";
  return {
    kind: "decoder",
    hidden,
    embedding: { vocabulary: config.vocab_size },
    norm: "rms",
    finalNorm: true,
    layers: Array.from({ length: config.num_hidden_layers }, (_, layer) => ({
      mixer: {
        kind: "attention",
        heads,
        keyValueHeads,
        headDim: headDim ?? hidden / heads,
        bias: traits.bias === "attention_bias" ? fromConfig : traits.bias,
        queryKeyNorm: traits.queryKeyNorm ?? false,
      },
      ffn: ffnOf(layer),
    })),
  };
}

function keysOf({ hidden, embedding, layers }: Architecture, traits: Traits): Values {
  const nearest = { heads: 1, keyValueHeads: 1, headDim: hidden, bias: "none" };
  const { heads, keyValueHeads, headDim, bias } = commonest(attentionsOf(layers)) ?? nearest;
  const saysHeadDim = traits.headDim !== undefined || heads * headDim !== hidden;
  return {
    vocab_size: Math.max(1, embedding.vocabulary),
    hidden_size: hidden,
    num_hidden_layers: layers.length,
    num_attention_heads: heads,
    num_key_value_heads: keyValueHeads,
    ...(saysHeadDim ? { head_dim: headDim } : {}),
    ...(traits.bias === "attention_bias" ? { attention_bias: bias === "all" } : {}),
    ...traits.ffn.write(layers),
    ...traits.always,
  };
}

/** Llama 1 to 3 (Touvron et al. 2023) and the many models of the same shape. */
export const llama = llamaLike({ prefix: "Llama", bias: "attention_bias", ffn: dense({ bias: true }) });

/** Mistral 7B (Jiang et al. 2023). */
export const mistral = llamaLike({ prefix: "Mistral", keyValueHeads: 8, bias: "none", ffn: dense() });

/** Qwen 1.5, 2 and 2.5 (Yang et al. 2024). */
export const qwen2 = llamaLike({ prefix: "Qwen2", keyValueHeads: 32, bias: "query-key-value", ffn: dense() });

/** Qwen 3 (Yang et al. 2025). */
export const qwen3 = llamaLike({
  prefix: "Qwen3",
  keyValueHeads: 32,
  headDim: 128,
  bias: "attention_bias",
  ffn: dense(),
  queryKeyNorm: true,
});

/** Qwen 3's mixtures of experts. Layers in `mlp_only_layers`, and all but every `decoder_sparse_step`-th, have one dense FFN. */
export const qwen3Moe = llamaLike({
  prefix: "Qwen3Moe",
  keyValueHeads: 4,
  bias: "attention_bias",
  ffn: qwenMixture,
  queryKeyNorm: true,
});

/** Mixtral (Jiang et al. 2024): Mistral with a mixture of experts in every layer. */
export const mixtral = llamaLike({ prefix: "Mixtral", keyValueHeads: 8, bias: "none", ffn: mixtralFfn });

/**
 * Phi-3 and Phi-4 (Abdin et al. 2024). Its query, key and value are one matrix in a checkpoint, and so are gate and up: here
 * they are counted apart. Its padding token is beyond small vocabularies, which PyTorch refuses, so that none is written.
 */
export const phi3 = llamaLike({
  prefix: "Phi3",
  bias: "none",
  ffn: dense(),
  answersQuestions: false,
  always: { pad_token_id: null },
});

/** Gemma 1 (Gemma Team 2024). */
export const gemma = llamaLike({
  prefix: "Gemma",
  keyValueHeads: 16,
  headDim: 256,
  bias: "attention_bias",
  ffn: dense(),
  tiedByDefault: true,
  answersQuestions: false,
});
