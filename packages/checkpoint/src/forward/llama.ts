import { InputError, WorkError } from "@zerolm/core";
import type { Checkpoint, Config } from "../checkpoint.js";
import { mapCheckpoint } from "../family/map.js";
import { type Tensor, tensorValues } from "../safetensors/tensor.js";

/*
 * The llama family in float32: RMSNorm, rotary positions (Hugging Face's `rotate_half`), grouped-query attention, SwiGLU. For checking
 * that a checkpoint, whole or cut, still predicts what it should; an engine for real sizes is another thing.
 * A weight W is out × in, row by row.
 */

/** A dense layer. */
export interface Dense {
  readonly weight: Float32Array;
  readonly bias: Float32Array | undefined;
}

export interface LlamaAttention {
  readonly norm: Float32Array;
  readonly query: Dense;
  readonly key: Dense;
  readonly value: Dense;
  readonly output: Dense;
  /** Qwen3's norms over each head. */
  readonly queryNorm: Float32Array | undefined;
  readonly keyNorm: Float32Array | undefined;
}

export interface LlamaFfn {
  readonly norm: Float32Array;
  readonly gate: Dense;
  readonly up: Dense;
  readonly down: Dense;
}

/** One layer; a sub-module that was cut away is undefined, and the residual stream passes it by. */
export interface LlamaLayer {
  readonly attention: LlamaAttention | undefined;
  readonly ffn: LlamaFfn | undefined;
}

/** A model in memory. The numbers of heads of a layer follow from its weights. */
export interface Llama {
  readonly hidden: number;
  readonly headDim: number;
  /** Query heads that share a key/value head. */
  readonly group: number;
  readonly normEpsilon: number;
  readonly ropeTheta: number;
  /** Vocabulary × hidden. */
  readonly embedding: Float32Array;
  readonly layers: readonly LlamaLayer[];
  readonly finalNorm: Float32Array;
  /** Vocabulary × hidden; the embedding again where it is tied. */
  readonly head: Float32Array;
}

const families: readonly unknown[] = ["llama", "mistral", "qwen2", "qwen3", "nemotron-nas"];

/**
 * Reads a checkpoint of the llama family into memory, 4 bytes a parameter.
 *
 * @throws {InputError} for another family, or for a config that asks for what is not computed here
 * @example
 * const model = await readLlama(await openCheckpoint(folder));
 */
export async function readLlama(checkpoint: Checkpoint): Promise<Llama> {
  const { config, tensors } = checkpoint;
  refuseOther(config);
  const { sizes } = mapCheckpoint(checkpoint);
  if ((sizes.layers[0]?.headDim ?? 0) % 2 !== 0)
    throw new InputError("is odd; rotary positions turn numbers in pairs", {
      file: "config.json",
      key: "head_dim",
    });
  const first = sizes.layers.find(({ heads }) => heads > 0);
  const read = reader(tensors);
  const layers: LlamaLayer[] = [];
  for (const [index, layer] of sizes.layers.entries())
    layers.push({
      attention: layer.heads > 0 ? await attentionOf(read, index) : undefined,
      ffn: layer.ffnWidth > 0 ? await ffnOf(read, index) : undefined,
    });
  const embedding = await read.tensor("embed_tokens.weight");
  return {
    hidden: sizes.hidden,
    headDim: sizes.layers[0]?.headDim ?? 0,
    group: first ? first.heads / first.keyValueHeads : 1,
    normEpsilon: numberOf(config, "rms_norm_eps", 1e-6),
    ropeTheta: numberOf(config, "rope_theta", 10_000),
    embedding,
    layers,
    finalNorm: await read.tensor("norm.weight"),
    head: config.tie_word_embeddings === true ? embedding : await read.head(embedding),
  };
}

function refuseOther(config: Config): void {
  const place = (key: string) => ({ file: "config.json", key });
  if (!families.includes(config.model_type))
    throw new InputError(`only ${families.join(", ")} are computed`, place("model_type"));
  if ((config.rope_scaling ?? undefined) !== undefined)
    throw new InputError("scaled rotary positions are not computed", place("rope_scaling"));
  if ((config.hidden_act ?? "silu") !== "silu")
    throw new InputError(
      `is ${JSON.stringify(config.hidden_act)}; only silu is computed`,
      place("hidden_act"),
    );
}

function numberOf(config: Config, key: string, fallback: number): number {
  const value = config[key] ?? fallback;
  if (typeof value === "number" && value > 0) return value;
  throw new InputError("must be a number above 0", { file: "config.json", key });
}

interface Reader {
  readonly tensor: (name: string) => Promise<Float32Array>;
  readonly optional: (name: string) => Promise<Float32Array | undefined>;
  readonly dense: (name: string) => Promise<Dense>;
  readonly head: (embedding: Float32Array) => Promise<Float32Array>;
}

function reader(tensors: ReadonlyMap<string, Tensor>): Reader {
  const optional = async (name: string): Promise<Float32Array | undefined> => {
    const tensor = tensors.get(`model.${name}`) ?? tensors.get(name);
    return tensor && Float32Array.from(await tensorValues(tensor));
  };
  const tensor = async (name: string): Promise<Float32Array> => {
    const values = await optional(name);
    if (values) return values;
    throw new WorkError("is missing", { key: name });
  };
  return {
    optional,
    tensor,
    dense: async (name) => ({ weight: await tensor(`${name}.weight`), bias: await optional(`${name}.bias`) }),
    head: async (embedding) => (await optional("lm_head.weight")) ?? embedding,
  };
}

async function attentionOf(read: Reader, index: number): Promise<LlamaAttention> {
  const at = `layers.${index}`;
  return {
    norm: await read.tensor(`${at}.input_layernorm.weight`),
    query: await read.dense(`${at}.self_attn.q_proj`),
    key: await read.dense(`${at}.self_attn.k_proj`),
    value: await read.dense(`${at}.self_attn.v_proj`),
    output: await read.dense(`${at}.self_attn.o_proj`),
    queryNorm: await read.optional(`${at}.self_attn.q_norm.weight`),
    keyNorm: await read.optional(`${at}.self_attn.k_norm.weight`),
  };
}

async function ffnOf(read: Reader, index: number): Promise<LlamaFfn> {
  const at = `layers.${index}`;
  return {
    norm: await read.tensor(`${at}.post_attention_layernorm.weight`),
    gate: await read.dense(`${at}.mlp.gate_proj`),
    up: await read.dense(`${at}.mlp.up_proj`),
    down: await read.dense(`${at}.mlp.down_proj`),
  };
}
