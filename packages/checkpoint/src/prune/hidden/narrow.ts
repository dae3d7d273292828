import { type Family, huggingFaceFamilies, UsageError } from "@zerolm/core";
import { type MappedCheckpoint, mapCheckpoint } from "../../map-checkpoint.js";
import type { Tensor } from "../../safetensors/tensor.js";
import { changedRows } from "../../source/row-source.js";
import { prunedConfig } from "../config.js";
import type { CutAxes } from "../parts.js";
import { prunedTensors } from "../pruned-tensors.js";
import { slicedTensor } from "../slice.js";
import { type ChannelFigures, isStreamNorm } from "./channel-figures.js";

/** A checkpoint with fewer channels in its stream, as if it had been written and opened; its tensors are cut when they are read. */
export interface Narrowed {
  readonly mapped: MappedCheckpoint;
  /** The channels that stay, as numbered in the checkpoint, ascending. */
  readonly channels: readonly number[];
}

const streamCut: CutAxes = { unitSize: ({ of }) => (of === "hidden" ? 1 : undefined) };

/**
 * Leaves so many channels of the stream, those of the highest scores, in all that reads or writes it: embeddings, norms, heads, layers.
 *
 * RMSNorm divides by the root mean square of the stream, which is another one over fewer channels. Its weights are multiplied by the
 * ratio, √(share of Σ x² that stays · hidden before / hidden after), so that the channels that stay are divided by what they were divided
 * by before. Minitron leaves the weights as they are and trains on.
 *
 * @throws what `requireNarrowable` throws
 * @example
 * const { mapped: narrow } = narrowed(mapped, await channelFigures(mapped, squaresHere(kernels)), 128);
 */
export function narrowed(mapped: MappedCheckpoint, figures: ChannelFigures, hidden: number): Narrowed {
  requireNarrowable(mapped, hidden);
  const { architecture } = mapped;
  const channels = highest(figures.scores, hidden);
  const smaller = { ...architecture, hidden, embedding: { ...architecture.embedding, width: hidden } };
  const { config } = prunedConfig(mapped, smaller, [...architecture.layers.keys()]);
  const cut = mapped.tensors.map((one) => slicedTensor(one, streamCut, channels, one.tensor.name));
  const tensors = new Map(prunedTensors({ config, tensors: cut }).tensors);
  for (const { tensor } of mapped.tensors.filter(isStreamNorm)) {
    const share = shareOf(figures.shares.get(tensor.name), channels);
    const scale = Math.sqrt((share * architecture.hidden) / hidden);
    tensors.set(tensor.name, scaled(tensors.get(tensor.name) as Tensor, scale));
  }
  return { mapped: mapCheckpoint({ config, tensors }), channels };
}

/**
 * Asked before weights are read.
 *
 * @throws {UsageError} if the hidden size of the family stays, with the reason; if tensors that the family does not know may belong to the
 * stream; or if the size is none that is smaller
 */
export function requireNarrowable(
  { family, architecture, carried }: MappedCheckpoint,
  hidden?: number,
): void {
  const { refused, headsStay, hiddenStays }: Family["pruning"] = huggingFaceFamilies[family].pruning;
  const reason = refused ?? headsStay ?? hiddenStays;
  if (reason !== undefined)
    throw new UsageError(`the hidden size of ${family} cannot be cut: ${reason}. Leave --hidden out.`);
  const [unknown] = carried;
  if (unknown)
    throw new UsageError(
      `the hidden size cannot be cut, because ${unknown.tensor.name} is not known in this family and may depend on it. Leave --hidden out.`,
    );
  if (hidden !== undefined && !(Number.isInteger(hidden) && hidden > 0 && hidden < architecture.hidden))
    throw new UsageError(
      `the hidden size is ${architecture.hidden}, so it cannot be cut to ${hidden}. Give a smaller whole number.`,
    );
}

/** At most as many sizes are tried. */
const triedAtMost = 6;

/**
 * The hidden sizes from half to the whole that are worth trying, the whole first: multiples of the heads and of 8, or of 256 in a wide model.
 */
export function hiddenSizes({ architecture: { hidden, layers } }: MappedCheckpoint): number[] {
  const heads = layers.flatMap(({ mixer }) => (mixer?.kind === "attention" ? [mixer.heads] : []));
  const step = heads.reduce(leastCommonMultiple, hidden < wide ? 8 : 256);
  const below = Array.from({ length: Math.floor(hidden / step) }, (_, index) => step * (index + 1));
  const sizes = below.filter((size) => size >= hidden / 2 && size < hidden).reverse();
  const gap = Math.ceil(sizes.length / (triedAtMost - 1));
  return [hidden, ...sizes.filter((_, index) => (index + 1) % gap === 0)];
}

/** From this on a hidden size has room for multiples of 256. */
const wide = 4096;

function leastCommonMultiple(one: number, other: number): number {
  let [larger, smaller] = [one, other];
  while (smaller > 0) [larger, smaller] = [smaller, larger % smaller];
  return (one / larger) * other;
}

/** The indices of the highest scores, ascending. Of equal ones the first stay. */
function highest(scores: Float64Array, count: number): number[] {
  const indices = Array.from(scores.keys());
  const ordered = indices.sort(
    (one, other) => (scores[other] as number) - (scores[one] as number) || one - other,
  );
  return ordered.slice(0, count).sort((one, other) => one - other);
}

const shareOf = (shares: Float64Array | undefined, channels: readonly number[]): number =>
  channels.reduce((sum, channel) => sum + (shares?.[channel] ?? 0), 0);

/** A vector whose numbers are multiplied when they are read. */
const scaled = (tensor: Tensor, scale: number): Tensor =>
  changedRows(tensor, tensor.dtype, (values) => {
    for (const [index, value] of values.entries()) values[index] = scale * value;
  });
