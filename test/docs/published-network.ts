import { type Architecture, matrices, type Probe } from "@zerolm/core";
import { initialWeights, NormalPool } from "@zerolm/engine";
import type { Executor, Feed } from "../../packages/engine/src/backend/executor.js";
import { randomText } from "../../packages/engine/src/network/loss.js";
import { fittingBatch } from "../../packages/engine/src/network/network.js";
import { defaultBatch, readingsOf } from "../../packages/engine/src/probe/probe.js";

/*
 * GPT-2 decoders of LiteTransformerSearch as LPZero initialises them (lpzero/model/hf_gpt2): the last matrices of attention and FFN have the standard
 * deviation .02/√(2·depth), projections of the embedding .01, and the embedded tokens are multiplied by √hidden before positions are added.
 */

/** What the standard deviation .02 of a matrix is multiplied by. */
function factorOf(name: string, { layers }: Architecture): number {
  if (/^layers\..+\.(output|down)$/.test(name)) return 1 / Math.sqrt(2 * layers.length);
  return /^(embedding|head)\.projection/.test(name) ? 0.5 : 1;
}

/** Runs decoders with these weights over the texts of the seed 0. */
export const publishedProbe = (executor: Executor, pool = new NormalPool(0)): Probe => ({
  async run(architecture, request) {
    const batch = fittingBatch(architecture, request.batch ?? defaultBatch);
    const text = randomText({ vocabulary: architecture.embedding.vocabulary, isMasked: false }, batch, 0);
    const { trained, numbers } = initialWeights(architecture, pool);
    const forward = { ...trained.forward, embeddingFactor: Math.sqrt(architecture.hidden) };
    const own = new Set(matrices(architecture).map(({ name }) => name));
    const feed: Feed = (name, size) => {
      if (!own.has(name) && !trained.vectors.has(name)) return pool.numbers(name, size);
      const factor = factorOf(name, architecture);
      return factor === 1 ? numbers(name, size) : numbers(name, size).map((x) => x * factor);
    };
    const isLookedUp = request.loss !== "tokens";
    const given = { batch, ids: text.ids, isLookedUp, trained: { ...trained, forward } };
    return await readingsOf(executor, { architecture, given, guess: text.guess, feed }, request);
  },
});
