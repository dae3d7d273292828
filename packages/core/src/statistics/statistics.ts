import { type BootstrapOptions, bootstrapIntervals, type Interval } from "./bootstrap.js";
import { denseRanks } from "./dense-ranks.js";
import { meanOfGroups, membersOf, valuesOf } from "./groups.js";
import { checkPairs } from "./inputs.js";
import { kendall, kendallTauA } from "./kendall.js";
import { kendallMatchedSize } from "./matched-size.js";
import { pairwiseAccuracy } from "./pairwise-accuracy.js";
import { partIntervals } from "./part-intervals.js";
import { partialSpearman } from "./partial-spearman.js";
import { spearman } from "./spearman.js";
import { ndcgAtK, precisionAtK, topKRegret } from "./top-k.js";
import { kendallWithinGroups } from "./within-groups.js";

/**
 * What {@link rankingReport} may be told beside scores and quality. With `within`, pairs are counted within its keys and summed up,
 * correlations of ranks are means weighted by size, and what is chosen by the scores is averaged over the keys of more than k
 * architectures, since the others leave no choice.
 */
export interface RankingOptions extends BootstrapOptions {
  /** A key for each architecture, such as its depth and hidden size; without it there is no `kendallWithinGroups`. */
  readonly groups?: ArrayLike<string | number> | undefined;
  /** The parameter count of each architecture; without it there is no `kendallMatchedSize` and no `partialSpearman`. */
  readonly sizes?: ArrayLike<number> | undefined;
  /** How many of the highest scored `topKRegret`, `ndcg` and `precision` look at; default 10. */
  readonly k?: number | undefined;
  /** Whether `kendallWithinGroups` and `kendallMatchedSize` have intervals, which take about as long as all others together. Default: true. */
  readonly partIntervals?: boolean | undefined;
}

/** How well scores rank architectures of known quality. A field is `undefined` where its statistic is not defined. */
export interface RankingReport {
  /** Spearman's ρ. */
  readonly spearman: number | undefined;
  /** Its bootstrap interval. */
  readonly spearmanCI: Interval | undefined;
  /** Kendall's τ-b. */
  readonly kendall: number | undefined;
  /** Its bootstrap interval. */
  readonly kendallCI: Interval | undefined;
  /** Kendall's τ-a, to which ties in score are no agreement. */
  readonly kendallTauA: number | undefined;
  /** Its bootstrap interval. */
  readonly kendallTauACI: Interval | undefined;
  /** Share of pairs of different quality that are ordered rightly, ties one half. */
  readonly pairwiseAccuracy: number | undefined;
  /** Its bootstrap interval. */
  readonly pairwiseAccuracyCI: Interval | undefined;
  /** Mean τ-b within groups of an equal key, weighted by pairs. */
  readonly kendallWithinGroups: number | undefined;
  /** Its bootstrap interval. */
  readonly kendallWithinGroupsCI: Interval | undefined;
  /** τ-b over pairs whose sizes differ by less than 10 %. */
  readonly kendallMatchedSize: number | undefined;
  /** Its bootstrap interval. */
  readonly kendallMatchedSizeCI: Interval | undefined;
  /**
   * Whether the scores rank the wrong way round: the whole interval of `kendall` lies below 0, or without resamples `kendall` itself.
   * Turned round, they would have the opposite of it.
   */
  readonly reversed: boolean;
  /** Spearman's ρ with the parameter count held fixed. */
  readonly partialSpearman: number | undefined;
  /** How many of the highest scored the next three look at. */
  readonly k: number;
  /** Best quality minus the best among the k highest scored, in the unit of quality. */
  readonly topKRegret: number | undefined;
  /** NDCG@k with ranks of quality as gains. */
  readonly ndcg: number | undefined;
  /** Share of the k highest scored that are among the k best. */
  readonly precision: number | undefined;
  /** Number of different scores, within groups: far fewer than architectures means that ties decide much. */
  readonly distinctScores: number;
}

/**
 * All ranking statistics of one proxy on one benchmark.
 *
 * `kendallWithinGroups`, `kendallMatchedSize` and `partialSpearman` expose a proxy that only counts parameters; `topKRegret`,
 * `ndcg` and `precision` say what it is worth to whoever trains only its first k. Definitions and sources stand with the functions called here.
 *
 * @param scores the proxy's finite numbers, more is better
 * @param quality as many finite numbers, more is better (negate a perplexity)
 * @param options groups, sizes, k (10), resamples (2000), level (0.95), seed (0)
 * @throws UsageError naming the index of a value that is missing or not finite, or the option that is out of range
 * @example
 * rankingReport([1, 2, 3], [70, 75, 80]).kendall; // 1
 */
export function rankingReport(
  scores: ArrayLike<number>,
  quality: ArrayLike<number>,
  options: RankingOptions = {},
): RankingReport {
  const { groups, sizes, k = 10, within, partIntervals: hasParts = true } = options;
  checkPairs(scores, quality, ["scores", "quality"]);
  const members = membersOf(within, scores.length);
  const chosen = (statistic: typeof topKRegret): number | undefined =>
    meanOfGroups(within === undefined ? members : members.filter(({ length }) => length > k), (some) =>
      statistic(valuesOf(scores, some), valuesOf(quality, some), k),
    );
  const cells = groups && kendallWithinGroups(scores, quality, groups, within);
  const matched = sizes && kendallMatchedSize(scores, quality, sizes, undefined, within);
  const intervals = bootstrapIntervals(scores, quality, options);
  const parts = partIntervals(scores, quality, hasParts ? { groups, sizes } : {}, options);
  const tau = kendall(scores, quality, within);
  return {
    spearman: spearman(scores, quality, within),
    spearmanCI: intervals.spearman,
    kendall: tau,
    kendallCI: intervals.kendall,
    kendallTauA: kendallTauA(scores, quality, within),
    kendallTauACI: intervals.kendallTauA,
    pairwiseAccuracy: pairwiseAccuracy(scores, quality, within),
    pairwiseAccuracyCI: intervals.pairwiseAccuracy,
    kendallWithinGroups: cells?.kendall,
    kendallWithinGroupsCI: parts.kendallWithinGroups,
    kendallMatchedSize: matched?.kendall,
    kendallMatchedSizeCI: parts.kendallMatchedSize,
    reversed: (intervals.kendall?.[1] ?? tau ?? 0) < 0,
    partialSpearman: sizes && partialSpearman(scores, quality, sizes, within),
    k,
    topKRegret: chosen(topKRegret),
    ndcg: chosen(ndcgAtK),
    precision: chosen(precisionAtK),
    distinctScores: members.reduce((sum, some) => sum + denseRanks(valuesOf(scores, some)).counts.length, 0),
  };
}
