import { UsageError } from "@zerolm/core";
import type { SquaresRunner } from "../../capacity/squares.js";
import type { MappedCheckpoint, MappedTensor } from "../../map-checkpoint.js";
import { tensorValues } from "../../safetensors/tensor.js";
import type { LayerActivity } from "../activity.js";

/*
 * Which channels of the stream matter. They are the same in every layer, since the residual carries them through all.
 *
 * With a text as Minitron has it (Muralidharan et al. 2024, arXiv 2407.14679): by what the norms put out, root mean squares over tokens,
 * mean over norms. Without one: by ‖all that writes the channel‖ · ‖all that reads it‖.
 */

/** What is known of the channels of the stream. */
export interface ChannelFigures {
  readonly by: "activation" | "norm";
  /** One score for each channel; those of the highest are kept. */
  readonly scores: Float64Array;
  /** What each channel adds to the mean square that a norm divides by, as a share; by the name of the weights of the norm. */
  readonly shares: ReadonlyMap<string, Float64Array>;
}

/**
 * Scores every channel of the stream.
 *
 * @param activity of every layer on a text, with its channels. Default: by norms of weights
 * @throws {UsageError} if the text says nothing of a norm; {InterruptedError} if the runner is stopped
 */
export async function channelFigures(
  mapped: MappedCheckpoint,
  run: SquaresRunner,
  activity?: readonly LayerActivity[],
): Promise<ChannelFigures> {
  const norms = await normsOf(mapped);
  return activity ? byActivation(norms, activity) : await byNorm(mapped, norms, run);
}

/** A norm of the stream. */
interface StreamNorm {
  readonly one: MappedTensor;
  readonly weights: Float64Array;
}

/** The weights of norms of the stream: vectors along its channels. */
export const isStreamNorm = ({ named: { parts } }: MappedTensor): boolean =>
  parts.some(({ role, rows, cols }) => role === "norm" && rows.of === "hidden" && cols === undefined);

const normsOf = ({ tensors }: MappedCheckpoint): Promise<StreamNorm[]> =>
  Promise.all(
    tensors
      .filter(isStreamNorm)
      .map(async (one) => ({ one, weights: Float64Array.from(await tensorValues(one.tensor)) })),
  );

function byActivation(norms: readonly StreamNorm[], activity: readonly LayerActivity[]): ChannelFigures {
  const shares = new Map<string, Float64Array>();
  let scores = new Float64Array();
  for (const { one, weights } of norms) {
    const squares = putOut(one, weights, activity);
    scores = Float64Array.from(squares, (square, channel) => (scores[channel] ?? 0) + Math.sqrt(square));
    const given = squares.map((square, channel) => ratio(square, (weights[channel] as number) ** 2));
    shares.set(one.tensor.name, asShares(given));
  }
  return { by: "activation", scores: scores.map((score) => score / norms.length), shares };
}

/** Mean squares of what a norm puts out. */
function putOut(
  { named: { layer, subModule, name } }: MappedTensor,
  weights: Float64Array,
  activity: readonly LayerActivity[],
): Float64Array {
  const of = activity.find((one) => one.layer === layer)?.channels;
  const squares =
    layer === undefined
      ? activity.at(-1)?.channels?.behind.map((square, channel) => square * (weights[channel] as number) ** 2)
      : of?.[subModule === "attention" ? "attention" : "ffn"];
  if (squares === undefined) throw new UsageError(`nothing is known of what a text makes of ${name}`);
  return squares;
}

async function byNorm(
  mapped: MappedCheckpoint,
  norms: readonly StreamNorm[],
  run: SquaresRunner,
): Promise<ChannelFigures> {
  const { hidden, head } = mapped.architecture;
  const gains = new Map(
    norms.map(({ one, weights }) => [placeOf(one), weights.map((weight) => weight ** 2)]),
  );
  const [writes, reads] = [new Float64Array(hidden), new Float64Array(hidden)];
  const read = (squares: Float64Array, gain: Float64Array | undefined): void =>
    squares.forEach((square, channel) => {
      reads[channel]! += square * (gain?.[channel] ?? 1);
    });
  for (const one of mapped.tensors) {
    const side = streamSide(one);
    if (side === undefined || one.named.tied !== undefined) continue;
    const squares = await channelSquares(one, side, run);
    const isTable = one.named.subModule === "embedding";
    if (side === "rows" || isTable)
      squares.forEach((square, channel) => {
        writes[channel]! += square;
      });
    else read(squares, gains.get(placeOf(one)));
    if (isTable && isVocabulary(one) && head.vocabulary === "tied") read(squares, gains.get(headPlace));
  }
  const written = asShares(writes);
  return {
    by: "norm",
    scores: writes.map((square, channel) => Math.sqrt(square * (reads[channel] as number))),
    shares: new Map(norms.map(({ one }) => [one.tensor.name, written])),
  };
}

/** What stands behind the same norm. */
const placeOf = ({ named: { layer, subModule } }: MappedTensor): string => `${layer} ${subModule}`;
const headPlace = "undefined head";

const isVocabulary = ({ named: { parts } }: MappedTensor): boolean => parts[0]?.role === "vocabulary";

/** The side of a matrix along which the channels of the stream lie; nothing for vectors, and for a matrix away from the stream. */
function streamSide({ named: { parts } }: MappedTensor): "rows" | "cols" | undefined {
  const [part] = parts;
  if (part?.cols === undefined) return undefined;
  return part.cols.of === "hidden" ? "cols" : part.rows.of === "hidden" ? "rows" : undefined;
}

function channelSquares(
  { tensor, named: { transposed = false } }: MappedTensor,
  side: "rows" | "cols",
  run: SquaresRunner,
): Promise<Float64Array> {
  const [rows = 0, cols = 0] = tensor.shape;
  const stored = (side === "rows") === transposed ? "cols" : "rows";
  return run({ tensor, cols, side: stored, range: { from: 0, to: rows } });
}

function asShares(squares: Float64Array): Float64Array {
  const sum = squares.reduce((total, square) => total + square, 0);
  return squares.map((square) => ratio(square, sum));
}

/** What a weight of 0 puts out says nothing of what it was given. */
const ratio = (value: number, by: number): number => (by === 0 ? 0 : value / by);
