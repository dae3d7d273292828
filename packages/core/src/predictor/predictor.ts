import type { Architecture } from "../architecture/architecture.js";
import type { BenchmarkEntry } from "../benchmark/benchmark.js";
import { InterruptedError } from "../errors.js";
import { type Host, steps } from "../host.js";
import { nsc } from "../proxy/nsc.js";
import type { ShapeProxy, ShapeScorer } from "../proxy/proxy.js";
import { shape } from "../proxy/shape.js";
import { shapeScorer } from "../proxy/shape-scorer.js";
import { featureReader } from "./features.js";
import { type Fit, fitPredictorModel, fitting } from "./fit.js";
import { intervalOf } from "./regression/interval.js";
import type { LabelledRow, Row } from "./regression/model.js";

/** What a predictor says of one architecture, in the unit of quality. */
export interface Prediction {
  /** The median. */
  readonly quality: number;
  /** Where the quality of one training run lies with probability .95. */
  readonly interval: readonly [number, number];
}

/** A trained architecture as a predictor keeps it. */
export interface PredictorLabel extends LabelledRow {
  /** Its name in the benchmark, for messages and files. */
  readonly name: string;
}

/** A ranking learnt from a few trained architectures. */
export interface Predictor {
  /** The data-free proxy that it starts from. */
  readonly prior: ShapeProxy;
  /** What quality is, as "GLUE score". */
  readonly quality: string;
  readonly labels: readonly PredictorLabel[];
  readonly fit: Fit;
  readonly predict: (architecture: Architecture) => Prediction;
  /** Scores by predicted quality, so that `rank` and `search` can use it as they use any proxy. Not a sum over layers. */
  readonly scorer: ShapeScorer;
}

export interface PredictorOptions {
  /** The data-free proxy that it starts from. Default: shape. */
  readonly prior?: ShapeProxy | undefined;
  /** What quality is. Default: "quality". */
  readonly quality?: string | undefined;
}

export const defaultPrior: ShapeProxy = shape;

/**
 * Learns to rank from a few trained architectures: exact Gaussian process regression on features in closed form, its prior mean a
 * data-free proxy. Definition and figures: `docs/predictor.md`.
 *
 * @param labelled 2 to 2,000 trained architectures; equal qualities and equal architectures are allowed
 * @throws {UsageError} where labels are too few, too many or not finite
 * @example
 * const predictor = fitPredictor(benchmark.entries.slice(0, 20), { quality: benchmark.quality });
 * const { quality, interval } = predictor.predict(architecture);
 */
export function fitPredictor(labelled: readonly Labelled[], options: PredictorOptions = {}): Predictor {
  const known = knownOf(labelled, options);
  return predictorOf({ ...known, fit: fitPredictorModel(known.labels) });
}

/**
 * The same while a host looks on: many labels take minutes.
 *
 * @throws what {@link fitPredictor} throws; {InterruptedError} if the host stops it
 * @example
 * const predictor = await learnPredictor(benchmark.entries, {}, { signal: stop.signal });
 */
export async function learnPredictor(
  labelled: readonly Labelled[],
  options: PredictorOptions = {},
  host: Host = {},
): Promise<Predictor> {
  const known = knownOf(labelled, options);
  const found = await steps(fitting(known.labels), host, (done) => ({ done, what: "learning" }));
  if (found) return predictorOf({ ...known, fit: found });
  throw new InterruptedError("stopped before the predictor was learnt");
}

type Labelled = Pick<BenchmarkEntry, "id" | "architecture" | "quality">;

function knownOf(
  labelled: readonly Labelled[],
  { prior = defaultPrior, quality = "quality" }: PredictorOptions,
): Omit<Predictor, "fit" | "predict" | "scorer"> {
  const row = rowReader(prior);
  const labels = labelled.map((entry) => ({
    ...row(entry.architecture),
    name: entry.id,
    quality: entry.quality,
  }));
  return { prior, quality, labels };
}

/** A predictor from what was learnt. */
export function predictorOf(learnt: Pick<Predictor, "prior" | "quality" | "labels" | "fit">): Predictor {
  const row = rowReader(learnt.prior);
  return {
    ...learnt,
    predict: (architecture) => predictionOf(learnt.fit, row(architecture)),
    scorer: shapeScorer((architecture) => ({ value: medianOf(learnt.fit, row(architecture)) })),
  };
}

/** The median of the prediction for one row. */
export const medianOf = ({ model }: Fit, row: Row): number => model.task.warp.back(model.mean(row));

/** The prediction for one row: the median of the best model, and the interval of all that are plausible. */
export function predictionOf(fit: Fit, row: Row): Prediction {
  const quality = medianOf(fit, row);
  const [low, high] = intervalOf(fit.posterior(), row);
  return { quality, interval: [Math.min(low, quality), Math.max(high, quality)] };
}

/**
 * What a predictor reads of architectures.
 *
 * NSC is taken at Xavier's std, which has no constant to choose. Scores enter as their arsinh, which is a logarithm far from 0
 * and is defined for every score.
 */
export function rowReader(prior: ShapeProxy): (architecture: Architecture) => Row {
  const features = featureReader();
  const scorer = prior === nsc ? nsc.scorer({ std: "xavier" }) : prior.scorer();
  return (architecture) => ({
    features: features(architecture),
    prior: Math.asinh(scorer.score(architecture).value),
  });
}
