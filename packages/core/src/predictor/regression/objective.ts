import { inverseOf } from "./gaussian-process.js";
import { hyperPriors, leastNoise } from "./kernel.js";
import type { Objective } from "./minimise.js";
import { processOf, type Task } from "./model.js";

/** −ln p(r | θ) − ln p(θ), up to a constant. */
export function objectiveOf(task: Task): Objective {
  return (theta) => {
    const own = Math.exp(theta[0]);
    const { covariances, process } = processOf(theta, task, own + leastNoise);
    if (!process) return { value: Number.POSITIVE_INFINITY, gradient: new Float64Array(theta.length) };
    const weights = pairWeights(inverseOf(process.factor, process.weights.length), process.weights);
    const gradient = covariances.gradient(weights);
    gradient[0] = own * diagonalOf(weights, process.weights.length);
    let value = -process.logMarginalLikelihood;
    for (const [index, { mean, deviation }] of hyperPriors.entries()) {
      const away = (theta[index] - mean) / deviation;
      value += away ** 2 / 2;
      gradient[index] += away / deviation;
    }
    return { value, gradient };
  };
}

/** ½(K⁻¹ − wwᵀ) over the pairs of a lower triangle, what stands above the diagonal added to what stands below. */
function pairWeights(inverse: Float64Array, w: Float64Array): Float64Array {
  const size = w.length;
  const weights = new Float64Array((size * (size + 1)) / 2);
  let pair = 0;
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++, pair++) weights[pair] = (inverse[pair] - w[i] * w[j]) * (i === j ? 0.5 : 1);
  return weights;
}

function diagonalOf(weights: Float64Array, size: number): number {
  let sum = 0;
  for (let i = 0, diagonal = 0; i < size; i++, diagonal += i + 1) sum += weights[diagonal];
  return sum;
}
