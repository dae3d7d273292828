/*
 * What is found by training only the k architectures that a proxy puts first.
 *
 * Ties in score: every figure here is the expected value when tied architectures are put in random order, in closed form
 * (McSherry & Najork, Computing information retrieval performance measures efficiently in the presence of tied
 * scores, ECIR 2008). It rewards no lucky order of the input, and needs no seed. The pessimistic rule would punish a
 * proxy for architectures that it rightly holds to be equal.
 */
import { denseRanks, orderByRank } from "./dense-ranks.js";
import { checkInteger, checkPairs } from "./inputs.js";
import { averageRanks } from "./ranks.js";

/** The k highest scored. The k-th place may fall among equals: then only some of these are taken. */
interface Selection {
  /** Scored above the k-th place. */
  readonly certain: readonly number[];
  /** Scored as the k-th place is, at least one. */
  readonly tied: readonly number[];
  /** How many of the tied are taken, 1 … tied.length. */
  readonly taken: number;
}

/**
 * Top-k regret: the best quality of all minus the best quality among the k highest scored.
 *
 * In the unit of quality, as points of GLUE; 0 where the best is among the k. Ties in score: expected value under random
 * order.
 *
 * @param scores finite numbers, more is better
 * @param quality as many finite numbers, more is better
 * @param k how many architectures would be trained; default 10; all of them where k exceeds their number
 * @returns a number ≥ 0; `undefined` for no architectures
 * @throws UsageError naming the index of a value that is missing or not finite, or a k that is not a positive integer
 * @see McSherry & Najork 2008 for ties
 * @example
 * topKRegret([3, 2, 1], [70, 75, 80], 2); // 5
 */
export function topKRegret(
  scores: ArrayLike<number>,
  quality: ArrayLike<number>,
  k = 10,
): number | undefined {
  check(scores, quality, k);
  if (scores.length === 0) return undefined;
  const { certain, tied, taken } = select(scores, k);
  const best = maximum(Array.from(quality));
  const assured = maximum(certain.map((index) => quality[index]));
  const candidates = tied.map((index) => quality[index]).sort((a, b) => b - a);
  // From the best candidate down: the chance that this one is taken and no better one is.
  let regret = 0;
  let noneYet = 1;
  for (let place = 0; place <= candidates.length - taken; place++) {
    const chance = taken / (candidates.length - place);
    regret += noneYet * chance * (best - Math.max(assured, candidates[place]));
    noneYet *= 1 - chance;
  }
  return regret;
}

/**
 * Precision@k: the share of the k highest scored that are among the k best.
 *
 * Among the k best is whatever reaches the k-th best quality, so equals of the k-th best count as hits. Ties in score:
 * expected value under random order. A score by chance gets about k/n.
 *
 * @param scores finite numbers, more is better
 * @param quality as many finite numbers, more is better; only the order counts
 * @param k default 10; all architectures where k exceeds their number
 * @returns a share in [0, 1]; `undefined` for no architectures
 * @throws UsageError naming the index of a value that is missing or not finite, or a k that is not a positive integer
 * @see McSherry & Najork 2008 for ties
 * @example
 * precisionAtK([4, 3, 2, 1], [70, 80, 75, 60], 2); // 0.5
 */
export function precisionAtK(
  scores: ArrayLike<number>,
  quality: ArrayLike<number>,
  k = 10,
): number | undefined {
  check(scores, quality, k);
  if (scores.length === 0) return undefined;
  const places = Math.min(k, scores.length);
  const threshold = Float64Array.from(quality).sort()[scores.length - places];
  const hits = (indices: readonly number[]) => indices.filter((index) => quality[index] >= threshold).length;
  const { certain, tied, taken } = select(scores, k);
  return (hits(certain) + (taken * hits(tied)) / tied.length) / places;
}

/**
 * NDCG@k: the discounted gain of the k highest scored, relative to that of the k best.
 *
 *     DCG@k = Σ_{p=1}^{k} gain(p) / log₂(p + 1),   NDCG@k = DCG@k / (DCG@k of the order by quality)
 *
 * The gain of an architecture is the rank of its quality scaled to [0, 1]: (average rank − 1)/(n − 1). With quality
 * itself, scaled by its minimum and maximum, a single failed training (a perplexity in the thousands) would lift all
 * other gains to 1. Ranks compare across benchmarks and units, and chance gets about ½ where k is small against n;
 * `topKRegret` tells the loss in the unit of quality. Ties in score: expected value under random order.
 *
 * @param scores finite numbers, more is better
 * @param quality as many finite numbers, more is better; only the order counts
 * @param k default 10; all architectures where k exceeds their number
 * @returns a number in [0, 1]; `undefined` for fewer than two architectures or constant quality
 * @throws UsageError naming the index of a value that is missing or not finite, or a k that is not a positive integer
 * @see Järvelin & Kekäläinen, Cumulated gain-based evaluation of IR techniques, ACM TOIS 20 (2002); linear gain;
 * McSherry & Najork 2008 for ties
 * @example
 * ndcgAtK([3, 2, 1], [70, 80, 75], 1); // 0: the worst is put first
 */
export function ndcgAtK(scores: ArrayLike<number>, quality: ArrayLike<number>, k = 10): number | undefined {
  check(scores, quality, k);
  const ranks = averageRanks(quality);
  if (new Set(ranks).size < 2) return undefined;
  const gains = ranks.map((rank) => rank - 1); // the division by n − 1 cancels
  const best = gains.toSorted().reverse();
  return Math.min(1, discounted(expectedGains(scores, gains), k) / discounted(best, k));
}

function check(scores: ArrayLike<number>, quality: ArrayLike<number>, k: number): void {
  checkPairs(scores, quality, ["scores", "quality"]);
  checkInteger(k, 1, "k");
}

function select(scores: ArrayLike<number>, k: number): Selection {
  const dense = denseRanks(scores);
  const order = orderByRank(dense).reverse();
  const places = Math.min(k, order.length);
  const last = dense.ranks[order[places - 1]];
  const certain = Array.from(order.subarray(0, places)).filter((index) => dense.ranks[index] > last);
  const tied = Array.from(order.subarray(certain.length, certain.length + dense.counts[last]));
  return { certain, tied, taken: places - certain.length };
}

/** The gain at each place, from the highest scored down: the mean over the tie that holds the place. */
function expectedGains(scores: ArrayLike<number>, gains: Float64Array): Float64Array {
  const { ranks, counts } = denseRanks(scores);
  const sums = new Float64Array(counts.length);
  for (let index = 0; index < gains.length; index++) sums[ranks[index]] += gains[index];
  const order = orderByRank({ ranks, counts }).reverse();
  return Float64Array.from(order, (index) => sums[ranks[index]] / counts[ranks[index]]);
}

function discounted(gains: Float64Array, k: number): number {
  let sum = 0;
  for (let place = 0; place < Math.min(k, gains.length); place++) sum += gains[place] / Math.log2(place + 2);
  return sum;
}

function maximum(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
}
