import type { Values } from "../safetensors/dtype.js";

/** The least multiple of `step` that is not below `value`. */
export const roundUp = (value: number, step: number): number => Math.ceil(value / step) * step;

/** Numbers of a vector that go into the Gram matrix at a time. */
const panelDepth = 512;

/**
 * The shorter side's vectors of a matrix, cut into panels of equal depth, so that the Gram matrix can be summed up without a second
 * copy of the matrix.
 *
 * @returns `fill(panel, from)` writes numbers `from` … of every vector into rows of `depth`, with zeros where there are none
 */
export function gramPanels(
  values: Values,
  rows: number,
  cols: number,
): {
  readonly depth: number;
  readonly length: number;
  readonly fill: (panel: Float32Array, from: number) => void;
} {
  const [vectors, length] = rows <= cols ? [rows, cols] : [cols, rows];
  const depth = Math.min(panelDepth, roundUp(length, 4));
  const fill = (panel: Float32Array, from: number): void => {
    const count = Math.min(depth, length - from);
    if (count < depth) panel.fill(0);
    if (rows <= cols)
      for (let vector = 0; vector < vectors; vector++)
        panel.set(values.subarray(vector * cols + from, vector * cols + from + count), vector * depth);
    else
      for (let at = 0; at < count; at++)
        for (let vector = 0; vector < vectors; vector++)
          panel[vector * depth + at] = values[(from + at) * cols + vector] as number;
  };
  return { depth, length, fill };
}
