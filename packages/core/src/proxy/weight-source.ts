import { entryKurtosis, entrySampler, entryVariance, type Initialiser } from "../architecture/initialiser.js";
import type { Matrix } from "../architecture/matrices.js";
import type { Capacity, Estimate } from "../capacity/capacity.js";
import { InputError, UsageError } from "../errors.js";
import { Random } from "../random/random.js";

/** Real weights, such as a checkpoint's: rows × cols values of a matrix, row by row. */
export type GivenWeights = (matrix: Matrix) => ArrayLike<number>;

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
  capacity: Capacity,
  { rows, cols }: Matrix,
  initialiser: Initialiser,
): Estimate {
  return capacity.expected(rows, cols, entryVariance(initialiser, rows, cols), entryKurtosis(initialiser));
}

/**
 * For each repeat a function that measures one matrix after the other. The draws depend on the seed and on the order of the
 * matrices alone.
 */
export function sampledCapacities(
  capacity: Capacity,
  { seed, repeats, initialiser }: SampledWeights,
): ((matrix: Matrix) => number)[] {
  const random = new Random(seed);
  return Array.from({ length: repeats }, () => ({ name, rows, cols }: Matrix) => {
    if (rows * cols > maximumEntries)
      throw new UsageError(`${name} has ${rows} × ${cols} entries, too many to draw; use expected weights`);
    const draw = entrySampler(initialiser, rows, cols, random);
    const values = new Float32Array(rows * cols);
    for (let index = 0; index < values.length; index++) values[index] = draw();
    return capacity.ofValues(values, rows, cols);
  });
}

/**
 * The capacity of real weights.
 * @throws {InputError} where the values do not fill the matrix
 */
export function givenCapacity(capacity: Capacity, matrix: Matrix, values: ArrayLike<number>): number {
  if (values.length !== matrix.rows * matrix.cols)
    throw new InputError(`has ${values.length} values; ${matrix.rows} × ${matrix.cols} are needed`, {
      key: matrix.name,
    });
  const measured = capacity.ofValues(values, matrix.rows, matrix.cols);
  if (!Number.isFinite(measured))
    throw new InputError("holds a weight that is not finite", { key: matrix.name });
  return measured;
}
