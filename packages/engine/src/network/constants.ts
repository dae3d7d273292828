import { constant } from "../graph/leaves.js";
import type { Value } from "../graph/value.js";
import { reachedMask } from "./reach.js";
import type { Scope } from "./scope.js";

/** Constants that a network uses in several places, each made once. */
export class Constants {
  readonly #made = new Map<string, Value>();

  /** @param key equal for equal constants */
  get(key: string, make: () => Value): Value {
    const known = this.#made.get(key) ?? make();
    this.#made.set(key, known);
    return known;
  }
}

/** A matrix of fixed numbers. */
export function table(rows: number, cols: number, entry: (row: number, col: number) => number): Value {
  const data = new Float64Array(rows * cols);
  for (let row = 0; row < rows; row++)
    for (let col = 0; col < cols; col++) data[row * cols + col] = entry(row, col);
  return constant(data, [rows, cols]);
}

/** Added to scores that are not to be seen; large, and finite in 32 bits. */
export const hidden = -1e9;

/**
 * What is added to scores: 0 where a token (row) sees another (column), a large negative number elsewhere.
 *
 * @param isCausal whether later tokens are hidden
 * @param window tokens seen, the own among them: the last ones, or as many on both sides as fit
 */
export const mask = (
  { constants, reach }: Pick<Scope, "constants" | "reach">,
  tokens: number,
  isCausal: boolean,
  window = Number.POSITIVE_INFINITY,
): Value =>
  constants.get(`mask ${tokens} ${isCausal} ${window}`, () =>
    reach
      ? reachedMask(reach, tokens, isCausal, window)
      : table(tokens, tokens, (row, col) => {
          const distance = isCausal ? row - col : 2 * Math.abs(row - col);
          return distance < 0 || distance >= window ? hidden : 0;
        }),
  );

/** Sinusoids of positions (Vaswani et al. 2017): sines in the first half of the features, cosines in the second. */
export function sinusoids(positions: readonly number[], width: number): Value {
  const half = Math.ceil(width / 2);
  const wavelengths = Array.from({ length: half }, (_, index) => 10_000 ** (index / half));
  return table(positions.length, width, (row, col) => {
    const angle = positions[row] / wavelengths[col % half];
    return col < half ? Math.sin(angle) : Math.cos(angle);
  });
}
