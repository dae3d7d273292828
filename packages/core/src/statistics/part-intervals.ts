import { type BootstrapOptions, bootstrapSettings, type Interval, middle } from "./bootstrap.js";
import { denseRanks, orderByRank } from "./dense-ranks.js";
import { type GroupKeys, membersByKey, membersOf, valuesOf } from "./groups.js";
import { checkPairs } from "./inputs.js";
import { pairsOf, tauB } from "./kendall.js";
import { allPairs, listed, matchedPairs, oneByOneAtMost, signedSum, tauOf } from "./matched-pairs.js";
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

/** Adds up τ-b of groups, weighted by pairs, for a resample of all points. */
type AddGroups = (drawn: Int32Array, found: { pairs: number; sum: number }) => void;

/** Up to so many points of a group are compared pair by pair: sorting them by a tree takes longer. */
const fewPoints = 32;

/** τ-b within groups of a resample, weighted by pairs; points come in the order by (x, y). */
function groupedPairs(
  x: Float64Array,
  y: Float64Array,
  keys: readonly (string | number)[],
): (weights: Int32Array) => number | undefined {
  const groups = [...membersByKey(keys).values()].filter(({ length }) => length > 1);
  const isMany = groups.reduce((sum, { length }) => sum + pairsOf(length), 0) > oneByOneAtMost;
  const small = smallGroups(
    x,
    y,
    groups.filter(({ length }) => length <= fewPoints),
  );
  const large = groups
    .filter(({ length }) => length > fewPoints)
    .map((members) => largeGroup(x, y, members, isMany));
  return (weights) => {
    const found = { pairs: 0, sum: 0 };
    for (const add of [small, ...large]) add(weights, found);
    return found.pairs === 0 ? undefined : found.sum / found.pairs;
  };
}

/** Groups of few points, laid out one behind the other: row by row, each point with those of its group before it. */
function smallGroups(x: Float64Array, y: Float64Array, groups: readonly (readonly number[])[]): AddGroups {
  const order = Int32Array.from(groups.flat());
  const signs = new Int8Array(groups.reduce((sum, { length }) => sum + pairsOf(length), 0));
  const laid = layOut(x, y, groups, signs);
  const weights = new Int32Array(order.length);
  return (drawn, found) => {
    let row = 0;
    let place = 0;
    for (const { end, tiedX, tiedY } of laid) {
      const start = place;
      let total = 0;
      let signed = 0;
      let all = 0;
      for (; place < end; place++) {
        const weight = drawn[order[place]];
        weights[place] = weight;
        if (weight > 0) {
          signed += weight * signedSum(signs, row, weights, start, place);
          all += weight * total;
          total += weight;
        }
        row += place - start;
      }
      addTau(found, total, tauOf(signed, all - listed(tiedX, weights), all - listed(tiedY, weights)));
    }
  };
}

/** Where each group ends, and its tied pairs by place; fills the signs of all pairs. */
function layOut(
  x: Float64Array,
  y: Float64Array,
  groups: readonly (readonly number[])[],
  signs: Int8Array,
): { readonly end: number; readonly tiedX: readonly number[]; readonly tiedY: readonly number[] }[] {
  let row = 0;
  let end = 0;
  return groups.map((members) => {
    const start = end;
    end += members.length;
    const [tiedX, tiedY]: [number[], number[]] = [[], []];
    for (const [place, one] of members.entries())
      for (const [before, other] of members.slice(0, place).entries()) {
        signs[row++] = Math.sign(x[one] - x[other]) * Math.sign(y[one] - y[other]);
        if (x[one] === x[other]) tiedX.push(start + place, start + before);
        if (y[one] === y[other]) tiedY.push(start + place, start + before);
      }
    return { end, tiedX, tiedY };
  });
}

/** @param isMany whether there are so many pairs in all groups that they are added to the first order */
function largeGroup(
  x: Float64Array,
  y: Float64Array,
  members: readonly number[],
  isMany: boolean,
): AddGroups {
  const weights = new Int32Array(members.length);
  const [xs, ys] = [valuesOf(x, members), valuesOf(y, members)];
  const pairs = isMany ? allPairs(xs, ys) : undefined;
  const points = new WeightedPairs(xs, ys);
  return (drawn, found) => {
    let total = 0;
    for (let place = 0; place < members.length; place++) total += weights[place] = drawn[members[place]];
    if (!pairs) points.draw(weights);
    addTau(found, total, pairs ? pairs.kendall(weights) : tauB(points.concordance(total)));
  };
}

function addTau(found: { pairs: number; sum: number }, total: number, tau: number | undefined): void {
  if (tau === undefined) return;
  found.pairs += pairsOf(total);
  found.sum += pairsOf(total) * tau;
}
