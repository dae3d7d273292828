import { type BootstrapOptions, bootstrapSettings, type Interval, middle } from "./bootstrap.js";
import { denseRanks, orderByRank } from "./dense-ranks.js";
import { type GroupKeys, membersByKey, membersOf, valuesOf } from "./groups.js";
import { checkPairs } from "./inputs.js";
import { pairsOf, tauB } from "./kendall.js";
import { allPairs, matchedPairs, oneByOneAtMost } from "./matched-pairs.js";
import { resamples } from "./resamples.js";
import { WeightedPairs } from "./weighted-pairs.js";

/** Bootstrap intervals of the statistics that look at a part of the pairs; `undefined` if no resample had the statistic. */
export interface PartIntervals {
  /** Of τ-b within groups. */
  readonly kendallWithinGroups: Interval | undefined;
  /** Of τ-b over pairs of similar size. */
  readonly kendallMatchedSize: Interval | undefined;
}

/** What tells which pairs count. */
export interface Parts {
  readonly groups?: GroupKeys | undefined;
  readonly sizes?: ArrayLike<number> | undefined;
}

/**
 * Percentile bootstrap intervals of Kendall's τ-b within groups and over pairs of similar size, from resamples of all points: a resample
 * may leave a group with fewer points or none. With `within`, each set of points that may be compared is resampled by itself.
 *
 * The result depends on the set of points and not on their order. O(resamples · (n log n + pairs of similar size)). Of more than 8,192
 * pairs of similar size, the size interval is that of the first order; so is the part of groups of more than 32 points in the other
 * interval, if there are more than 8,192 pairs within groups.
 *
 * @param x finite numbers, as the scores of architectures
 * @param y as many finite numbers, as the quality of the same architectures
 * @param parts as many keys of groups, as many sizes, or either
 * @param options resamples (2000), level (0.95), seed (0), within (all points may be compared)
 * @throws UsageError naming the index of a value that is missing or not finite, or the option that is out of range
 * @see {@link kendallWithinGroups} and {@link kendallMatchedSize}, which check groups and sizes
 * @example
 * partIntervals(scores, quality, { sizes }).kendallMatchedSize; // [0.31, 0.52]
 */
export function partIntervals(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  { groups, sizes }: Parts,
  options: BootstrapOptions = {},
): PartIntervals {
  checkPairs(x, y);
  const { resamples: times, level, seed } = bootstrapSettings(options);
  const places = inverseOf(orderOf(x, y, { groups, sizes }));
  const sets = membersOf(options.within, x.length).map((members) =>
    members.toSorted((one, other) => places[one] - places[other]),
  );
  const order = sets.flat();
  const setOf = sets.flatMap((members, set) => members.map(() => set));
  const [xs, ys] = [valuesOf(x, order), valuesOf(y, order)];
  const cells =
    groups &&
    groupedPairs(
      xs,
      ys,
      order.map((index, place) => `${setOf[place]} ${groups[index]!}`),
    );
  const matched = sizes && matchedPairs(xs, ys, valuesOf(sizes, order), setOf);
  const counts = sets.map(({ length }) => length);
  const drawn = { cells: [], size: [] };
  for (const weights of cells || matched ? resamples(counts, times, seed) : []) {
    keep(drawn.cells, cells?.(weights));
    keep(drawn.size, matched?.kendall(weights));
  }
  return {
    kendallWithinGroups: middle(Float64Array.from(drawn.cells), level),
    kendallMatchedSize: middle(Float64Array.from(drawn.size), level),
  };
}

function keep(values: number[], value: number | undefined): void {
  if (value !== undefined) values.push(value);
}

/** Where each point stands in an order. */
function inverseOf(order: Int32Array): Int32Array {
  const places = new Int32Array(order.length);
  for (const [place, index] of order.entries()) places[index] = place;
  return places;
}

/** Points by x, then y, then group, then size: those that are equal in all four may change places. */
function orderOf(x: ArrayLike<number>, y: ArrayLike<number>, { groups, sizes }: Parts): Int32Array {
  const keys = groups && [...new Set(Array.from(groups, String))].sort();
  const places = new Map(keys?.map((key, place) => [key, place]));
  const bySize = sizes && orderByRank(denseRanks(sizes));
  const byGroup =
    groups && orderByRank(denseRanks(Array.from(groups, (key) => places.get(String(key)) as number)), bySize);
  return orderByRank(denseRanks(x), orderByRank(denseRanks(y), byGroup ?? bySize));
}

/** Points that may be compared: τ-b of those that a resample holds, told the sum of their weights. */
interface Group {
  readonly members: readonly number[];
  readonly weights: Int32Array;
  readonly kendall: (total: number) => number | undefined;
}

/** Up to so many points of a group are compared pair by pair: sorting them by a tree takes longer. */
const fewPoints = 32;

/** τ-b within groups of a resample, weighted by pairs; points come in the order by (x, y). */
function groupedPairs(
  x: Float64Array,
  y: Float64Array,
  keys: readonly (string | number)[],
): (weights: Int32Array) => number | undefined {
  const members = [...membersByKey(keys).values()].filter(({ length }) => length > 1);
  const isMany = members.reduce((sum, { length }) => sum + pairsOf(length), 0) > oneByOneAtMost;
  const groups = members.map((places): Group => {
    const weights = new Int32Array(places.length);
    const kendall = kendallOf(valuesOf(x, places), valuesOf(y, places), weights, isMany);
    return { members: places, weights, kendall };
  });
  return (weights) => meanOf(groups, weights);
}

/**
 * τ-b of points by their weights, which change from one call to the next.
 *
 * @param isMany whether there are so many pairs in all groups that large ones are added to the first order
 */
function kendallOf(x: Float64Array, y: Float64Array, weights: Int32Array, isMany: boolean): Group["kendall"] {
  if (isMany || x.length <= fewPoints) {
    const pairs = allPairs(x, y, x.length <= fewPoints ? "one by one" : "first order");
    return () => pairs.kendall(weights);
  }
  const points = new WeightedPairs(x, y);
  return (total) => {
    points.draw(weights);
    return tauB(points.concordance(total));
  };
}

function meanOf(groups: readonly Group[], drawn: Int32Array): number | undefined {
  let pairs = 0;
  let sum = 0;
  for (const { members, weights, kendall } of groups) {
    let total = 0;
    for (let place = 0; place < members.length; place++) total += weights[place] = drawn[members[place]];
    const tau = total > 1 ? kendall(total) : undefined;
    if (tau === undefined) continue;
    pairs += pairsOf(total);
    sum += pairsOf(total) * tau;
  }
  return pairs === 0 ? undefined : sum / pairs;
}
