/*
 * Notation
 *   K   covariance of n labels, noise on the diagonal;  L: its Cholesky factor
 *   r   labels less their prior mean;                   w = K⁻¹r
 *   k   covariances of one more architecture with the labelled ones
 *
 *     ln p(r) = −½·rᵀw − Σ ln L_ii − n/2·ln 2π,    mean = k·w,    variance = k** − kᵀK⁻¹k
 *
 * Rasmussen & Williams, Gaussian Processes for Machine Learning (2006), algorithm 2.1 and eq. 5.9.
 */

/** A Gaussian process that has seen its labels. */
export interface GaussianProcess {
  readonly logMarginalLikelihood: number;
  /** w = K⁻¹r. */
  readonly weights: Float64Array;
  /** L, row by row. */
  readonly factor: Float64Array;
}

/**
 * Exact regression.
 *
 * @param covariance the lower triangle of K, row by row: (0,0), (1,0), (1,1), …
 * @param residuals r
 * @returns `undefined` where K is not positive definite in doubles
 * @example
 * gaussianProcess(Float64Array.of(2), Float64Array.of(1))?.weights; // [0.5]
 */
export function gaussianProcess(
  covariance: Float64Array,
  residuals: Float64Array,
): GaussianProcess | undefined {
  const size = residuals.length;
  const factor = choleskyFactor(covariance, size);
  if (!factor) return undefined;
  const weights = solved(factor, whitened(factor, residuals));
  let logDeterminant = 0;
  let fit = 0;
  for (let index = 0; index < size; index++) {
    logDeterminant += Math.log(factor[index * size + index]);
    fit += residuals[index] * weights[index];
  }
  return {
    logMarginalLikelihood: -0.5 * fit - logDeterminant - 0.5 * size * Math.log(2 * Math.PI),
    weights,
    factor,
  };
}

/** L of K = LLᵀ, row by row (Cholesky–Banachiewicz); nothing if K is not positive definite. Fitting does little else than this. */
function choleskyFactor(covariance: Float64Array, size: number): Float64Array | undefined {
  const factor = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    const start = (row * (row + 1)) / 2;
    let squares = 0;
    for (let col = 0; col < row; col++) {
      let sum = 0;
      for (let i = 0; i < col; i++) sum += factor[col * size + i] * factor[row * size + i];
      const entry = (covariance[start + col] - sum) / factor[col * size + col];
      factor[row * size + col] = entry;
      squares += entry * entry;
    }
    const pivot = covariance[start + row] - squares;
    if (!(pivot > 0 && pivot < Number.POSITIVE_INFINITY)) return undefined;
    factor[row * size + row] = Math.sqrt(pivot);
  }
  return factor;
}

/** L⁻ᵀv, in the place of v. */
function solved(factor: Float64Array, v: Float64Array): Float64Array {
  const size = v.length;
  for (let row = size - 1; row >= 0; row--) {
    let rest = v[row];
    for (let below = row + 1; below < size; below++) rest -= v[below] * factor[below * size + row];
    v[row] = rest / factor[row * size + row];
  }
  return v;
}

/**
 * v = L⁻¹k: then kᵀK⁻¹k = v·v, and the covariance of two further architectures, given the labels, is k(x, x′) − v·v′.
 *
 * @param factor L, row by row
 */
export function whitened(factor: Float64Array, k: Float64Array): Float64Array {
  const size = k.length;
  const v = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    let rest = k[i];
    for (let j = 0; j < i; j++) rest -= factor[i * size + j] * v[j];
    v[i] = rest / factor[i * size + i];
  }
  return v;
}

/**
 * K⁻¹ = L⁻ᵀL⁻¹, its lower triangle row by row. Solving for the identity would take six times as long, and fitting does little else.
 *
 * @param factor L, row by row
 */
export function inverseOf(factor: Float64Array, size: number): Float64Array {
  const inverse = lowerInverse(factor, size);
  const result = new Float64Array((size * (size + 1)) / 2);
  for (let k = 0; k < size; k++)
    for (let i = 0; i <= k; i++) {
      const left = inverse[k * size + i];
      const start = (i * (i + 1)) / 2;
      for (let j = 0; j <= i; j++) result[start + j] += left * inverse[k * size + j];
    }
  return result;
}

/** L⁻¹, row by row. */
function lowerInverse(factor: Float64Array, size: number): Float64Array {
  const inverse = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    const pivot = factor[i * size + i];
    for (let k = 0; k < i; k++) {
      const share = factor[i * size + k] / pivot;
      for (let j = 0; j <= k; j++) inverse[i * size + j] -= share * inverse[k * size + j];
    }
    inverse[i * size + i] = 1 / pivot;
  }
  return inverse;
}
