import type { Frame } from "../architecture/architecture.js";
import { entryKurtosis, entrySampler, entryVariance, type Initialiser } from "../architecture/initialiser.js";
import type { Matrix } from "../architecture/matrices.js";
import type { Capacity, Estimate } from "../capacity/capacity.js";
import { InputError, UsageError } from "../errors.js";
import { Random } from "../random/random.js";

/**
 * Where the weights of a proxy come from.
 * - `expected`: nowhere; the closed form of the expectation over the initialiser, with its standard deviation.
 * - `sampled`: drawn `repeats` times from the initialiser with a seed.
 * - `given`: real weights, such as a checkpoint's; rows × cols values, row by row.
 *
 * `initialiser` replaces the architecture's own.
 */
export type WeightSource =
  | { readonly kind: "expected"; readonly initialiser?: Initialiser | undefined }
  | {
      readonly kind: "sampled";
      readonly seed: number;
      /** Default: 5. At least 2, so that there is a standard error. */
      readonly repeats?: number | undefined;
      readonly initialiser?: Initialiser | undefined;
    }
  | { readonly kind: "given"; readonly values: (matrix: Matrix) => ArrayLike<number> };

export const defaultRepeats = 5;

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
 *
 * @throws {UsageError} for fewer than two repeats
 */
export function sampledCapacities(
  capacity: Capacity,
  source: Extract<WeightSource, { kind: "sampled" }>,
  frame: Frame,
): ((matrix: Matrix) => number)[] {
  const { seed, repeats = defaultRepeats, initialiser = frame.initialiser } = source;
  if (!Number.isInteger(repeats) || repeats < 2)
    throw new UsageError(`repeats must be a whole number from 2, not ${repeats}`);
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
