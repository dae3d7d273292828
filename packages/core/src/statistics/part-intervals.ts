import { type BootstrapOptions, bootstrapSettings, type Interval, middle } from "./bootstrap.js";
import { denseRanks, orderByRank } from "./dense-ranks.js";
import { type GroupKeys, membersByKey, membersOf, valuesOf } from "./groups.js";
import { checkPairs } from "./inputs.js";
import { tauB } from "./kendall.js";
import { matchedPairs } from "./matched-pairs.js";
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
 * The result depends on the set of points and not on their order. O(resamples · (n log n + pairs of similar size)); of more than 8,192
 * such pairs the size interval is that of the first order.
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

interface Group {
  readonly points: WeightedPairs;
  readonly members: readonly number[];
  readonly weights: Int32Array;
}

/** τ-b within groups of a resample, weighted by pairs; points come in the order by (x, y). */
function groupedPairs(
  x: Float64Array,
  y: Float64Array,
  keys: readonly (string | number)[],
): (weights: Int32Array) => number | undefined {
  const groups = [...membersByKey(keys).values()]
    .filter(({ length }) => length > 1)
    .map((indices): Group => {
      const of = (values: Float64Array) => Float64Array.from(indices, (index) => values[index]);
      return {
        points: new WeightedPairs(of(x), of(y)),
        members: indices,
        weights: new Int32Array(indices.length),
      };
    });
  return (weights) => meanOf(groups, weights);
}

function meanOf(groups: readonly Group[], drawn: Int32Array): number | undefined {
  let pairs = 0;
  let sum = 0;
  for (const { points, members, weights } of groups) {
    let total = 0;
    for (let place = 0; place < members.length; place++) total += weights[place] = drawn[members[place]];
    points.draw(weights);
    const counts = points.concordance(total);
    const kendall = tauB(counts);
    if (kendall === undefined) continue;
    pairs += counts.pairs;
    sum += counts.pairs * kendall;
  }
  return pairs === 0 ? undefined : sum / pairs;
}
