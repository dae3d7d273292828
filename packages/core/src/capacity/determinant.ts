/**
 * ln|det| of a square matrix that is not singular, by elimination with the largest pivot of each column.
 *
 * @param matrix row by row; it is overwritten
 * @example
 * logAbsoluteDeterminant(Float64Array.of(2, 0, 0, 3), 2); // ln 6
 */
export function logAbsoluteDeterminant(matrix: Float64Array, size: number): number {
  let sum = 0;
  for (let step = 0; step < size; step++) {
    let pivot = step;
    for (let row = step + 1; row < size; row++)
      if (Math.abs(matrix[row * size + step]) > Math.abs(matrix[pivot * size + step])) pivot = row;
    for (let col = 0; col < size; col++) {
      const [at, other] = [step * size + col, pivot * size + col];
      [matrix[at], matrix[other]] = [matrix[other], matrix[at]];
    }
    const head = matrix[step * (size + 1)];
    sum += Math.log(Math.abs(head));
    for (let row = step + 1; row < size; row++) {
      const factor = matrix[row * size + step] / head;
      for (let col = step; col < size; col++) matrix[row * size + col] -= factor * matrix[step * size + col];
    }
  }
  return sum;
}
