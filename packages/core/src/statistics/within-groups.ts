import { type GroupKeys, membersByKey, membersOf, valuesOf } from "./groups.js";
import { checkPairs, checkSameLength } from "./inputs.js";
import { concordance, tauB } from "./kendall.js";

/** Kendall's τ-b inside one group. */
export interface GroupKendall<Key> {
  /** The key that the members share. */
  readonly group: Key;
  /** Number of members. */
  readonly size: number;
  /** Pairs of members, size(size − 1)/2. */
  readonly pairs: number;
  /** τ-b of the members; `undefined` for one member, or where scores or quality are constant. */
  readonly kendall: number | undefined;
}

/** Kendall's τ-b within groups. */
export interface WithinGroups<Key> {
  /** Mean of the groups' τ-b, weighted by their pairs; `undefined` where no group has one. */
  readonly kendall: number | undefined;
  /** Number of groups that entered the mean. */
  readonly groups: number;
  /** Number of pairs in the groups that entered the mean. */
  readonly pairs: number;
  /** Every group, also those left out, in the order of first appearance. */
  readonly rows: readonly GroupKendall<Key>[];
}

/**
 * Kendall's τ-b within groups of an equal key, as (depth, hidden): what a proxy knows beyond the key.
 *
 *     τ = Σ P_g·τ_g / Σ P_g,   P_g = n_g(n_g − 1)/2,   over the groups g whose τ-b τ_g is defined
 *
 * Pairs from two groups never count, so a proxy that only sees the key gets no value at all. A group in which the
 * scores (or the quality) are constant is skipped, not counted as 0: `groups` and `pairs` say how much evidence is left.
 *
 * @param scores finite numbers, more is better
 * @param quality as many finite numbers, more is better
 * @param groups as many keys, compared as `Map` compares them
 * @param within as many keys: members of a group are compared if these are equal too; default: all members
 * @throws UsageError naming the index of a value that is missing or not finite
 * @see Kendall 1945 for τ-b; the weighted mean is ours
 * @example
 * kendallWithinGroups([1, 2, 3, 4], [1, 2, 4, 3], ["a", "a", "b", "b"]).kendall; // (1 − 1) / 2 = 0
 */
export function kendallWithinGroups<Key extends string | number>(
  scores: ArrayLike<number>,
  quality: ArrayLike<number>,
  groups: ArrayLike<Key>,
  within?: GroupKeys,
): WithinGroups<Key> {
  checkPairs(scores, quality, ["scores", "quality"]);
  checkSameLength(scores, "scores", groups, "groups");
  if (within) checkSameLength(scores, "scores", within, "within");
  const rows = [...membersByKey(groups)].flatMap(([group, all]) =>
    comparable(all, within).map((members): GroupKendall<Key> => {
      const counts = concordance(valuesOf(scores, members), valuesOf(quality, members));
      return { group, size: members.length, pairs: counts.pairs, kendall: tauB(counts) };
    }),
  );
  return { ...weightedMean(rows), rows };
}

/** The members of a group, apart by the other keys. */
function comparable(
  members: readonly number[],
  within: GroupKeys | undefined,
): readonly (readonly number[])[] {
  if (within === undefined) return [members];
  const keys = members.map((index) => within[index]);
  return membersOf(keys, members.length).map((some) => some.map((place) => members[place]));
}

function weightedMean<Key>(rows: readonly GroupKendall<Key>[]): Omit<WithinGroups<Key>, "rows"> {
  let groups = 0;
  let pairs = 0;
  let sum = 0;
  for (const row of rows) {
    if (row.kendall === undefined) continue;
    groups++;
    pairs += row.pairs;
    sum += row.pairs * row.kendall;
  }
  return { kendall: groups === 0 ? undefined : sum / pairs, groups, pairs };
}
