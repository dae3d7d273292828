import type { Group } from "./knapsack.js";

/** Values that add exactly, one a choice: each is `high + low`. */
export interface Values {
  readonly high: ArrayLike<number>;
  readonly low: ArrayLike<number>;
}

/** Which choices of a group are left out. */
export type Thinning =
  /** Those that another equals in size and value. */
  | "equal"
  /** Those that a smaller one equals in value: without a minimum size every total remains, at its smallest size. */
  | "larger"
  /** Those that a smaller one equals or exceeds in value: without a minimum size the best total and the front remain. */
  | "dominated";

/** Whether a choice adds nothing to those kept before it, the last of them `last`. Smaller choices come first, of one size the best. */
type IsRedundant = (choice: number, last: number | undefined) => boolean;

/** By how much the value of one choice exceeds that of another; its sign is that of the difference in real arithmetic. */
type Excess = (one: number, other: number) => number;

/**
 * The choices of a group that matter, the smallest first.
 *
 * @param sizes whole numbers, one a choice
 * @example
 * choicesThatMatter({ high: [1, 3, 2], low: [0, 0, 0] }, [5, 6, 7], "dominated").places; // [0, 1]
 */
export function choicesThatMatter(values: Values, sizes: ArrayLike<number>, thinning: Thinning): Group {
  const { high, low } = values;
  const excess: Excess = (one, other) => high[one] - high[other] + (low[one] - low[other]);
  const sizeOf = (choice: number): number => sizes[choice];
  const order = Array.from(sizes, (_, choice) => choice);
  order.sort((one, other) => sizeOf(one) - sizeOf(other) || excess(other, one) || one - other);
  const isRedundant = redundancies[thinning](values, sizes, excess);
  const places: number[] = [];
  for (const choice of order) if (!isRedundant(choice, places.at(-1))) places.push(choice);
  return {
    places,
    sizes: places.map(sizeOf),
    high: places.map((choice) => high[choice]),
    low: places.map((choice) => low[choice]),
  };
}

const redundancies: Readonly<
  Record<Thinning, (values: Values, sizes: ArrayLike<number>, excess: Excess) => IsRedundant>
> = {
  equal: (_, sizes, excess) => (choice, last) =>
    last !== undefined && sizes[last] === sizes[choice] && excess(choice, last) === 0,
  larger: valueIsKnown,
  dominated: (_values, _sizes, excess) => (choice, last) => last !== undefined && excess(choice, last) <= 0,
};

/** Looks choices up by their rounded value; only those of one rounded value are compared exactly. */
function valueIsKnown({ high, low }: Values, _sizes: ArrayLike<number>, excess: Excess): IsRedundant {
  const known = new Map<number, number[]>();
  return (choice) => {
    const value = high[choice] + low[choice];
    const alike = known.get(value) ?? [];
    if (alike.some((one) => excess(choice, one) === 0)) return true;
    alike.push(choice);
    known.set(value, alike);
    return false;
  };
}
