import type { Values } from "../safetensors/dtype.js";
import { type Tensor, tensorValues } from "../safetensors/tensor.js";

/** `left` × `right` is what is added: left has the rows of the tensor as stored. */
export interface Delta {
  readonly left: Values;
  readonly right: Values;
  readonly rank: number;
}

/** The two matrices of an adapter, and how they enter. */
export interface Factors {
  /** rank × in. */
  readonly a: Tensor;
  /** out × rank. */
  readonly b: Tensor;
  readonly rank: number;
  /** What the product is multiplied by. */
  readonly scale: number;
  /** Whether the base is stored in × out. */
  readonly transposed: boolean;
}

/**
 * What an adapter adds to its base, read from its file.
 *
 * @example
 * const { left, right } = await deltaOf({ a, b, rank: 8, scale: 2, transposed: false });
 */
export async function deltaOf({ a, b, rank, scale, transposed }: Factors): Promise<Delta> {
  const [down, up] = [await tensorValues(a), await tensorValues(b)];
  const scaled = Float64Array.from(up, (value) => value * scale);
  if (!transposed) return { left: scaled, right: down, rank };
  return { left: transpose(down, rank), right: transpose(scaled, scaled.length / rank), rank };
}

function transpose(values: Values, rows: number): Values {
  const cols = values.length / rows;
  return values.map((_, index) => values[(index % rows) * cols + Math.floor(index / rows)] as number);
}
