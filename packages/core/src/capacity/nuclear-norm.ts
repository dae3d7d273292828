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

/** A rank that is looked for first if nothing is known of a matrix: looking costs next to nothing. */
const lowRank = 8;

/**
 * The same of a matrix that may be of a low rank, such as a gradient, whose rank is at most the number of tokens. If it is, and the rank is far below
 * rows and cols, they take that much less time; those that are zero may be missing.
 *
 * @param likelyRank a rank that the matrix may well not exceed. Default: 8
 */
export function singularValuesOfLowRank(
  values: Numbers,
  rows: number,
  cols: number,
  likelyRank = lowRank,
): Float64Array {
  const isWorthIt = worthRank * likelyRank < Math.min(rows, cols);
  const narrow = isWorthIt ? rowCoefficients(values, rows, cols, likelyRank) : undefined;
  return narrow
    ? singularValuesByGram(narrow, rows, narrow.length / rows)
    : singularValuesByGram(values, rows, cols);
}

/**
 * The sum of the singular values of a rows × cols matrix. Relative error against an SVD below 1e-5.
 *
 * @param likelyRank see {@link singularValuesOfLowRank}
 */
export const nuclearNorm = (values: Numbers, rows: number, cols: number, likelyRank = lowRank): number =>
  singularValuesOfLowRank(values, rows, cols, likelyRank).reduce((sum, value) => sum + value, 0);

/** Below a rank of so many times less than rows and cols a basis of the rows is found sooner than the eigenvalues of the Gram matrix. */
const worthRank = 2.5;

/** The share of Σx² that may be left out: what 32 bits leave in a matrix that would be of a low rank is a tenth of it. */
const leftOut = 1e-13;

/**
 * The coefficients of the rows in an orthonormal basis of them, rows × rank: they have the singular values of the matrix. The basis is found as in
 * Gram–Schmidt with pivots: the longest row of what is left is the next of it.
 *
 * @returns nothing if the rank is above the maximum
 */
function rowCoefficients(
  values: Numbers,
  rows: number,
  cols: number,
  maximum: number,
): Float64Array | undefined {
  const left = Float64Array.from(values);
  const squares = Float64Array.from({ length: rows }, (_, row) => squareSum(left, row * cols, cols));
  const enough = leftOut * squares.reduce((sum, one) => sum + one, 0);
  const columns: Float64Array[] = [];
  // What is not finite is never enough, and left to the Gram matrix.
  while (!(squares.reduce((sum, one) => sum + one, 0) <= enough)) {
    if (columns.length === maximum) return undefined;
    columns.push(takeDirection(left, squares, cols));
  }
  const coefficients = new Float64Array(rows * Math.max(1, columns.length));
  for (const [place, column] of columns.entries())
    for (let row = 0; row < rows; row++) coefficients[row * columns.length + place] = column[row];
  return coefficients;
}

/** Takes the direction of the longest row out of all rows, whose squares shrink; what each had of it. */
function takeDirection(left: Float64Array, squares: Float64Array, cols: number): Float64Array {
  const longest = squares.indexOf(squares.reduce((most, one) => Math.max(most, one), 0));
  const direction = left.slice(longest * cols, (longest + 1) * cols);
  const length = Math.sqrt(squareSum(direction, 0, cols));
  for (let col = 0; col < cols; col++) direction[col] /= length;
  return squares.map((_, row) => {
    const start = row * cols;
    let share = 0;
    for (let col = 0; col < cols; col++) share += left[start + col] * direction[col];
    let square = 0;
    for (let col = 0; col < cols; col++) {
      const rest = left[start + col] - share * direction[col];
      left[start + col] = rest;
      square += rest * rest;
    }
    squares[row] = square;
    return share;
  });
}

function squareSum(values: Float64Array, start: number, count: number): number {
  let sum = 0;
  for (let index = start; index < start + count; index++) sum += values[index] * values[index];
  return sum;
}

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
