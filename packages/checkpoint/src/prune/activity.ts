import { UsageError } from "@zerolm/core";
import type { PrunablePart } from "./parts.js";
import type { UnitSquares } from "./unit-squares.js";

/**
 * What a text makes of a layer, as means over its tokens: what the engine calls the activations of a layer. Pruning takes it as data.
 */
export interface LayerActivity {
  /** From 0. */
  readonly layer: number;
  /** The mean square of what enters the output projection, for each query head; nothing without attention. */
  readonly heads: Float64Array | undefined;
  /** The mean square of what enters the last matrix of the FFN, for each of its rows; nothing without an FFN of one width. */
  readonly ffn: Float64Array | undefined;
  /** The mean squared norm of the stream before the layer. */
  readonly stream: number;
  /** What the channels of the stream do. Default: nothing is known of them. */
  readonly channels?: ChannelActivity | undefined;
}

/** Means of squares over the tokens of a text, for each channel of the stream. */
export interface ChannelActivity {
  /** Of what the norm before the attention puts out; nothing without attention. */
  readonly attention: Float64Array | undefined;
  /** Of what the norm before the FFN puts out; nothing without an FFN. */
  readonly ffn: Float64Array | undefined;
  /** Of the stream behind the layer, each token over its own mean square. */
  readonly behind: Float64Array;
}

/**
 * How much each unit of a part changes the stream: E[a²]·‖w‖² of its columns in the output matrix, over the mean squared norm of the stream
 * before the layer. The sum over units leaves out that they may cancel each other.
 *
 * @throws {UsageError} if the text says nothing of the part
 */
export function unitEnergies(
  part: PrunablePart,
  squares: readonly UnitSquares[],
  activity: readonly LayerActivity[],
): Float64Array {
  const of = activity.find(({ layer }) => layer === part.layer);
  const means = part.subModule === "attention" ? of?.heads : of?.ffn;
  const energies = new Float64Array(part.units);
  for (const { statistics } of squares.filter(isOutput)) {
    if (!of || !means)
      throw new UsageError(
        `nothing is known of what a text makes of the ${part.subModule} of layer ${part.layer}`,
      );
    const columns = statistics.squares.length;
    for (const [column, square] of statistics.squares.entries()) {
      const mean = means[Math.floor((column * means.length) / columns)] as number;
      energies[Math.floor((column * part.units) / columns)]! += (mean * square) / of.stream;
    }
  }
  return energies;
}

const isOutput = ({ statistics: { matrix } }: UnitSquares): boolean =>
  matrix.role === "output" || matrix.role === "down";
