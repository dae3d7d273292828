/*
 * Eigenvalues of a symmetric matrix, without its eigenvectors, in O(size³) with a small constant (Golub & Van Loan, Matrix Computations, § 8.3):
 *
 *   tridiagonal: for each row from the last up, a reflection H = I − u·uᵀ/h turns all of it but two entries to zero; A ← H·A·H
 *   QL:          rotations chase the entries beside the diagonal to zero, shifted by Wilkinson's shift
 *
 * Invariant: below the row that is reduced, the lower triangle holds the matrix that is left; the upper triangle is never read.
 */

/**
 * The eigenvalues of a symmetric matrix, smallest first.
 *
 * @param matrix row by row, of which the lower triangle is read; it is overwritten
 * @example
 * symmetricEigenvalues(Float64Array.of(2, 1, 1, 2), 2); // 1, 3
 */
export function symmetricEigenvalues(matrix: Float64Array, size: number): Float64Array {
  const diagonal = new Float64Array(size);
  const beside = new Float64Array(size);
  const reflection = new Float64Array(size);
  const product = new Float64Array(size);
  for (let row = size - 1; row > 0; row--) {
    const h = reflectionOf(matrix, size, row, reflection, beside);
    if (h === 0) continue;
    multiplyLower(matrix, size, row, reflection, product);
    reflect(matrix, size, row, reflection, product, h);
  }
  for (let row = 0; row < size; row++) diagonal[row] = matrix[row * (size + 1)];
  return diagonaliseTridiagonal(diagonal, beside).sort();
}

/**
 * The vector u of the reflection that leaves of a row one entry beside the diagonal, which goes to `beside`.
 *
 * @returns h = |u|²/2; 0 if there is nothing to turn
 */
function reflectionOf(
  matrix: Float64Array,
  size: number,
  row: number,
  reflection: Float64Array,
  beside: Float64Array,
): number {
  const start = row * size;
  let [scale, others] = [0, 0];
  for (let col = 0; col < row; col++) scale = Math.max(scale, Math.abs(matrix[start + col]));
  const last = matrix[start + row - 1];
  for (let col = 0; col < row - 1 && others === 0; col++) others = Math.abs(matrix[start + col]);
  beside[row] = last;
  if (scale === 0 || others === 0) return 0;
  let h = 0;
  for (let col = 0; col < row; col++) {
    reflection[col] = matrix[start + col] / scale;
    h += reflection[col] * reflection[col];
  }
  const side = last / scale;
  const root = side >= 0 ? -Math.sqrt(h) : Math.sqrt(h);
  beside[row] = scale * root;
  reflection[row - 1] = side - root;
  return h - side * root;
}

/** product ← A·u with A the first `count` rows and columns. Each entry of the triangle is read once. */
function multiplyLower(
  matrix: Float64Array,
  size: number,
  count: number,
  u: Float64Array,
  product: Float64Array,
): void {
  for (let row = 0; row < count; row++) {
    const start = row * size;
    const own = u[row];
    let sum = 0;
    for (let col = 0; col < row; col++) {
      const entry = matrix[start + col];
      sum += entry * u[col];
      product[col] += entry * own;
    }
    product[row] = sum + matrix[start + row] * own;
  }
}

/** A ← H·A·H = A − u·qᵀ − q·uᵀ with q = p/h − u·(uᵀp)/2h². */
function reflect(
  matrix: Float64Array,
  size: number,
  count: number,
  u: Float64Array,
  p: Float64Array,
  h: number,
): void {
  let sum = 0;
  for (let row = 0; row < count; row++) sum += u[row] * p[row];
  const share = sum / (2 * h * h);
  for (let row = 0; row < count; row++) p[row] = p[row] / h - share * u[row];
  for (let row = 0; row < count; row++) {
    const start = row * size;
    const [f, g] = [u[row], p[row]];
    for (let col = 0; col <= row; col++) matrix[start + col] -= f * p[col] + g * u[col];
  }
}

/** QL steps that any eigenvalue of a matrix of finite numbers needs are far fewer. */
const maximumSteps = 60;

/** The eigenvalues of a tridiagonal matrix; `beside[i]` stands left of `diagonal[i]`. Both are overwritten. */
function diagonaliseTridiagonal(diagonal: Float64Array, beside: Float64Array): Float64Array {
  const size = diagonal.length;
  beside.copyWithin(0, 1);
  if (size > 0) beside[size - 1] = 0;
  for (let first = 0; first < size; first++) {
    for (let step = 0; step < maximumSteps; step++) {
      const last = splitFrom(diagonal, beside, first);
      if (last === first) break;
      rotateUp(diagonal, beside, first, last);
    }
  }
  return diagonal;
}

/** The first row from `first` on behind which the matrix falls apart. */
function splitFrom(diagonal: Float64Array, beside: Float64Array, first: number): number {
  let row = first;
  for (; row < diagonal.length - 1; row++) {
    const near = Math.abs(diagonal[row]) + Math.abs(diagonal[row + 1]);
    if (near + Math.abs(beside[row]) === near) break;
  }
  return row;
}

/** One implicit QL step on the rows from `first` to `last`. */
function rotateUp(diagonal: Float64Array, beside: Float64Array, first: number, last: number): void {
  const half = (diagonal[first + 1] - diagonal[first]) / (2 * beside[first]);
  const root = Math.hypot(half, 1);
  let above =
    diagonal[last] -
    diagonal[first] +
    beside[first] / (half + (half >= 0 ? Math.abs(root) : -Math.abs(root)));
  let [sine, cosine, taken] = [1, 1, 0];
  for (let row = last - 1; row >= first; row--) {
    const f = sine * beside[row];
    const b = cosine * beside[row];
    const r = Math.hypot(f, above);
    beside[row + 1] = r;
    if (r === 0) {
      diagonal[row + 1] -= taken;
      beside[last] = 0;
      return;
    }
    sine = f / r;
    cosine = above / r;
    const moved = diagonal[row + 1] - taken;
    const turned = (diagonal[row] - moved) * sine + 2 * cosine * b;
    taken = sine * turned;
    diagonal[row + 1] = moved + taken;
    above = cosine * turned - b;
  }
  diagonal[first] -= taken;
  beside[first] = above;
  beside[last] = 0;
}
