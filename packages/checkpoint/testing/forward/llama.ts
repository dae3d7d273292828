import { InputError, type Role, type SubModule, type TensorRole, WorkError } from "@zerolm/core";
import { matrixValues } from "../../src/capacity/values.js";
import type { Checkpoint, Config } from "../../src/checkpoint.js";
import { type MappedCheckpoint, mapCheckpoint } from "../../src/map-checkpoint.js";
import type { Values } from "../../src/safetensors/dtype.js";
import { type Tensor, tensorValues } from "../../src/safetensors/tensor.js";

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
  const { config } = checkpoint;
  refuseOther(config);
  const mapped = mapCheckpoint(checkpoint);
  const { hidden, layers } = mapped.architecture;
  const [attention] = layers.flatMap(({ mixer }) => (mixer?.kind === "attention" ? [mixer] : []));
  const { heads, keyValueHeads, headDim } = attention ?? { heads: 1, keyValueHeads: 1, headDim: 0 };
  if (headDim % 2 !== 0)
    throw new InputError("is odd, but rotary positions turn numbers in pairs", {
      file: "config.json",
      key: "head_dim",
    });
  const read = reader(mapped);
  const own: LlamaLayer[] = [];
  for (const [index, { mixer, ffn }] of layers.entries())
    own.push({
      attention: mixer ? await attentionOf(read, index) : undefined,
      ffn: ffn ? await ffnOf(read, index) : undefined,
    });
  const embedding = await read.matrix("vocabulary", "embedding");
  return {
    hidden,
    headDim,
    group: heads / keyValueHeads,
    normEpsilon: numberOf(config, "rms_norm_eps", 1e-6),
    ropeTheta: numberOf(config, "rope_theta", 10_000),
    embedding,
    layers: own,
    finalNorm: await read.vector("norm", "head"),
    head: read.has("vocabulary", "head") ? await read.matrix("vocabulary", "head") : embedding,
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
      `is ${JSON.stringify(config.hidden_act)}, but only silu is supported`,
      place("hidden_act"),
    );
}

function numberOf(config: Config, key: string, fallback: number): number {
  const value = config[key] ?? fallback;
  if (typeof value === "number" && value > 0) return value;
  throw new InputError("must be a number above 0", { file: "config.json", key });
}

/** Reads what is in one place by its role. */
interface Reader {
  readonly has: (role: TensorRole, subModule: SubModule, layer?: number) => boolean;
  readonly matrix: (role: TensorRole, subModule: SubModule, layer?: number) => Promise<Float32Array>;
  /** A norm, or a bias, which has the role of its matrix. */
  readonly vector: (role: TensorRole, subModule: SubModule, layer?: number) => Promise<Float32Array>;
  readonly optional: (
    role: TensorRole,
    subModule: SubModule,
    layer?: number,
  ) => Promise<Float32Array | undefined>;
}

function reader({ tensors, matrices }: MappedCheckpoint): Reader {
  const place = (role: TensorRole, subModule: SubModule, layer?: number): string =>
    `${subModule} ${layer} ${role}`;
  const known = new Map(
    matrices.map((matrix) => [place(matrix.role, matrix.subModule, matrix.layer), matrix]),
  );
  const vectors = new Map<string, Tensor>();
  for (const { tensor, named } of tensors)
    for (const { role, cols } of named.parts)
      if (!cols) vectors.set(place(role, named.subModule, named.layer), tensor);
  const floats = async (values: Promise<Values> | undefined, what: string): Promise<Float32Array> => {
    if (values) return Float32Array.from(await values);
    throw new WorkError("is missing", { key: what });
  };
  return {
    has: (...at) => known.has(place(...at)),
    matrix: (...at) => {
      const matrix = known.get(place(...at));
      return floats(matrix && matrixValues(matrix), place(...at));
    },
    vector: (...at) => {
      const tensor = vectors.get(place(...at));
      return floats(tensor && tensorValues(tensor), place(...at));
    },
    optional: async (...at) => {
      const tensor = vectors.get(place(...at));
      return tensor && Float32Array.from(await tensorValues(tensor));
    },
  };
}

async function denseOf(read: Reader, role: Role, subModule: SubModule, layer: number): Promise<Dense> {
  return {
    weight: await read.matrix(role, subModule, layer),
    bias: await read.optional(role, subModule, layer),
  };
}

async function attentionOf(read: Reader, layer: number): Promise<LlamaAttention> {
  const dense = (role: Role): Promise<Dense> => denseOf(read, role, "attention", layer);
  return {
    norm: await read.vector("norm", "attention", layer),
    query: await dense("query"),
    key: await dense("key"),
    value: await dense("value"),
    output: await dense("output"),
    queryNorm: await read.optional("queryNorm", "attention", layer),
    keyNorm: await read.optional("keyNorm", "attention", layer),
  };
}

async function ffnOf(read: Reader, layer: number): Promise<LlamaFfn> {
  const dense = (role: Role): Promise<Dense> => denseOf(read, role, "ffn", layer);
  return {
    norm: await read.vector("norm", "ffn", layer),
    gate: await dense("gate"),
    up: await dense("up"),
    down: await dense("down"),
  };
}
