import type { Shape } from "../../graph/value.js";

/** How far apart neighbours along each axis stand. */
export function strides(shape: Shape): number[] {
  const steps = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) steps[axis] = steps[axis + 1] * shape[axis + 1];
  return steps;
}

/**
 * Where an entry of a shape stands in other numbers, by steps along each axis.
 *
 * @example
 * coordinates([2, 3], [1, 2])(4); // row 1, column 1 of a 2 × 3 matrix that is stored column by column: 3
 */
export function coordinates(shape: Shape, steps: readonly number[]): (index: number) => number {
  return (index) => {
    let [rest, place] = [index, 0];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const size = shape[axis];
      place += (rest % size) * steps[axis];
      rest = Math.floor(rest / size);
    }
    return place;
  };
}
