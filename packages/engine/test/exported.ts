import type { Architecture } from "@zerolm/core";
import { openOnnx } from "../src/backend/onnx/onnx.js";
import { findRuntime } from "../src/backend/onnx/runtime.js";
import { type ExportedModel, exportedModel } from "../src/export/exported-model.js";
import { sizeOf, type Value } from "../src/graph/value.js";
import { imageInput } from "../src/network/embedding.js";
import { logProbabilities, taskOutputs, tokenScores } from "../src/network/head.js";
import { type Network, networkOf } from "../src/network/network.js";
import type { Batch } from "../src/network/stream.js";
import type { PiecedFile } from "../src/onnx/model-file.js";
import { type InitialWeights, initialWeights } from "../src/weights/initial-weights.js";
import { NormalPool } from "../src/weights/normal-pool.js";

const pool = new NormalPool(3);

/** A model of an architecture before training, and what its weights are. */
export interface Exported {
  readonly architecture: Architecture;
  readonly model: ExportedModel;
  readonly weights: InitialWeights;
  readonly bytes: Uint8Array;
}

export async function exported(architecture: Architecture, tokens?: number): Promise<Exported> {
  const weights = initialWeights(architecture, pool);
  const model = exportedModel(architecture, { trained: weights.trained, tokens });
  const sizes = new Map(model.weights.map(({ name, shape }) => [name, sizeOf(shape)]));
  const files = model.files(async (name) => weights.numbers(name, sizes.get(name)!), "none");
  const bytes = await piecesOf(files.model);
  if (files.data || bytes.length !== files.model.bytes) throw new Error("the model has another length");
  return { architecture, model, weights, bytes };
}

/** The bytes of a file in one piece. */
export async function piecesOf({ pieces }: PiecedFile): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces()) all.push(piece);
  return Uint8Array.from(Buffer.concat(all));
}

/** Token numbers of a text that is the same for every model. */
const idsOf = ({ sequences, tokens }: Batch, vocabulary: number): Int32Array =>
  Int32Array.from({ length: sequences * tokens }, (_, index) => {
    const [sequence, place] = [Math.floor(index / tokens), index % tokens];
    return (31 * sequence + 7 * place + 3) % Math.max(1, vocabulary);
  });

const pixelsOf = (size: number): Float32Array =>
  Float32Array.from({ length: size }, (_, index) => Math.fround(Math.sin(index)));

/** The values of patches as rows, as a network of one batch takes them. */
function patchesOf({ embedding: { patches } }: Architecture, sequences: number): Float32Array {
  const { image, size, channels } = patches!;
  const pixels = pixelsOf(sequences * channels * image * image);
  const values: number[] = [];
  for (let sequence = 0; sequence < sequences; sequence++)
    for (let row = 0; row < image; row += size)
      for (let col = 0; col < image; col += size)
        for (let channel = 0; channel < channels; channel++)
          for (let y = row; y < row + size; y++)
            for (let x = col; x < col + size; x++)
              values.push(pixels[((sequence * channels + channel) * image + y) * image + x]!);
  return Float32Array.from(values);
}

/** What our own executor makes of the same text. */
export async function ownRun({ architecture, weights }: Exported, batch: Batch): Promise<Float32Array[]> {
  const ids = idsOf(batch, architecture.embedding.vocabulary);
  const { trained } = weights;
  const network = networkOf(architecture, { batch, ids: { encoder: ids, decoder: ids }, trained });
  const executor = await openOnnx({ packages: ["onnxruntime-node"] });
  const results = await executor.run(outputsOf(network), (name, size) =>
    name === imageInput ? patchesOf(architecture, batch.sequences) : weights.numbers(name, size),
  );
  await executor.close();
  return results.map((one) => Float32Array.from(one));
}

function outputsOf({ architecture, scope, last: stream }: Network): Value[] {
  const { head, embedding } = architecture;
  const last = stream.value;
  const more = taskOutputs(architecture, scope, stream);
  const hasTokens = head.vocabulary !== "none" || head.transform;
  if (!hasTokens) return head.outputs > 0 || head.dense ? more : [last, ...more];
  const scores = embedding.adaptive
    ? logProbabilities(architecture, scope, last)
    : tokenScores(architecture, scope, last);
  return [scores, ...more];
}

/** Keys and values by the names of a model. */
export type Cache = ReadonlyMap<string, { readonly data: Float32Array; readonly dims: readonly number[] }>;

/** What a model puts out: for a text from its first token, or for tokens of it behind a cache. */
export async function runModel(
  { architecture, model, bytes }: Exported,
  batch: Batch,
  { past = 0, cache = new Map() }: { readonly past?: number; readonly cache?: Cache } = {},
  level = "basic",
): Promise<ReadonlyMap<string, { readonly data: Float32Array; readonly dims: readonly number[] }>> {
  const { runtime } = await findRuntime(["onnxruntime-node"]);
  const session = await runtime.InferenceSession.create(bytes, {
    executionProviders: ["cpu"],
    graphOptimizationLevel: level,
    intraOpNumThreads: 1,
    // The runtime stores constant weights in another order and then adds in another order too.
    extra: { session: { disable_prepacking: "1" } },
  });
  const { sequences, tokens } = batch;
  const all = idsOf({ sequences, tokens: past + tokens }, architecture.embedding.vocabulary);
  const own = [...all].filter((_, index) => index % (past + tokens) >= past);
  const feeds = model.inputs.map(({ name, type, axes }) => {
    if (type === "int64")
      return [name, new runtime.Tensor(type, BigInt64Array.from(own, BigInt), [sequences, tokens])];
    const dims = axes.map((axis) =>
      axis === "batch_size" ? sequences : axis === "past_sequence_length" ? past : Number(axis),
    );
    const data = cache.get(name)?.data ?? pixelsOf(sizeOf(dims));
    return [name, new runtime.Tensor("float32", data, dims)];
  });
  const results = await session.run(Object.fromEntries(feeds));
  await session.release();
  return new Map(
    Object.entries(results).map(([name, tensor]) => {
      const { data, dims } = tensor as unknown as { data: Float32Array; dims: readonly number[] };
      return [name, { data: data.slice(), dims }];
    }),
  );
}
