/*
 * Statistics of points that are compared within groups only, as networks of one training recipe. What counts pairs is summed over the
 * groups; what is a correlation or a choice of its own in each group is averaged.
 */
import { checkSameLength } from "./inputs.js";

/** One key a point: points of an equal key, compared as `Map` compares them, form a group. */
export type GroupKeys = ArrayLike<string | number>;

/**
 * The members of each group by index, the groups in the order of first appearance.
 *
 * @param keys one a point; `undefined`: all `count` points are one group
 * @throws UsageError naming the first index that only one of points and keys has
 * @example
 * membersOf(["a", "b", "a"], 3); // [[0, 2], [1]]
 */
export function membersOf(keys: GroupKeys | undefined, count: number): readonly (readonly number[])[] {
  if (keys === undefined) return [Array.from({ length: count }, (_, index) => index)];
  checkSameLength({ length: count }, "scores", keys, "within");
  return [...membersByKey(keys).values()];
}

/** The members of each group by key, in the order of first appearance. */
export function membersByKey<Key>(keys: ArrayLike<Key>): Map<Key, number[]> {
  const members = new Map<Key, number[]>();
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index];
    const list = members.get(key);
    if (list === undefined) members.set(key, [index]);
    else list.push(index);
  }
  return members;
}

/**
 * The values of the members.
 *
 * @example
 * valuesOf([10, 20, 30], [0, 2]); // [10, 30]
 */
export const valuesOf = (values: ArrayLike<number>, members: readonly number[]): Float64Array =>
  Float64Array.from(members, (index) => values[index]);

/**
 * The mean of a statistic over the groups that have it.
 *
 * @param groups the members of each group
 * @param statistic of the members; `undefined` leaves the group out
 * @param weight of a group; default 1 each
 * @returns `undefined` if no group has the statistic
 * @example
 * meanOfGroups([[0, 2], [1]], (members) => spearman(valuesOf(x, members), valuesOf(y, members)), (members) => members.length);
 */
export function meanOfGroups<Group>(
  groups: readonly Group[],
  statistic: (group: Group) => number | undefined,
  weight: (group: Group) => number = () => 1,
): number | undefined {
  let total = 0;
  let mean = 0;
  for (const group of groups) {
    const value = statistic(group);
    if (value === undefined) continue;
    total += weight(group);
    mean += (value - mean) * (weight(group) / total); // of one group exactly its value
  }
  return total === 0 ? undefined : mean;
}
