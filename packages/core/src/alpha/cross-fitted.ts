import type { Architecture } from "../architecture/architecture.js";
import { UsageError } from "../errors.js";
import { Random } from "../random/random.js";
import { kendall } from "../statistics/kendall.js";
import { averageRanks } from "../statistics/ranks.js";
import { spearman } from "../statistics/spearman.js";
import { type CapacityPairs, capacityPairs, chosenPairs, scoresAt } from "./alpha.js";
import { alphaFromLabels } from "./benchmark-sampling.js";
import { type Spread, spreadOf } from "./spread.js";

/** Alpha chosen for each part of a benchmark by the other parts. */
export interface CrossFitted {
  /** Alpha of each fold. */
  readonly alphas: readonly number[];
  /** The fold of each architecture, from 0. */
  readonly foldOf: Int32Array;
  /**
   * Where each architecture stands among all, from 0 to 1, by the alpha of its own fold: (rank − ½)/architectures, ties sharing the
   * mean. One list that every statistic over the whole benchmark can be computed from.
   */
  readonly scores: Float64Array;
  readonly alpha: Spread;
  /** Spearman's ρ and Kendall's τ-b within each fold: the figures to quote. Folds where one is not defined are left out. */
  readonly spearman: Spread | undefined;
  readonly kendall: Spread | undefined;
}

export const defaultFolds = 5;

/**
 * ZeroLM with an alpha that never saw the architecture it scores: the benchmark is dealt into folds at random, alpha of a fold comes
 * from the labels of all other folds by benchmark sampling, and the fold is scored with it.
 *
 * Scores under different alphas are not on one scale. So each fold's alpha scores all architectures, and what counts for an
 * architecture is its rank in the scoring of its own fold: where all alphas agree this is the one ZeroLM ranking, to the tie. Ranks
 * of shapes use no label. `kendall` and `spearman` are the means over folds, each judged by itself, which needs no common scale.
 *
 * @param quality one number an architecture, higher is better
 * @param options folds (default 5; at least 2, each of at least 2 architectures), seed (default 0)
 * @throws {UsageError} where folds do not fit the benchmark, or the labels of a fold decide nothing
 * @example
 * const { kendall, alpha } = crossFittedAlpha(architectures, glueScores, { folds: 5, seed: 0 });
 */
export function crossFittedAlpha(
  architectures: readonly Architecture[],
  quality: ArrayLike<number>,
  { folds = defaultFolds, seed = 0 }: { readonly folds?: number; readonly seed?: number } = {},
): CrossFitted {
  const count = architectures.length;
  if (!Number.isInteger(folds) || folds < 2 || 2 * folds > count)
    throw new UsageError(
      `${count} architectures can be dealt into 2 to ${Math.floor(count / 2)} folds, not ${folds}`,
    );
  const foldOf = dealt(count, folds, seed);
  const pairs = capacityPairs(architectures);
  const scores = new Float64Array(count);
  const judged = Array.from({ length: folds }, (_, fold) => judgeFold(pairs, quality, foldOf, fold, scores));
  return {
    alphas: judged.map(({ alpha }) => alpha),
    foldOf,
    scores,
    alpha: spreadOf(judged.map(({ alpha }) => alpha)),
    spearman: spreadOfDefined(judged.map((fold) => fold.spearman)),
    kendall: spreadOfDefined(judged.map((fold) => fold.kendall)),
  };
}

/** The fold of each architecture: a random order, dealt like cards, so that sizes differ by one at most. */
function dealt(count: number, folds: number, seed: number): Int32Array {
  const foldOf = new Int32Array(count);
  for (const [place, index] of new Random(seed).sample(count, count).entries()) foldOf[index] = place % folds;
  return foldOf;
}

/** Judges one fold, and writes the ranks of its architectures among all into `scores`. */
function judgeFold(
  pairs: CapacityPairs,
  quality: ArrayLike<number>,
  foldOf: Int32Array,
  fold: number,
  scores: Float64Array,
) {
  const all = Array.from(foldOf.keys());
  const inside = all.filter((index) => foldOf[index] === fold);
  const outside = all.filter((index) => foldOf[index] !== fold);
  const labels = (indices: readonly number[]) => indices.map((index) => quality[index] as number);
  const alpha = alphaFromLabels(chosenPairs(pairs, outside), labels(outside));
  const ranks = averageRanks(scoresAt(alpha, pairs));
  for (const index of inside) scores[index] = (ranks[index]! - 0.5) / all.length;
  const own = inside.map((index) => ranks[index] as number);
  const truth = labels(inside);
  return { alpha, spearman: spearman(own, truth), kendall: kendall(own, truth) };
}

function spreadOfDefined(values: readonly (number | undefined)[]): Spread | undefined {
  const defined = values.filter((value) => value !== undefined);
  return defined.length > 0 ? spreadOf(defined) : undefined;
}
