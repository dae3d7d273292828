import { z } from "zod";
import { checkValue, type Problem } from "../../document/check.js";
import { maximumDepth, maximumHeads, maximumHidden, maximumVocabulary, maximumWidth, size } from "../size.js";
import { decoderHeads } from "./decoder-heads.js";
import { type Body, bodyUnless, type Family, indivisible } from "./family.js";

const schema = z.looseObject({
  vocab_size: size(maximumVocabulary, "Vocabulary."),
  hidden_size: size(maximumHidden, "Hidden size."),
  num_hidden_layers: size(maximumDepth, "Layers."),
  num_attention_heads: size(maximumHeads, "Query heads."),
  num_key_value_heads: size(maximumHeads, "Key/value heads.").nullish(),
  head_dim: size(maximumHidden, "Width of one head.").nullish(),
  intermediate_size: size(maximumWidth, "FFN width."),
  attention_bias: z.boolean().nullish(),
  mlp_bias: z.boolean().nullish(),
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
  /** Whether the FFN heeds `mlp_bias`. */
  readonly ffnBias?: boolean;
  readonly queryKeyNorm?: boolean;
  readonly tiedByDefault?: boolean;
}

/**
 * Families with RMSNorm, rotary positions, grouped-query attention and a gated FFN. Sliding windows (Mistral, Qwen) change no
 * parameter; the quadratic FLOPs of attention are counted in full, as if every layer saw the whole sequence.
 */
function llamaLike(traits: Traits): Family {
  return {
    heads: decoderHeads(traits.prefix, `${traits.prefix}ForCausalLM`),
    defaultClass: `${traits.prefix}ForCausalLM`,
    tiedByDefault: traits.tiedByDefault ?? false,
    read(value) {
      const { value: config, problems } = checkValue(schema, value);
      if (problems) return { problems };
      const sizes = headSizes(config, traits);
      return bodyUnless(contradictions(config, sizes), () => bodyOf(config, sizes, traits));
    },
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

function bodyOf(config: Config, { keyValueHeads, headDim }: HeadSizes, traits: Traits): Body {
  const { hidden_size: hidden, num_attention_heads: heads } = config;
  const fromConfig = config.attention_bias ? "all" : "none";
  return {
    kind: "decoder",
    hidden,
    embedding: { vocabulary: config.vocab_size },
    norm: "rms",
    finalNorm: true,
    layers: [
      {
        repeat: config.num_hidden_layers,
        mixer: {
          kind: "attention",
          heads,
          keyValueHeads,
          headDim: headDim ?? hidden / heads,
          bias: traits.bias === "attention_bias" ? fromConfig : traits.bias,
          queryKeyNorm: traits.queryKeyNorm ?? false,
        },
        ffn: {
          kind: "gated",
          width: config.intermediate_size,
          bias: (traits.ffnBias && config.mlp_bias) ?? false,
        },
      },
    ],
  };
}

/** Llama 1 to 3 (Touvron et al. 2023) and the many models of the same shape. */
export const llama = llamaLike({ prefix: "Llama", bias: "attention_bias", ffnBias: true });

/** Mistral 7B (Jiang et al. 2023). */
export const mistral = llamaLike({ prefix: "Mistral", keyValueHeads: 8, bias: "none" });

/** Qwen 1.5, 2 and 2.5 (Yang et al. 2024). */
export const qwen2 = llamaLike({ prefix: "Qwen2", keyValueHeads: 32, bias: "query-key-value" });

/** Qwen 3 (Yang et al. 2025). */
export const qwen3 = llamaLike({
  prefix: "Qwen3",
  keyValueHeads: 32,
  headDim: 128,
  bias: "attention_bias",
  queryKeyNorm: true,
});

/** Gemma 1 (Gemma Team 2024). */
export const gemma = llamaLike({
  prefix: "Gemma",
  keyValueHeads: 16,
  headDim: 256,
  bias: "attention_bias",
  tiedByDefault: true,
});
