import { WorkError } from "../errors.js";
import { allSteps } from "../host.js";
import { inverseOf } from "./gaussian-process.js";
import { hyperPriors, leastNoise } from "./kernel.js";
import { type Minimum, minimising, type Objective } from "./minimise.js";
import {
  type FeatureScale,
  featureScales,
  type LabelledRow,
  labelsOf,
  type Model,
  modelOf,
  processOf,
  type Task,
  taskOf,
} from "./model.js";

/** The exponents of the warp that labels choose from: pull in good tails, leave quality as it is, pull in bad tails. */
export const lambdas = [0, 1, 2] as const;

/** What labels taught. */
export interface Fit {
  readonly scale: FeatureScale;
  readonly lambda: number;
  /** Hyperparameters, see `kernel.ts`. */
  readonly theta: Float64Array;
  readonly model: Model;
  /** ln p(quality | θ) of the labels. */
  readonly logMarginalLikelihood: number;
}

/** Where the search for hyperparameters begins, as changes of ln noise, ln amplitudes and ln lengths from their priors. */
const starts = [
  { noise: 0, amplitude: 0, length: 0 },
  { noise: -3, amplitude: 0, length: -0.7 },
  { noise: 1.5, amplitude: 0.7, length: 0.7 },
] as const;

/**
 * Hyperparameters, warp and scale by marginal likelihood times their priors (type-II maximum a posteriori): without the priors some
 * thirty hyperparameters would follow the noise of a few labels. From the middle of the priors every scale and warp is tried; the
 * best is tried again from the other starts.
 *
 * @throws {UsageError} where there are fewer than 2 labels or one is not finite
 * @example
 * const { model, lambda } = fit(rows);
 */
export const fit = (rows: readonly LabelledRow[]): Fit => allSteps(fitting(rows));

/** The same; it yields after every step of the search. */
export function* fitting(rows: readonly LabelledRow[]): Generator<undefined, Fit, undefined> {
  const warps = warpsOf(rows);
  const first: Attempt[] = [];
  for (const scale of featureScales) {
    const labels = labelsOf(rows, scale);
    for (const lambda of warps)
      first.push(yield* attempt({ scale, lambda, task: taskOf(labels, lambda) }, starts[0]));
  }
  const promising = best(first);
  const again: Attempt[] = [];
  for (const start of starts.slice(1)) again.push(yield* attempt(promising, start));
  const found = best([promising, ...again]);
  const { scale, lambda, task, x: theta } = found;
  const model = modelOf(theta, task);
  if (!model)
    throw new WorkError("no hyperparameters fit these labels; look for a quality far from all others");
  const logMarginalLikelihood = model.process.logMarginalLikelihood + task.warp.logSlope;
  return { scale, lambda, theta, model, logMarginalLikelihood };
}

/** Two different qualities lie on a line under every warp, and nothing would hold the exponential ones back. */
const warpsOf = (rows: readonly LabelledRow[]): readonly number[] =>
  new Set(rows.map(({ quality }) => quality)).size < 3 ? [1] : lambdas;

/** A way to look at the labels. */
interface View {
  readonly scale: FeatureScale;
  readonly lambda: number;
  readonly task: Task;
}

type Attempt = View & Minimum;

function* attempt(
  { scale, lambda, task }: View,
  start: (typeof starts)[number],
): Generator<undefined, Attempt, undefined> {
  const { x, value } = yield* minimising(objectiveOf(task), startAt(start));
  return { scale, lambda, task, x, value: value - task.warp.logSlope };
}

/** The lowest; the earlier of equal ones. A value that is not finite counts as the highest. */
function best(attempts: readonly Attempt[]): Attempt {
  return attempts.reduce((one, other) =>
    other.value < one.value || !Number.isFinite(one.value) ? other : one,
  );
}

/** θ of a start. */
function startAt({ noise, amplitude, length }: (typeof starts)[number]): Float64Array {
  return Float64Array.from(hyperPriors, ({ mean, kind }) => mean + { noise, amplitude, length }[kind]);
}

/** −ln p(r | θ) − ln p(θ), up to a constant. */
export function objectiveOf(task: Task): Objective {
  return (theta) => {
    const own = Math.exp(theta[0]!);
    const { covariances, process } = processOf(theta, task, own + leastNoise);
    if (!process) return { value: Number.POSITIVE_INFINITY, gradient: new Float64Array(theta.length) };
    const weights = pairWeights(inverseOf(process.factor, process.weights.length), process.weights);
    const gradient = covariances.gradient(weights);
    gradient[0] = own * diagonalOf(weights, process.weights.length);
    let value = -process.logMarginalLikelihood;
    for (const [index, { mean, deviation }] of hyperPriors.entries()) {
      const away = (theta[index]! - mean) / deviation;
      value += away ** 2 / 2;
      gradient[index]! += away / deviation;
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
    for (let j = 0; j <= i; j++, pair++)
      weights[pair] = (inverse[pair]! - w[i]! * w[j]!) * (i === j ? 0.5 : 1);
  return weights;
}

function diagonalOf(weights: Float64Array, size: number): number {
  let sum = 0;
  for (let i = 0, diagonal = 0; i < size; i++, diagonal += i + 1) sum += weights[diagonal]!;
  return sum;
}
