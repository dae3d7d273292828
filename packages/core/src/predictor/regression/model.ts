import { UsageError } from "../../errors.js";
import { type GaussianProcess, gaussianProcess, whitened } from "./gaussian-process.js";
import {
  covariancesOf,
  type Kernel,
  kernelOf,
  type Pairs,
  type Point,
  pairsOf,
  steepness,
} from "./kernel.js";
import { type Standard, standardOf, type Warp, warpOf } from "./warp.js";

/** An architecture as the predictor sees it. */
export interface Row {
  /** One number a name of `featureNames`. */
  readonly features: Float64Array;
  /** The data-free proxy, arsinh of its score. */
  readonly prior: number;
}

/** A row whose quality is known. */
export interface LabelledRow extends Row {
  readonly quality: number;
}

/** Labels made ready for regression: what does not depend on the hyperparameters. */
export interface Task {
  readonly points: readonly Point[];
  readonly pairs: Pairs;
  readonly warp: Warp;
  /** Warped quality less the prior mean. */
  readonly residuals: Float64Array;
  readonly point: (row: Row) => Point;
}

/**
 * What lengths are measured in. `octaves`: a doubling, the same for all labels, which suits networks that differ much. `spread`: what the
 * labels themselves vary by, feature by feature, which suits networks that are all alike, where a doubling never happens.
 */
export type FeatureScale = "octaves" | "spread";

export const featureScales = ["octaves", "spread"] as const satisfies readonly FeatureScale[];

/** Standard deviations of the labels in one unit of `spread`; a length is thought to be two units. */
const spreadUnit = 1.5;

/** Labels that vary less than this many octaves do not vary: it is rounding. */
const leastSpread = 1e-6;

/** Labels that a task is made of, whatever the warp. */
export interface Labels {
  readonly rows: readonly LabelledRow[];
  readonly points: readonly Point[];
  readonly pairs: Pairs;
  readonly standard: RowStandard;
}

/** How rows become points. */
interface RowStandard {
  readonly prior: Standard;
  /** One unit of length in each feature, in octaves. */
  readonly units: Float64Array;
}

/** More labels than these take minutes; few-shot ranking is not for them. */
export const maximumLabels = 2000;

/**
 * Lays out labels.
 *
 * @throws {UsageError} for fewer than 2 or more than 2,000 labels, and where a quality or a row is not finite
 */
export function labelsOf(rows: readonly LabelledRow[], scale: FeatureScale = "octaves"): Labels {
  if (rows.length < 2 || rows.length > maximumLabels)
    throw new UsageError(`a predictor needs from 2 to ${maximumLabels} labels, not ${rows.length}`);
  for (const [index, { quality, prior, features }] of rows.entries()) {
    const sound = Math.abs(quality) < 1e100 && Number.isFinite(prior) && features.every(Number.isFinite);
    if (!sound)
      throw new UsageError(`label ${index} has quality ${quality}. Give a finite number below 1e100.`);
  }
  const standard = { prior: standardOf(rows.map((row) => row.prior)), units: unitsOf(rows, scale) };
  const points = rows.map((row) => pointOf(row, standard));
  return { rows, points, pairs: pairsOf(points), standard };
}

function unitsOf(rows: readonly LabelledRow[], scale: FeatureScale): Float64Array {
  const spread = (feature: number): number => {
    const deviation = standardOf(rows.map(({ features }) => features[feature])).scale;
    const varies = rows.some(
      ({ features }) => Math.abs(features[feature] - rows[0].features[feature]) > leastSpread,
    );
    return varies ? spreadUnit * deviation : 1;
  };
  return rows[0].features.map((_, feature) => (scale === "octaves" ? 1 : spread(feature)));
}

const pointOf = (row: Row, { prior: { centre, scale }, units }: RowStandard): Point => ({
  features: row.features.map((value, feature) => value / units[feature]),
  z: (row.prior - centre) / scale,
});

/** The regression task of labels under one warp. */
export function taskOf({ rows, points, pairs, standard }: Labels, lambda: number): Task {
  const warp = warpOf(
    rows.map(({ quality }) => quality),
    lambda,
  );
  const residuals = Float64Array.from(
    rows,
    ({ quality }, index) => warp.forward(quality) - steepness * points[index].z,
  );
  return { points, pairs, warp, residuals, point: (row) => pointOf(row, standard) };
}

/** Covariance of the labels of a task, noise included, and the process that has seen them. */
export function processOf(theta: ArrayLike<number>, { pairs, residuals }: Task, noise: number) {
  const covariances = covariancesOf(theta, pairs);
  const noisy = Float64Array.from(covariances.values);
  for (let i = 0, diagonal = 0; i < residuals.length; i++, diagonal += i + 1) noisy[diagonal] += noise;
  return { covariances, process: gaussianProcess(noisy, residuals) };
}

/** A normal distribution of warped quality: of the function without the noise of one training run. */
export interface Belief {
  readonly mean: number;
  readonly variance: number;
}

/** A task with hyperparameters: what predictions are made by. */
export interface Model {
  readonly task: Task;
  readonly kernel: Kernel;
  readonly process: GaussianProcess;
  /** The mean of the belief alone, which is quicker. */
  readonly mean: (row: Row) => number;
  readonly belief: (row: Row) => Belief;
  /** v = L⁻¹k of a row, which joint beliefs are made of. */
  readonly whitened: (point: Point) => Float64Array;
}

/** The model of hyperparameters; `undefined` where their covariance is not positive definite in doubles. */
export function modelOf(theta: ArrayLike<number>, task: Task): Model | undefined {
  const kernel = kernelOf(theta);
  const { process } = processOf(theta, task, kernel.noise);
  if (!process) return undefined;
  const { factor } = process;
  const towards = (point: Point): Float64Array =>
    Float64Array.from(task.points, (label) => kernel.between(point, label));
  const meanAt = (point: Point, k: Float64Array): number =>
    k.reduce((sum, value, index) => sum + value * process.weights[index], steepness * point.z);
  return {
    task,
    kernel,
    process,
    mean(row) {
      const point = task.point(row);
      return meanAt(point, towards(point));
    },
    belief(row) {
      const point = task.point(row);
      const k = towards(point);
      const seen = whitened(factor, k).reduce((sum, value) => sum + value * value, 0);
      return { mean: meanAt(point, k), variance: Math.max(0, kernel.between(point, point) - seen) };
    },
    whitened: (point) => whitened(factor, towards(point)),
  };
}
