import type { Architecture } from "../architecture/architecture.js";
import { UsageError } from "../errors.js";
import type { Fit } from "./fit.js";
import { type Prediction, type Predictor, predictionOf, rowReader } from "./predictor.js";
import { condition, mostInformative, posteriorCovariance, trace } from "./regression/information.js";
import type { Row } from "./regression/model.js";

/*
 * Notation
 *   c(x, x′)   covariance of two candidates, given the labels and what was chosen before
 *   s²         noise of one label
 *
 * Training x lowers the variance at every other candidate x′ by c(x, x′)²/(c(x, x) + s²). The next architecture is the one that lowers
 * the sum over all candidates most: Cohn, Ghahramani & Jordan, Active Learning with Statistical Models, JAIR 4 (1996). Where c(x, x)
 * alone is largest, as at the edge of the space, training teaches little about the rest.
 */

/** An architecture worth training. */
export interface Suggestion {
  /** Its place in the list of candidates. */
  readonly index: number;
  /** What is expected of it now. */
  readonly prediction: Prediction;
  /** Share of the variance over all candidates, as it stood before the first suggestion, that training it takes away; from 0 to 1. */
  readonly gain: number;
}

/** A thousand candidates stand for a space; the time grows with their square. */
export const maximumCandidates = 5000;

/**
 * The next architectures worth training, most informative first: each is chosen as if those before it were trained already, and
 * leaves as little variance as possible over all candidates. What comes out does not depend on their qualities.
 *
 * @param candidates untrained architectures that stand for the space, at most 5,000
 * @param count how many; fewer come back where there are fewer different candidates
 * @throws {UsageError} for too many candidates, or where count is not a whole number from 1
 * @example
 * const [next] = suggest(predictor, candidates, 5);
 * console.log(candidates[next.index], next.prediction.interval);
 */
export function suggest(
  { prior, fit }: Pick<Predictor, "prior" | "fit">,
  candidates: readonly Architecture[],
  count: number,
): Suggestion[] {
  if (candidates.length > maximumCandidates)
    throw new UsageError(`at most ${maximumCandidates} candidates can be compared, not ${candidates.length}`);
  if (!Number.isInteger(count) || count < 1)
    throw new UsageError(`count must be a whole number from 1, not ${count}`);
  return suggestRows(fit, candidates.map(rowReader(prior)), count);
}

/**
 * Those of a list that are new to a predictor, each once: what it cannot tell from a trained one, or from one before, would teach it
 * next to nothing.
 *
 * @example
 * suggest(predictor, untrained(predictor, drawn), 5);
 */
export function untrained(
  { prior, labels }: Pick<Predictor, "prior" | "labels">,
  architectures: readonly Architecture[],
): Architecture[] {
  const read = rowReader(prior);
  const keyOf = ({ features, prior: score }: Row): string => `${features.join(" ")} ${score}`;
  const seen = new Set(labels.map(keyOf));
  return architectures.filter((architecture) => {
    const key = keyOf(read(architecture));
    return !seen.has(key) && seen.add(key);
  });
}

/** The same for rows. */
export function suggestRows(fit: Fit, rows: readonly Row[], count: number): Suggestion[] {
  const { model } = fit;
  const covariance = posteriorCovariance(model, rows.map(model.task.point));
  const size = rows.length;
  const total = trace(covariance, size);
  const chosen: Suggestion[] = [];
  const taken = new Set<number>();
  while (chosen.length < count) {
    const { index, gain } = mostInformative(covariance, size, model.kernel.noise, taken);
    const row = rows[index];
    if (!row) break;
    chosen.push({ index, prediction: predictionOf(fit, row), gain: total > 0 ? gain / total : 0 });
    taken.add(index);
    condition(covariance, size, index, model.kernel.noise);
  }
  return chosen;
}
