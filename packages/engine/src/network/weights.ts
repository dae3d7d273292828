import { type Architecture, type Matrix, matrices } from "@zerolm/core";
import { absolute, scale } from "../graph/elementwise.js";
import { input } from "../graph/leaves.js";
import type { Shape, Value } from "../graph/value.js";

/** One matrix of `matrices()` in the graph. */
export interface Weight {
  readonly matrix: Matrix;
  /** Numbers of standard deviation 1, given by the name of the matrix when the graph runs; copies × rows × cols if there are copies. */
  readonly drawn: Value;
  /** What they are before training: `drawn` times the standard deviation, or the absolute value of that. */
  readonly value: Value;
}

/** The weights of an architecture, by the names of `matrices()`. */
export class Weights {
  readonly isAbsolute: boolean;
  readonly #matrices: ReadonlyMap<string, Matrix>;
  readonly #made = new Map<string, Weight>();

  /** @param isAbsolute whether every weight is replaced by its absolute value */
  constructor(architecture: Architecture, isAbsolute: boolean) {
    this.#matrices = new Map(matrices(architecture).map((matrix) => [matrix.name, matrix]));
    this.isAbsolute = isAbsolute;
  }

  /** The weights that the network has used so far, in the order in which it came to them. */
  get used(): readonly Weight[] {
    return [...this.#made.values()];
  }

  has(name: string): boolean {
    return this.#matrices.has(name);
  }

  /** The weight of a name, the same value each time. */
  get(name: string): Weight {
    const known = this.#made.get(name);
    if (known) return known;
    const matrix = this.#matrices.get(name);
    if (!matrix) throw new RangeError(`the architecture has no matrix ${name}`);
    const drawn = input(name, shapeOf(matrix));
    const signed = scale(drawn, matrix.std);
    const weight = { matrix, drawn, value: this.isAbsolute ? absolute(signed) : signed };
    this.#made.set(name, weight);
    return weight;
  }
}

const shapeOf = ({ rows, cols, copies, expert }: Matrix): Shape =>
  expert === undefined ? [rows, cols] : [copies, rows, cols];
