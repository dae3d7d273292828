import { entryKurtosis, entrySampler, entryVariance, type Initialiser } from "../architecture/initialiser.js";
import type { Matrix } from "../architecture/matrices.js";
import { type CapacityName, capacities } from "../capacity/capacities.js";
import type { Estimate } from "../capacity/capacity.js";
import { UsageError, WorkError } from "../errors.js";
import { Random } from "../random/random.js";

/** Real weights, such as those of a checkpoint: whoever holds them measures what a proxy asks for. */
export type RealWeights = (block: WeightBlock) => number;

/** What is measured of real weights: rows of one matrix or of several, which a proxy takes as one. */
export interface WeightBlock {
  readonly capacity: CapacityName;
  /** Single matrices, one below the other. */
  readonly matrices: readonly Matrix[];
  /** Of one matrix the head whose rows are taken alone; undefined for all rows. */
  readonly head: number | undefined;
}

/** Weights drawn from an initialiser. */
export interface SampledWeights {
  readonly seed: number;
  /** At least 2, so that there is a standard error. */
  readonly repeats: number;
  readonly initialiser: Initialiser;
}

/** 1 GiB of float32 values; a matrix above it is not drawn. */
const maximumEntries = 2 ** 28;

/** The expectation of a capacity over an initialiser. */
export function expectedCapacity(
  capacity: CapacityName,
  { rows, cols }: Matrix,
  initialiser: Initialiser,
): Estimate {
  const variance = entryVariance(initialiser, rows, cols);
  return capacities[capacity].expected(rows, cols, variance, entryKurtosis(initialiser));
}

/**
 * For each repeat a function that measures one matrix after the other. The draws depend on the seed and on the order of the
 * matrices alone.
 */
export function sampledCapacities(
  capacity: CapacityName,
  { seed, repeats, initialiser }: SampledWeights,
): ((matrix: Matrix) => number)[] {
  const random = new Random(seed);
  return Array.from({ length: repeats }, () => ({ name, rows, cols }: Matrix) => {
    if (rows * cols > maximumEntries)
      throw new UsageError(`${name} has ${rows} × ${cols} entries, too many to draw. Use expected weights.`);
    const draw = entrySampler(initialiser, rows, cols, random);
    const values = new Float32Array(rows * cols);
    for (let index = 0; index < values.length; index++) values[index] = draw();
    return capacities[capacity].ofValues(values, rows, cols);
  });
}

/**
 * The capacity of real weights.
 * @throws {WorkError} that names the matrix if one of them is not finite
 */
export function realCapacity(weights: RealWeights, block: WeightBlock): number {
  const measured = weights(block);
  if (Number.isFinite(measured)) return measured;
  throw new WorkError("holds a weight that is not finite", { key: block.matrices[0]?.name });
}
