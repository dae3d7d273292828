import { constant } from "../graph/leaves.js";
import type { Value } from "../graph/value.js";

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

/** Sinusoids of positions (Vaswani et al. 2017): sines in the first half of the features, cosines in the second. */
export function sinusoids(positions: readonly number[], width: number): Value {
  const half = Math.ceil(width / 2);
  const wavelengths = Array.from({ length: half }, (_, index) => 10_000 ** (index / half));
  return table(positions.length, width, (row, col) => {
    const angle = positions[row] / wavelengths[col % half];
    return col < half ? Math.sin(angle) : Math.cos(angle);
  });
}
