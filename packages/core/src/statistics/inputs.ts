import { UsageError } from "../errors.js";

/**
 * Checks that every entry is a finite number, so that no statistic turns into NaN silently.
 *
 * @param values one number an architecture
 * @param name what the caller calls the list, for the message
 * @throws UsageError naming the first entry that is not a finite number, as `scores[3]`
 * @example
 * checkFinite([1, Number.NaN], "scores"); // UsageError: scores[1] is NaN …
 */
export function checkFinite(values: ArrayLike<number>, name: string): void {
  for (let index = 0; index < values.length; index++) {
    if (Number.isFinite(values[index])) continue;
    throw new UsageError(
      `${name}[${index}] is ${values[index]}, which cannot be ranked. ` +
        "Correct it, or leave this architecture out of every list.",
    );
  }
}

/**
 * Checks that two lists speak of the same architectures, as far as their lengths can tell.
 *
 * @throws UsageError naming the first index that only one of the lists has
 * @example
 * checkSameLength([1, 2], "scores", [1], "quality"); // UsageError: quality[1] is missing …
 */
export function checkSameLength(
  first: ArrayLike<unknown>,
  firstName: string,
  second: ArrayLike<unknown>,
  secondName: string,
): void {
  if (first.length === second.length) return;
  const shorter = first.length < second.length ? firstName : secondName;
  throw new UsageError(
    `${shorter}[${Math.min(first.length, second.length)}] is missing: ${firstName} has ${first.length} entries, ` +
      `${secondName} has ${second.length}. Give one entry of each for every architecture.`,
  );
}

/**
 * Checks two lists of finite numbers of equal length: the input of every statistic in this folder.
 *
 * @param names what the caller calls the two lists; default `x` and `y`
 * @throws UsageError naming the index of the first fault
 * @example
 * checkPairs([1, 2], [3, 4]); // nothing happens
 */
export function checkPairs(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  names: readonly [string, string] = ["x", "y"],
): void {
  checkSameLength(x, names[0], y, names[1]);
  checkFinite(x, names[0]);
  checkFinite(y, names[1]);
}

/**
 * Checks that an option is an integer and not too small.
 *
 * @throws UsageError naming the option, its value and its least value
 * @example
 * checkInteger(0, 1, "k"); // UsageError: k is 0 …
 */
export function checkInteger(value: number, least: number, name: string): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new UsageError(`${name} is ${value}, but it must be an integer of at least ${least}.`);
}
