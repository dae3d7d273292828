import { leastOver, mostOver } from "../extremes.js";
import { greatestCommonDivisor } from "./greatest-common-divisor.js";
import { Relaxation } from "./relaxation.js";

/*
 * The multiple-choice knapsack: take one choice of every group, the sizes within a window, the values as large as can be.
 *
 * Notation
 *
 *     G              number of groups
 *     s_gj, v_gj     size and value of choice j of group g. Sizes are whole numbers. A value is high + low and adds exactly in any order
 *                    (`capacity/exact-sum.ts`), so that a best value is the best to the last bit.
 *     c_gj           offset: (s_gj − min_i s_gi) / unit, where unit divides all these differences. Many sizes become few offsets.
 *     f_g(c)         largest value of the first g groups at a total offset of exactly c; a state is such a c with its value
 *     R_g(x)         upper bound on the value of groups g + 1 … G at an offset of x: concave and piecewise linear
 *     [least, most]  offsets within the window
 *
 * Dynamic program (`reach.ts`, `cells.ts`), for values from a threshold on, following at most `limit` states a level:
 *
 *     f_0 ← {0: 0};  lost ← −∞
 *     for g ← 1 … G
 *       f_g(c) ← max_j f_{g−1}(c − c_gj) + v_gj                              for c ≤ most
 *       bound(c) ← f_g(c) + max { R_g(x) : least ≤ c + x ≤ most }            (`relaxation.ts`)
 *       drop c with bound(c) < threshold
 *       keep the `limit` states with the highest bounds; lost ← max(lost, highest bound of the rest)
 *
 * Best values (`best.ts`) of several knapsacks, in the order of their bounds:
 *
 *     repeat
 *       run the dynamic program for values near the bound, or from the k-th best known value on
 *       take values of f_G best first, the second, third, … at one offset lazily (`k-best.ts`)
 *     until the k-th best value ≥ lost and ≥ threshold; else widen, lower the threshold, or four times as many states
 *
 * Front (`front.ts`): the dynamic program without a threshold; a state is dropped where a smaller offset has at least its value.
 *
 * Several windows at once (`allocate.ts`, `integer-program.ts`): each window by itself is a relaxation. If its best solution is within
 * the others too, it is the best; else an integer program decides (`solver.ts`).
 *
 * Invariants
 *
 *     1. f_g(c) is exact for every c that was kept, up to what `lost` bounds.
 *     2. A solution whose value is at least the threshold is found, or `lost` is at least its value.
 *     3. Bounds are floating-point numbers, raised by a share of 10⁻⁹: rounding never drops a solution.
 *     4. Of equal solutions the one is taken whose last group has the earliest choice in its list, then the one before, and so on: the order
 *        of choices is an order of preference, and no threshold, limit or bound changes what is taken.
 */

/** The choices of a group that matter; entry j of each list belongs to the same choice. The order is one of preference among equals. */
export interface Group {
  /** Their places in the list that they come from. */
  readonly places: readonly number[];
  readonly sizes: readonly number[];
  readonly high: readonly number[];
  readonly low: readonly number[];
}

/** Groups with their sizes as offsets: size = base + unit · offset. Groups that are one object are laid out once. */
export class Knapsack {
  readonly groups: readonly Group[];
  /** The different ones of the groups. */
  readonly distinct: readonly Group[];
  /** Which of the distinct ones each group is. */
  readonly kinds: readonly number[];
  /** Offset of every choice, group by group. The smallest of each group is 0. */
  readonly offsets: readonly (readonly number[])[];
  /** Size of the smallest solution. */
  readonly base: number;
  readonly unit: number;
  /** Offset of the largest solution. */
  readonly span: number;
  /** The most choices of a group. */
  readonly widest: number;
  #relaxation: Relaxation | undefined;

  constructor(groups: readonly Group[]) {
    const kindOf = new Map<Group, number>();
    for (const group of groups) if (!kindOf.has(group)) kindOf.set(group, kindOf.size);
    this.groups = groups;
    this.distinct = [...kindOf.keys()];
    this.kinds = groups.map((group) => kindOf.get(group) as number);
    const smallest = this.distinct.map(({ sizes }) => leastOver(sizes, (size) => size));
    const above = this.distinct.map(({ sizes }, kind) => sizes.map((size) => size - smallest[kind]));
    this.unit = above.reduce((divisor, sizes) => sizes.reduce(greatestCommonDivisor, divisor), 0) || 1;
    const offsets = above.map((sizes) => sizes.map((size) => size / this.unit));
    const largest = offsets.map((own) => mostOver(own, (offset) => offset));
    this.offsets = this.kinds.map((kind) => offsets[kind]);
    this.base = this.kinds.reduce((sum, kind) => sum + smallest[kind], 0);
    this.span = this.kinds.reduce((sum, kind) => sum + largest[kind], 0);
    this.widest = Math.max(
      1,
      mostOver(this.distinct, ({ places }) => places.length),
    );
  }

  /** Upper bounds on values; made when first asked for. */
  get relaxation(): Relaxation {
    this.#relaxation ??= new Relaxation(this);
    return this.#relaxation;
  }
}
