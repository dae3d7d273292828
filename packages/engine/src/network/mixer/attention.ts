import type { Mixer } from "@zerolm/core";
import { add, relu, sigmoid, subtract } from "../../graph/elementwise.js";
import { slice, transpose } from "../../graph/layout.js";
import { indices, scalar } from "../../graph/leaves.js";
import { gather } from "../../graph/lookup.js";
import type { Value } from "../../graph/value.js";
import { gated } from "../activation.js";
import { withCache } from "../cache.js";
import { sinusoids } from "../constants.js";
import { mergeHeads, repeatHeads, splitHeads } from "../heads.js";
import { mask } from "../mask.js";
import { ownNorm } from "../norm.js";
import { distancesOf, relativeScores } from "../relative.js";
import { rotary } from "../rotary.js";
import type { Part } from "../scope.js";
import type { Stream } from "../stream.js";
import { attend } from "./attend.js";
import type { Mix, MixerNetwork } from "./mix.js";

type Attention = Extract<Mixer, { kind: "attention" }>;

/**
 * Attention as core's `attention` counts it, of one stream or from one stream to another. Position buckets,
 * sinks and the vectors of Transformer-XL and XLNet are zero, as before training.
 */
export const attention: MixerNetwork<Attention> = (config, part, mix) => {
  const { stream, source } = mix;
  const own = stream === source;
  const asked = part.linear(stream.value, "query");
  const gate = config.gate && part.linear(stream.value, "gate");
  const weighted = config.weighted ? part.linear(asked, "multiplicative") : asked;
  const queries = oriented(weighted, "queryNorm", config, config.heads, stream, mix, part);
  const sought = part.linear(source.value, "key");
  const { keys, values } = withCache(part, mix, {
    keys: oriented(sought, "keyNorm", config, config.keyValueHeads, source, mix, part),
    values: splitHeads(clipped(part, part.linear(source.value, "value")), source, config.keyValueHeads),
  });
  const isMasked = own && (mix.isCausal || config.window !== undefined);
  const attended = attend(part, {
    ...{ queries, keys, values, sinks: config.sinks },
    factor: part.scope.forward.scoreFactor(mix.layer, config.headDim),
    mask: isMasked ? mask(part.scope, stream.tokens, mix.isCausal, config.window) : undefined,
    more: positionScores(config, part, queries, keys),
  });
  const merged = mergeHeads(attended);
  const opened = gate ? gated(part.scope, merged, part.scope.isLinear ? gate : sigmoid(gate)) : merged;
  return part.linear(opened, "output");
};

/** Queries or keys by heads, normed and turned. */
function oriented(
  projected: Value,
  norm: "queryNorm" | "keyNorm",
  { queryKeyNorm, relative, relativeKeys, headDim }: Attention,
  heads: number,
  stream: Stream,
  { stream: mixed, source, layer }: Mix,
  part: Part,
): Value {
  const { scope } = part;
  const name = part.normName(norm);
  const whole = queryKeyNorm === "whole" ? ownNorm(scope, projected, name, "rms") : projected;
  const split = splitHeads(clipped(part, whole), stream, heads);
  const isNormed = queryKeyNorm !== false && queryKeyNorm !== "whole";
  const kind = queryKeyNorm === "layer" ? "layer" : "rms";
  const normed = isNormed ? ownNorm(scope, split, name, kind) : split;
  const mayTurn = mixed === source && !relative && relativeKeys === undefined && !scope.isLinear;
  const turn = mayTurn
    ? scope.forward.rotary(layer, headDim, scope.reach?.context ?? stream.tokens)
    : undefined;
  return turn ? rotary(scope, normed, turn) : normed;
}

/** Cut off beyond a number on both sides, if the network does that: relu(x + c) − relu(x − c) − c. */
function clipped({ scope: { forward, isLinear } }: Part, value: Value): Value {
  if (forward.clip === undefined || isLinear) return value;
  const limit = scalar(forward.clip);
  return subtract(subtract(relu(add(value, limit)), relu(subtract(value, limit))), limit);
}

/** Scores of relative positions: of Transformer-XL, and of DeBERTa from content to position and back. */
function positionScores(config: Attention, part: Part, queries: Value, keys: Value): Value | undefined {
  const [tokens, seen] = [queries.shape[2], keys.shape[2]];
  const count = Number(config.relative) + (config.relativeKeys ?? 0);
  const past = part.scope.reach?.past ?? 0;
  const scores = Array.from({ length: count }, (_, index) => {
    const isOfKeys = index - Number(config.relative) > 0;
    const distances = isOfKeys ? distancesOf(seen, tokens) : distancesOf(tokens, seen, past);
    const isSinusoidal = config.relative && index === 0;
    const vectors = distanceVectors(part, distances, isSinusoidal);
    const projected = part.projected(vectors, "relative", index);
    if (!isOfKeys) return relativeScores(queries, projected, seen);
    return transpose(relativeScores(repeatHeads(keys, config.heads), projected, tokens), [0, 1, 3, 2]);
  });
  return scores.length === 0 ? undefined : scores.reduce(add);
}

/** A vector for each distance, cut out of those of the longest text if sizes are open. */
function distanceVectors(part: Part, distances: readonly number[], isSinusoidal: boolean): Value {
  const { reach, frame } = part.scope;
  const made = (of: readonly number[]): Value =>
    isSinusoidal ? sinusoids(of, frame.hidden) : positionTable(part, of);
  if (!reach) return made(distances);
  const { context, tables } = reach;
  // One distance more than there are, so that a single token with itself alone has a row to be moved.
  const all = (): Value => made(distancesOf(context, context + 1));
  const whole = isSinusoidal ? tables.get("distances", all) : part.scope.constants.get("distances", all);
  const first = context - 1 - distances[0];
  return slice(whole, 0, first, first + distances.length + 1);
}

/** Rows of the table of relative positions that all layers use, distances beyond it at its ends; sinusoids where there is none. */
function positionTable({ scope: { frame, weights } }: Part, distances: readonly number[]): Value {
  const { relativePositions } = frame.embedding;
  if (relativePositions === undefined) return sinusoids(distances, frame.hidden);
  const middle = Math.floor(relativePositions / 2);
  const rows = distances.map((distance) => Math.min(relativePositions - 1, Math.max(0, middle + distance)));
  return gather(weights.get("embedding.relative").value, indices(Int32Array.from(rows), [rows.length]));
}
