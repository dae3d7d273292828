import { symmetricEigenvalues } from "./symmetric-eigenvalues.js";

/** Numbers row by row. */
type Numbers = Float32Array | Float64Array;

/**
 * The singular values of a rows × cols matrix, largest first: roots of the eigenvalues of the smaller Gram matrix in 64 bits. Their error is below
 * 1e-7 of the largest, which is nothing in a sum of them and too much for a condition number.
 *
 * @example
 * singularValuesByGram(Float64Array.of(3, 0, 0, 4), 2, 2); // 4, 3
 */
export function singularValuesByGram(values: Numbers, rows: number, cols: number): Float64Array {
  const size = Math.min(rows, cols);
  const gram = rows <= cols ? gramOfRows(values, rows, cols) : gramOfCols(values, rows, cols);
  const eigenvalues = symmetricEigenvalues(gram, size);
  return eigenvalues.map((value) => Math.sqrt(Math.max(0, value))).reverse();
}

/** The sum of the singular values of a rows × cols matrix. Relative error against an SVD below 1e-6. */
export const nuclearNorm = (values: Numbers, rows: number, cols: number): number =>
  singularValuesByGram(values, rows, cols).reduce((sum, value) => sum + value, 0);

/** The lower triangle of A·Aᵀ. Two rows at a time, so that each number that is loaded serves two products. */
function gramOfRows(values: Numbers, rows: number, cols: number): Float64Array {
  const gram = new Float64Array(rows * rows);
  const numbers = Float64Array.from(values);
  for (let row = 0; row < rows; row += 2) {
    const one = row * cols;
    const two = row + 1 < rows ? one + cols : one;
    for (let other = 0; other <= row + 1 && other < rows; other += 2) {
      const third = other * cols;
      const fourth = other + 1 < rows ? third + cols : third;
      let a = 0;
      let b = 0;
      let c = 0;
      let d = 0;
      for (let col = 0; col < cols; col++) {
        const x = numbers[one + col];
        const y = numbers[two + col];
        const u = numbers[third + col];
        const v = numbers[fourth + col];
        a += x * u;
        b += x * v;
        c += y * u;
        d += y * v;
      }
      gram[row * rows + other] = a;
      if (other + 1 < rows) gram[row * rows + other + 1] = b;
      if (row + 1 < rows) gram[(row + 1) * rows + other] = c;
      if (row + 1 < rows && other + 1 < rows) gram[(row + 1) * rows + other + 1] = d;
    }
  }
  return gram;
}

/** The lower triangle of Aᵀ·A. */
function gramOfCols(values: Numbers, rows: number, cols: number): Float64Array {
  const turned = new Float64Array(values.length);
  for (let row = 0; row < rows; row++)
    for (let col = 0; col < cols; col++) turned[col * rows + row] = values[row * cols + col];
  return gramOfRows(turned, cols, rows);
}
