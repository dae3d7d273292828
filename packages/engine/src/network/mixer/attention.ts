import type { Mixer } from "@zerolm/core";
import { add, sigmoid } from "../../graph/elementwise.js";
import { transpose } from "../../graph/layout.js";
import { indices } from "../../graph/leaves.js";
import { gather } from "../../graph/lookup.js";
import type { Value } from "../../graph/value.js";
import { gated } from "../activation.js";
import { mask, sinusoids } from "../constants.js";
import { mergeHeads, repeatHeads, splitHeads } from "../heads.js";
import { layerNorm, rmsNorm } from "../norm.js";
import { distancesOf, relativeScores } from "../relative.js";
import { rotary } from "../rotary.js";
import type { Part } from "../scope.js";
import type { Stream } from "../stream.js";
import { attend } from "./attend.js";
import type { Mix, MixerNetwork } from "./mix.js";

type Attention = Extract<Mixer, { kind: "attention" }>;

/**
 * Attention as core's `attention` counts it, of one stream or from one stream to another. What is a vector is as before training: biases,
 * position buckets, sinks and the vectors of Transformer-XL and XLNet are zero.
 */
export const attention: MixerNetwork<Attention> = (config, part, mix) => {
  const { stream, source } = mix;
  const own = stream === source;
  const asked = part.linear(stream.value, "query");
  const gate = config.gate && part.linear(stream.value, "gate");
  const weighted = config.weighted ? part.linear(asked, "multiplicative") : asked;
  const queries = oriented(weighted, config, config.heads, stream, mix, part);
  const keys = oriented(part.linear(source.value, "key"), config, config.keyValueHeads, source, mix, part);
  const values = splitHeads(part.linear(source.value, "value"), source, config.keyValueHeads);
  const isMasked = own && (mix.isCausal || config.window !== undefined);
  const attended = attend(part, {
    ...{ queries, keys, values, sinks: config.sinks },
    mask: isMasked ? mask(stream.tokens, mix.isCausal, config.window) : undefined,
    more: positionScores(config, part, queries, keys),
  });
  const merged = mergeHeads(attended);
  const opened = gate ? gated(part.scope, merged, part.scope.isLinear ? gate : sigmoid(gate)) : merged;
  return part.linear(opened, "output");
};

/** Queries or keys by heads, normed and turned. */
function oriented(
  projected: Value,
  { queryKeyNorm, relative, relativeKeys }: Attention,
  heads: number,
  stream: Stream,
  { isRotary, stream: mixed, source }: Mix,
  { scope }: Part,
): Value {
  const whole = queryKeyNorm === "whole" && !scope.isLinear ? rmsNorm(projected) : projected;
  const split = splitHeads(whole, stream, heads);
  const isNormed = queryKeyNorm !== false && queryKeyNorm !== "whole" && !scope.isLinear;
  const normed = isNormed ? (queryKeyNorm === "layer" ? layerNorm(split) : rmsNorm(split)) : split;
  const turns = isRotary && mixed === source && !relative && relativeKeys === undefined;
  return turns && !scope.isLinear ? rotary(normed) : normed;
}

/** Scores of relative positions: of Transformer-XL, and of DeBERTa from content to position and back. */
function positionScores(config: Attention, part: Part, queries: Value, keys: Value): Value | undefined {
  const [tokens, seen] = [queries.shape[2], keys.shape[2]];
  const count = Number(config.relative) + (config.relativeKeys ?? 0);
  const scores = Array.from({ length: count }, (_, index) => {
    const isOfKeys = index - Number(config.relative) > 0;
    const distances = isOfKeys ? distancesOf(seen, tokens) : distancesOf(tokens, seen);
    const isSinusoidal = config.relative && index === 0;
    const vectors = isSinusoidal
      ? sinusoids(distances, part.scope.frame.hidden)
      : positionTable(part, distances);
    const projected = part.projected(vectors, "relative", index);
    if (!isOfKeys) return relativeScores(queries, projected);
    return transpose(relativeScores(repeatHeads(keys, config.heads), projected), [0, 1, 3, 2]);
  });
  return scores.length === 0 ? undefined : scores.reduce(add);
}

/** Rows of the table of relative positions that all layers use, distances beyond it at its ends; sinusoids where there is none. */
function positionTable({ scope: { frame, weights } }: Part, distances: readonly number[]): Value {
  const { relativePositions } = frame.embedding;
  if (relativePositions === undefined) return sinusoids(distances, frame.hidden);
  const middle = Math.floor(relativePositions / 2);
  const rows = distances.map((distance) => Math.min(relativePositions - 1, Math.max(0, middle + distance)));
  return gather(weights.get("embedding.relative").value, indices(Int32Array.from(rows), [rows.length]));
}
