/*
 * What a few labels leave open about the hyperparameters and the view of the labels: the intervals of a predictor are those of all that are
 * plausible, not of the best alone, which is too sure of itself. At five labels most of what there is to know about lengths and noise is
 * still the prior; at five hundred the plausible ones have become one.
 *
 * Notation
 *   θ    hyperparameters of a view;  θ̂: the best;   u = (θ − θ̂)/deviation of its prior, entry by entry
 *   H    second derivatives of −ln p(r, θ) by u at θ̂, by differences of the gradient;  eigenvalues below 1, the prior's own, are raised to it
 *   q    the proposal: u = H^(−½)·n, n standard normal (Laplace's approximation)
 *   w    weight of a draw: p(r, θ)/q(u), at most √draws times the mean weight (Ionides, Truncated importance sampling, JCGS 17, 2008)
 *
 * The symmetric root H^(−½) depends on H alone and not on the order of its eigenvectors, so that a predictor that was written and read again
 * draws the same. Rasmussen & Williams (2006), § 5.2, on what plugging in the best leaves out.
 */
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { Random } from "../../random/random.js";
import { hyperPriors } from "./kernel.js";
import type { Objective } from "./minimise.js";
import { type Model, modelOf, type Task } from "./model.js";
import { objectiveOf } from "./objective.js";

/** A model and how much it is believed; the weights of all sum to 1. */
export interface Believed {
  readonly model: Model;
  readonly weight: number;
}

/** A view of the labels with its best hyperparameters. */
export interface FittedTask {
  readonly task: Task;
  readonly theta: Float64Array;
}

/** Draws over all views, of which so many are kept: they make an interval, whose ends need no more than two digits. */
const draws = 60;
const kept = 16;

/** The seed of every posterior: the same labels have the same intervals. */
const seed = 0;

/** In units of a prior's deviation; gradients are smooth over it and differ by far more than their rounding. */
const step = 0.01;

/**
 * Models that stand for all that is plausible: draws around the best hyperparameters of each view, weighted by what labels and priors say of them.
 *
 * @param views at least one
 * @returns at least one, as long as a draw has a covariance that is positive definite in doubles
 * @example
 * const models = posteriorOf([{ task, theta }]);
 */
export function posteriorOf(views: readonly FittedTask[]): readonly Believed[] {
  const random = new Random(seed);
  const each = 2 * Math.ceil(draws / views.length / 2);
  return resampled(truncated(views.flatMap((view) => drawsOf(view, each, random))));
}

/** A draw that was not weighed against the others yet. */
interface Draw {
  readonly theta: Float64Array;
  readonly task: Task;
  readonly logWeight: number;
}

/** Draws come in pairs, on either side of the best. */
function drawsOf({ task, theta }: FittedTask, count: number, random: Random): Draw[] {
  const objective = objectiveOf(task);
  const { root, logDeterminant } = proposalOf(objective, theta);
  return Array.from({ length: count / 2 }, () => theta.map(() => random.normal())).flatMap((normal) => {
    const away = root.mmul(Matrix.columnVector(normal)).to1DArray();
    const squares = normal.reduce((sum, n) => sum + n * n, 0);
    return [1, -1].map((sign): Draw => {
      const drawn = theta.map((value, index) => value + sign * deviationOf(index) * away[index]);
      const density = task.warp.logSlope - objective(drawn).value;
      return { theta: drawn, task, logWeight: density + squares / 2 - logDeterminant / 2 };
    });
  });
}

const deviationOf = (index: number): number => hyperPriors[index].deviation;

/** H^(−½) and ln det H. */
function proposalOf(objective: Objective, theta: Float64Array) {
  const { eigenvectorMatrix: vectors, realEigenvalues } = new EigenvalueDecomposition(
    curvature(objective, theta),
    { assumeSymmetric: true },
  );
  const values = realEigenvalues.map((value) => Math.max(1, value));
  const scaled = Matrix.diag(values.map((value) => 1 / Math.sqrt(value)));
  return {
    root: vectors.mmul(scaled).mmul(vectors.transpose()),
    logDeterminant: values.reduce((sum, value) => sum + Math.log(value), 0),
  };
}

/** H, made symmetric. */
function curvature(objective: Objective, theta: Float64Array): Matrix {
  const { gradient } = objective(theta);
  const rows = Array.from(theta, (_, index) => {
    const moved = theta.map((value, i) => (i === index ? value + step * deviationOf(i) : value));
    const above = objective(moved).gradient;
    return Array.from(theta, (_value, i) => ((above[i] - gradient[i]) / step) * deviationOf(i));
  });
  const half = new Matrix(rows);
  const whole = Matrix.add(half, half.transpose()).div(2);
  // At the edge of what doubles hold there is no slope; the prior alone is then the proposal.
  return whole.to1DArray().every(Number.isFinite) ? whole : Matrix.eye(theta.length);
}

interface Weighted extends Draw {
  readonly weight: number;
}

/** Weights that no single draw can dominate. Draws without a likelihood have none. */
function truncated(all: readonly Draw[]): Weighted[] {
  const top = all.reduce((most, { logWeight }) => Math.max(most, logWeight), Number.NEGATIVE_INFINITY);
  const raw = all.map((draw) => ({ ...draw, weight: Math.exp(draw.logWeight - top) || 0 }));
  const mean = raw.reduce((sum, { weight }) => sum + weight, 0) / raw.length;
  const most = mean * Math.sqrt(raw.length);
  return raw.map((draw) => ({ ...draw, weight: Math.min(draw.weight, most) }));
}

/** As many draws as are kept, each as often as its weight says (Kitagawa's systematic resampling). */
function resampled(all: readonly Weighted[]): Believed[] {
  const total = all.reduce((sum, { weight }) => sum + weight, 0);
  let before = 0;
  return all.flatMap(({ theta, task, weight }) => {
    const from = Math.round((before / total) * kept);
    before += weight;
    const times = Math.round((before / total) * kept) - from;
    const model = times > 0 ? modelOf(theta, task) : undefined;
    return model ? [{ model, weight: times / kept }] : [];
  });
}
