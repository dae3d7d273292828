import { type Architecture, type Matrix, matrices } from "@zerolm/core";
import { absolute, scale } from "../graph/elementwise.js";
import { input } from "../graph/leaves.js";
import type { Shape, Value } from "../graph/value.js";

/** One matrix of `matrices()` in the graph. */
export interface Weight {
  readonly matrix: Matrix;
  /** Numbers that are given by the name of the matrix when the graph runs: trained ones, or ones of standard deviation 1; copies × rows × cols if there are copies. */
  readonly drawn: Value;
  /** What `drawn` is multiplied by: 1 for trained numbers, else the standard deviation. */
  readonly std: number;
  /** `drawn` times `std`, or the absolute value of that. */
  readonly value: Value;
}

/** What numbers are given, and what is made of them. */
export interface WeightKind {
  /** Whether they are those of a checkpoint, not normals. */
  readonly isTrained: boolean;
  /** Whether their absolute values are taken. */
  readonly isAbsolute: boolean;
}

/** The weights of an architecture, by the names of `matrices()`. */
export class Weights {
  readonly #kind: WeightKind;
  readonly #matrices: ReadonlyMap<string, Matrix>;
  readonly #made = new Map<string, Weight>();

  constructor(architecture: Architecture, kind: WeightKind) {
    this.#matrices = new Map(matrices(architecture).map((matrix) => [matrix.name, matrix]));
    this.#kind = kind;
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
    const { isTrained, isAbsolute } = this.#kind;
    const std = isTrained ? 1 : matrix.std;
    const signed = isTrained ? drawn : scale(drawn, std);
    const weight = { matrix, drawn, std, value: isAbsolute ? absolute(signed) : signed };
    this.#made.set(name, weight);
    return weight;
  }
}

const shapeOf = ({ rows, cols, copies, expert }: Matrix): Shape =>
  expert === undefined ? [rows, cols] : [copies, rows, cols];
