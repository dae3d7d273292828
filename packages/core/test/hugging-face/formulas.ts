import type { ModelType } from "../../src/hugging-face/families.js";
import type { Config } from "../architecture/configs.js";

/*
 * Parameter counts straight from the keys of a config, by formulas on paper, for the class that a family was pre-trained as. Nothing here goes
 * by way of an architecture. Notation: V vocabulary, h hidden, L layers, F FFN width, a heads, g key/value heads, d width of a head, P positions.
 */

/** The keys of a config as numbers: what is missing or no number is 0, true is 1. */
export const numbers = (config: Config): Record<string, number> =>
  new Proxy({}, { get: (_, key) => Number(config[String(key)] ?? 0) || 0 });

type Numbers = ReturnType<typeof numbers>;
export type Formula = (config: Config) => number;

interface Llama {
  /** Whether query, key and value have biases, and the output. */
  readonly bias?: (k: Numbers) => readonly [inputs: number, output: number];
  /** Vectors of a norm, and norms in a layer. */
  readonly norm?: number;
  readonly norms?: number | ((k: Numbers) => number);
  /** Entries of the norms over query and key. */
  readonly queryKey?: (k: Numbers, d: number) => number;
  readonly ffn?: (k: Numbers, config: Config, layer: number) => number;
  /** Heads are hidden / heads wide whatever head_dim says. */
  readonly narrow?: boolean;
  /** Of the projection to the vocabulary. */
  readonly vocabularyBias?: boolean;
  /** What else stands in a layer. */
  readonly beside?: (k: Numbers) => number;
}

const byAttentionBias = (k: Numbers) => [k.attention_bias!, k.attention_bias!] as const;
const gated = ({ hidden_size: h, intermediate_size: F }: Numbers): number => 3 * h! * F!;
const gatedByBias = (k: Numbers): number =>
  gated(k) + k.mlp_bias! * (2 * k.intermediate_size! + k.hidden_size!);
const perHead = (_: Numbers, d: number): number => 2 * d;
const whole = (k: Numbers, d: number): number => (k.num_attention_heads! + k.num_key_value_heads!) * d;

const llamaLike =
  ({ norm = 1, norms = 2, narrow, ffn = gated, ...traits }: Llama): Formula =>
  (config) => {
    const k = numbers(config);
    const {
      vocab_size: V,
      hidden_size: h,
      num_attention_heads: a,
      num_key_value_heads: g,
    } = k as Record<string, number> & {
      vocab_size: number;
      hidden_size: number;
      num_attention_heads: number;
      num_key_value_heads: number;
    };
    const d = narrow ? h / a : k.head_dim!;
    const [inputs, output] = traits.bias?.(k) ?? [0, 0];
    const attention = 2 * h * a * d + 2 * h * g * d + inputs * (a + 2 * g) * d + output * h;
    const count = typeof norms === "number" ? norms : norms(k);
    const queryKey = traits.queryKey?.(k, d) ?? 0;
    const layer = attention + count * norm * h + queryKey + (traits.beside?.(k) ?? 0);
    const ffns = Array.from({ length: k.num_hidden_layers! }, (_, index) => ffn(k, config, index));
    const frame = V * h * (config.tie_word_embeddings ? 1 : 2) + (traits.vocabularyBias ? V : 0) + norm * h;
    return frame + ffns.reduce((sum, one) => sum + one + layer, 0);
  };

const experts = (k: Numbers, many: number, width: number): number =>
  many * 3 * k.hidden_size! * width + many * k.hidden_size!;

/** A mixture in the layers that `mlp_only_layers` and `decoder_sparse_step` leave. */
const someMixtures =
  (shared: (k: Numbers) => number) =>
  (k: Numbers, config: Config, layer: number): number => {
    const dense = (config.mlp_only_layers as readonly number[]).includes(layer);
    if (dense || (layer + 1) % k.decoder_sparse_step! !== 0) return gated(k);
    return experts(k, k.num_experts!, k.moe_intermediate_size!) + shared(k);
  };

const plainFfn = (h: number, F: number, bias = 1): number => 2 * h * F + bias * (F + h);

interface Gpt {
  readonly keys: readonly [h: string, L: string, a: string, F?: string];
  readonly positions?: string;
  /** Key/value heads for each query head. */
  readonly shared?: (k: Numbers, a: number) => number;
  readonly biases?: (k: Numbers, h: number, keyValues: number) => number;
  readonly ffnBias?: number;
  readonly norm?: number;
  readonly norms?: number;
  readonly embeddingNorm?: boolean;
  readonly vocabularyBias?: boolean;
}

const gptLike =
  ({ keys: [hidden, depth, heads, width], norm = 2, norms = 2, ffnBias = 1, ...traits }: Gpt): Formula =>
  (config) => {
    const k = numbers(config);
    const [V, h, a] = [k.vocab_size!, k[hidden]!, k[heads]!];
    const keyValues = ((traits.shared?.(k, a) ?? a) * h) / a;
    const biases = traits.biases?.(k, h, keyValues) ?? 2 * h + 2 * keyValues;
    const attention = 2 * h * h + 2 * h * keyValues + biases;
    const layer = attention + plainFfn(h, width ? k[width]! : 4 * h, ffnBias) + norms * norm * h;
    const tokens = V * h * (config.tie_word_embeddings ? 1 : 2) + (traits.vocabularyBias ? V : 0);
    const frame = tokens + (traits.positions ? k[traits.positions]! * h : 0) + norm * h;
    return frame + (traits.embeddingNorm ? norm * h : 0) + k[depth]! * layer;
  };

const usual = ["hidden_size", "num_hidden_layers", "num_attention_heads"] as const;
const gptKeys = ["n_embd", "n_layer", "n_head", "n_inner"] as const;

/** BERT with its language model's head: dense, norm, bias, and the projection if it is its own. */
const bertLike =
  (keys: readonly [h: string, L: string, F: string], tokenTypes: boolean): Formula =>
  (config) => {
    const k = numbers(config);
    const [V, h, L, F] = [k.vocab_size!, ...keys.map((key) => k[key]!)] as [number, number, number, number];
    const layer = 4 * h * h + 4 * h + plainFfn(h, F) + 4 * h;
    const tables = V + k.max_position_embeddings! + (tokenTypes ? k.type_vocab_size! : 0);
    const head = h * h + 3 * h + V + (config.tie_word_embeddings ? 0 : V * h);
    return tables * h + 2 * h + L * layer + head;
  };

/** DeepSeek's attention: queries by way of their rank if they have one. */
function latent(k: Numbers): number {
  const [h, a, r, s] = [k.hidden_size!, k.num_attention_heads!, k.kv_lora_rank!, k.qk_rope_head_dim!];
  const queries = a * (k.qk_nope_head_dim! + s);
  const q = k.q_lora_rank!;
  const up = a * (k.qk_nope_head_dim! + k.v_head_dim!);
  const biases = k.attention_bias! * (q + r + s + h);
  return h * q + q + q * queries + h * (r + s) + r + r * up + a * k.v_head_dim! * h + biases;
}

const deepseek: Formula = (config) => {
  const k = numbers(config);
  const [V, h, L, W] = [k.vocab_size!, k.hidden_size!, k.num_hidden_layers!, k.moe_intermediate_size!];
  const dense = Math.min(L, k.first_k_dense_replace!);
  const mixture = experts(k, k.n_routed_experts!, W) + k.n_shared_experts! * 3 * h * W;
  const layers = L * (latent(k) + 2 * h) + dense * gated(k) + (L - dense) * mixture;
  return V * h * (config.tie_word_embeddings ? 1 : 2) + h + layers;
};

/** Mamba-2 beside the attention of Falcon-H1. */
function stateSpace(k: Numbers): number {
  const [h, W, heads] = [k.hidden_size!, k.mamba_d_ssm!, k.mamba_n_heads!];
  const mixed = W + 2 * k.mamba_n_groups! * k.mamba_d_state!;
  const convolution = mixed * (k.mamba_d_conv! + k.mamba_conv_bias!);
  const biases = k.projectors_bias! * (W + mixed + heads + h);
  return h * (W + mixed + heads) + convolution + 3 * heads + W * h + k.mamba_rms_norm! * W + biases;
}

const bart: Formula = (config) => {
  const k = numbers(config);
  const [V, h, P] = [k.vocab_size!, k.d_model!, k.max_position_embeddings! + 2];
  const attention = 4 * h * h + 4 * h;
  const encoder = k.encoder_layers! * (attention + plainFfn(h, k.encoder_ffn_dim!) + 4 * h);
  const decoder = k.decoder_layers! * (2 * attention + plainFfn(h, k.decoder_ffn_dim!) + 6 * h);
  return V * h + 2 * P * h + 4 * h + encoder + decoder;
};

/** One formula for each group of families. */
export const formulas: { readonly [Type in ModelType]?: Formula } = {
  llama: llamaLike({ bias: byAttentionBias, ffn: gatedByBias }),
  granite: llamaLike({ bias: byAttentionBias, ffn: gatedByBias }),
  smollm3: llamaLike({ bias: byAttentionBias, ffn: gatedByBias }),
  mistral: llamaLike({}),
  ministral: llamaLike({}),
  ministral3: llamaLike({}),
  phi3: llamaLike({}),
  qwen2: llamaLike({ bias: () => [1, 0] }),
  qwen3: llamaLike({ bias: byAttentionBias, queryKey: perHead }),
  gemma: llamaLike({ bias: byAttentionBias }),
  minicpm: llamaLike({ bias: byAttentionBias }),
  internlm2: llamaLike({ bias: byAttentionBias }),
  gemma2: llamaLike({ bias: byAttentionBias, norms: 4 }),
  gemma3_text: llamaLike({ bias: byAttentionBias, norms: 4, queryKey: perHead }),
  olmo: llamaLike({ bias: byAttentionBias, norm: 0 }),
  olmo2: llamaLike({ bias: byAttentionBias, queryKey: whole }),
  olmo3: llamaLike({ bias: byAttentionBias, queryKey: whole }),
  cohere: llamaLike({ bias: byAttentionBias, norms: 1, queryKey: (k, d) => k.use_qk_norm! * whole(k, d) }),
  cohere2: llamaLike({ bias: byAttentionBias, norms: 1 }),
  stablelm: llamaLike({
    ...{ bias: (k) => [k.use_qkv_bias!, 0], norm: 2, narrow: true },
    norms: (k) => 2 - k.use_parallel_residual!,
    queryKey: (k, d) => k.qk_layernorm! * whole(k, d),
  }),
  starcoder2: llamaLike({
    ...{ bias: (k) => [k.use_bias!, k.use_bias!], norm: 2 },
    ffn: (k) => plainFfn(k.hidden_size!, k.intermediate_size!, k.use_bias!),
  }),
  phi: llamaLike({
    ...{ bias: () => [1, 1], norm: 2, norms: 1, narrow: true, vocabularyBias: true },
    ffn: (k) => plainFfn(k.hidden_size!, k.intermediate_size!),
    queryKey: (k, d) => k.qk_layernorm! * 4 * d,
  }),
  mixtral: llamaLike({ ffn: (k) => experts(k, k.num_local_experts!, k.intermediate_size!) }),
  olmoe: llamaLike({
    ...{ bias: byAttentionBias, queryKey: whole, narrow: true },
    ffn: (k) => experts(k, k.num_experts!, k.intermediate_size!),
  }),
  qwen3_moe: llamaLike({ bias: byAttentionBias, queryKey: perHead, ffn: someMixtures(() => 0) }),
  qwen2_moe: llamaLike({
    bias: (k) => [k.qkv_bias!, 0],
    ffn: someMixtures((k) => 3 * k.hidden_size! * k.shared_expert_intermediate_size! + k.hidden_size!),
  }),
  falcon_h1: llamaLike({ bias: byAttentionBias, ffn: gatedByBias, beside: stateSpace }),
  gpt2: gptLike({ keys: gptKeys, positions: "n_positions" }),
  gpt_bigcode: gptLike({
    ...{ keys: gptKeys, positions: "n_positions" },
    shared: (k, a) => (k.multi_query ? 1 : a),
  }),
  gptj: gptLike({ keys: gptKeys, biases: () => 0, norms: 1, vocabularyBias: true }),
  codegen: gptLike({ keys: gptKeys, biases: () => 0, norms: 1, vocabularyBias: true }),
  "phi-msft": gptLike({ keys: gptKeys, norms: 1, vocabularyBias: true, shared: (k) => k.n_head_kv! }),
  gpt_neox: gptLike({
    keys: [...usual, "intermediate_size"],
    biases: (k, h) => 4 * h * k.attention_bias!,
  }),
  gpt_neo: gptLike({
    keys: ["hidden_size", "num_layers", "num_heads", "intermediate_size"],
    ...{ positions: "max_position_embeddings", biases: (_, h) => h },
  }),
  bloom: gptLike({ keys: ["hidden_size", "n_layer", "n_head"], embeddingNorm: true }),
  mpt: gptLike({ keys: ["d_model", "n_layers", "n_heads"], biases: () => 0, ffnBias: 0, norm: 1 }),
  bert: bertLike(["hidden_size", "num_hidden_layers", "intermediate_size"], true),
  roberta: bertLike(["hidden_size", "num_hidden_layers", "intermediate_size"], true),
  "xlm-roberta": bertLike(["hidden_size", "num_hidden_layers", "intermediate_size"], true),
  camembert: bertLike(["hidden_size", "num_hidden_layers", "intermediate_size"], true),
  distilbert: bertLike(["dim", "n_layers", "hidden_dim"], false),
  deepseek_v2: deepseek,
  deepseek_v3: deepseek,
  kimi_k2: deepseek,
  bart,
};
