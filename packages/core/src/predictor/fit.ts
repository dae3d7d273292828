import { WorkError } from "../errors.js";
import { allSteps } from "../host.js";
import { hyperPriors } from "./regression/kernel.js";
import { type Minimum, minimising } from "./regression/minimise.js";
import {
  type FeatureScale,
  featureScales,
  type LabelledRow,
  labelsOf,
  type Model,
  modelOf,
  type Task,
  taskOf,
} from "./regression/model.js";
import { objectiveOf } from "./regression/objective.js";
import { type Believed, posteriorOf } from "./regression/posterior.js";

/** The exponents of the warp that labels choose from: pull in good tails, leave quality as it is, pull in bad tails. */
export const lambdas = [0, 1, 2] as const;

/** A way to look at the labels, and the best hyperparameters of it, see `kernel.ts`. */
export interface View {
  readonly scale: FeatureScale;
  readonly lambda: number;
  readonly theta: Float64Array;
}

/** What labels taught. */
export interface Fit {
  /** Every plausible view, the best first. */
  readonly views: readonly [View, ...View[]];
  /** The best: what predictions are made by. */
  readonly model: Model;
  /** ln p(quality | θ) of the labels, of the best view. */
  readonly logMarginalLikelihood: number;
  /** What intervals are made by: models of all views. Computed when it is first asked for, and then kept. */
  readonly posterior: () => readonly Believed[];
}

/** Where the search for hyperparameters begins, as changes of ln noise, ln amplitudes and ln lengths from their priors. */
const starts = [
  { noise: 0, amplitude: 0, length: 0 },
  { noise: -3, amplitude: 0, length: -0.7 },
  { noise: 1.5, amplitude: 0.7, length: 0.7 },
] as const;

/**
 * Hyperparameters, warp and scale of the best view by marginal likelihood times their priors (type-II maximum a posteriori): without the priors some
 * thirty hyperparameters would follow the noise of a few labels. From the middle of the priors every scale and warp is tried; the
 * best is tried again from the other starts.
 *
 * @throws {UsageError} where there are fewer than 2 labels or one is not finite
 * @example
 * const { model, views } = fitPredictorModel(rows);
 */
export const fitPredictorModel = (rows: readonly LabelledRow[]): Fit => allSteps(fitting(rows));

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
  const others = first.filter((one) => one !== promising && one.value < found.value + implausible);
  const [view, ...more] = [found, ...others].map(
    ({ scale, lambda, x }): View => ({ scale, lambda, theta: x }),
  );
  const learnt = fitOf(rows, [view as View, ...more]);
  if (!learnt)
    throw new WorkError("no hyperparameters fit these labels. Look for a quality far from all others.");
  return learnt;
}

/** A view whose best hyperparameters are so much less likely, as a logarithm, is left out. */
const implausible = 5;

/**
 * What views of labels teach.
 *
 * @returns `undefined` if the first of them does not go with the labels
 */
export function fitOf(rows: readonly LabelledRow[], views: Fit["views"]): Fit | undefined {
  const tasks = views.map(({ scale, lambda, theta }) => ({
    task: taskOf(labelsOf(rows, scale), lambda),
    theta,
  }));
  const [{ task, theta }] = tasks as [(typeof tasks)[0]];
  const model = modelOf(theta, task);
  if (!model) return undefined;
  let posterior: readonly Believed[] | undefined;
  return {
    views,
    model,
    logMarginalLikelihood: model.process.logMarginalLikelihood + task.warp.logSlope,
    posterior() {
      posterior ??= posteriorOf(tasks);
      return posterior.length > 0 ? posterior : [{ model, weight: 1 }];
    },
  };
}

/** Two different qualities lie on a line under every warp, and nothing would hold the exponential ones back. */
const warpsOf = (rows: readonly LabelledRow[]): readonly number[] =>
  new Set(rows.map(({ quality }) => quality)).size < 3 ? [1] : lambdas;

/** Labels under one scale and warp. */
interface Labelling {
  readonly scale: FeatureScale;
  readonly lambda: number;
  readonly task: Task;
}

type Attempt = Labelling & Minimum;

function* attempt(
  { scale, lambda, task }: Labelling,
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
