import { type Architecture, WorkError } from "@zerolm/core";
import type { FoundRuntime, RuntimeTensor } from "../backend/onnx/runtime.js";
import { type ExportedModel, exportedModel, type Port } from "../export/exported-model.js";
import { sizeOf } from "../graph/value.js";
import { maximumModelBytes, type PiecedFile } from "../onnx/model-file.js";
import { tokensOfPoints } from "../onnx/size-polynomials.js";
import { initialWeights } from "../weights/initial-weights.js";
import type { NormalPool } from "../weights/normal-pool.js";
import type { Timed } from "./interleaved.js";

/** What is timed of a network. */
export interface LatencyPass {
  /** Tokens of the pass over a text. */
  readonly tokens: number;
  /** Tokens in the cache while one more is computed. */
  readonly cache: number;
  readonly batch: number;
}

/** Tokens are generated one after another, so the weights that fit in the processor's caches are there from the token before. */
const tokensInRow = 3;

/** A network that is loaded to be timed, its weights in the session. */
export interface LatencySession {
  /** A pass over a text, or over images. */
  readonly prefill: Timed;
  /** One more token behind a cache. Missing for what keeps none. */
  readonly decode?: Timed | undefined;
  readonly close: () => Promise<void>;
}

/** What sessions are made of. */
export interface LatencyRuntime {
  readonly found: FoundRuntime;
  readonly threads: number;
  /** Numbers of weights, caches and images; what they are changes no time. */
  readonly pool: NormalPool;
}

/**
 * Loads a network to be timed, with random weights: as an exported model, whose scores are those of the last token alone, as generation asks for them.
 *
 * @throws {WorkError} for a network that cannot be run, or that is larger than 2 GiB
 */
export async function latencySession(
  architecture: Architecture,
  pass: LatencyPass,
  { found, threads, pool }: LatencyRuntime,
): Promise<LatencySession> {
  const model = modelOf(architecture, pass, pool);
  const session = await found.runtime.InferenceSession.create(await model.bytes(), {
    executionProviders: [found.provider],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  const timed = (tokens: number, past: number): Timed => {
    const feeds = feedsOf(
      model.exported.inputs,
      { architecture, tokens, past, batch: pass.batch },
      found,
      pool,
    );
    return { run: async () => release(await session.run(feeds)) };
  };
  return {
    prefill: timed(pass.tokens, 0),
    ...(model.exported.hasCache ? { decode: { ...timed(1, pass.cache), inRow: tokensInRow } } : {}),
    close: () => session.release(),
  };
}

function modelOf(
  architecture: Architecture,
  { tokens, cache }: LatencyPass,
  pool: NormalPool,
): { readonly exported: ExportedModel; readonly bytes: () => Promise<Uint8Array> } {
  const { trained, numbers } = initialWeights(architecture, pool);
  // A context that is shorter than the grid of sizes would fix the number of tokens.
  const { positions } = architecture.embedding;
  const most = positions > 0 ? positions : Number.POSITIVE_INFINITY;
  const context = Math.min(most, Math.max(tokens, cache + 1, tokensOfPoints));
  const exported = exportedModel(architecture, { trained, context, lastOnly: true });
  const sizes = new Map(exported.weights.map(({ name, shape }) => [name, sizeOf(shape)]));
  const bytes = async (): Promise<Uint8Array> => {
    const files = exported.files(async (name) => numbers(name, sizes.get(name)!), "weights");
    if (files.data)
      throw new WorkError(
        `the weights of a network are ${exported.weightBytes} bytes, but at most ${maximumModelBytes} can be measured. Export the network and time it elsewhere.`,
      );
    return await bytesOf(files.model);
  };
  return { exported, bytes };
}

async function bytesOf({ bytes, pieces }: PiecedFile): Promise<Uint8Array> {
  const whole = new Uint8Array(bytes);
  let offset = 0;
  for await (const piece of pieces()) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}

/** One run of a network: what it sees, and behind how much. */
interface Run {
  readonly architecture: Architecture;
  readonly tokens: number;
  readonly past: number;
  readonly batch: number;
}

function feedsOf(
  inputs: readonly Port[],
  { architecture, tokens, past, batch }: Run,
  { runtime }: FoundRuntime,
  pool: NormalPool,
): Record<string, RuntimeTensor> {
  const open: Readonly<Record<string, number>> = {
    batch_size: batch,
    sequence_length: tokens,
    past_sequence_length: past,
  };
  const feeds = inputs.map(({ name, type, axes }): [string, RuntimeTensor] => {
    const dims = axes.map((axis) => (typeof axis === "number" ? axis : open[axis ?? ""]));
    const size = sizeOf(dims);
    const data =
      type === "int64" ? idsOf(size, architecture.embedding.vocabulary) : pool.numbers(name, size).slice();
    return [name, new runtime.Tensor(type, data, dims)];
  });
  return Object.fromEntries(feeds);
}

const idsOf = (size: number, vocabulary: number): BigInt64Array =>
  BigInt64Array.from({ length: size }, (_, index) => BigInt((index * 31) % Math.max(1, vocabulary)));

function release(results: Readonly<Record<string, RuntimeTensor>>): void {
  for (const tensor of Object.values(results)) tensor.dispose?.();
}
