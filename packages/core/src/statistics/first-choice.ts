/*
 * Notation
 *   g        group of architectures that may be compared; without groups, all of them
 *   b        budget: the largest size that may be trained
 *   A(g, b)  architectures of g of a size of at most b
 *   q        quality, sd(g) its standard deviation over g (divided by n)
 */
import { argsort } from "./argsort.js";
import { type GroupKeys, meanOfGroups, membersOf, valuesOf } from "./groups.js";
import { checkFinite, checkPairs, checkSameLength } from "./inputs.js";

/** What {@link firstChoiceRegret} may be told beside scores, quality and sizes. */
export interface FirstChoiceOptions {
  /** The largest sizes that may be trained, in the unit of the sizes. Default: every size that an architecture of the group has. */
  readonly budgets?: ArrayLike<number> | undefined;
  /** A key for each architecture: only those of an equal key are compared. Default: all of them. */
  readonly within?: GroupKeys | undefined;
}

/** What training the first choice under a budget costs. */
export interface FirstChoiceRegret {
  /** In standard deviations of quality, ≥ 0; `undefined` if no budget leaves a choice. */
  readonly regret: number | undefined;
  /** Number of groups that entered the mean. */
  readonly groups: number;
  /** Number of pairs of a group and a budget that entered it. */
  readonly budgets: number;
}

/**
 * The regret of the first choice under a budget: how much quality is lost by training, of all architectures that the budget allows,
 * the one with the highest score.
 *
 *     r(g, b) = (max q over A(g, b) − q of the highest scored in A(g, b)) / sd(g)
 *
 * The mean over the budgets that leave a choice, at least two architectures, and then over the groups, each with the same weight. A
 * group of constant quality leaves no choice either. Ties in score: expected value under random order, the mean quality of those
 * scored highest. Sorts by size and passes once: O(n log n) for any number of budgets.
 *
 * @param scores finite numbers, more is better
 * @param quality as many finite numbers, more is better
 * @param sizes as many finite numbers, such as parameter counts
 * @throws UsageError naming the index of a value that is missing or not finite
 * @see the definition is ours; `topKRegret` is its counterpart without budgets
 * @example
 * firstChoiceRegret([1, 3, 2], [70, 75, 80], [10, 20, 30]).regret; // 0.61: nothing is lost up to 20, 5 points up to 30
 */
export function firstChoiceRegret(
  scores: ArrayLike<number>,
  quality: ArrayLike<number>,
  sizes: ArrayLike<number>,
  { budgets, within }: FirstChoiceOptions = {},
): FirstChoiceRegret {
  checkPairs(scores, quality, ["scores", "quality"]);
  checkSameLength(scores, "scores", sizes, "sizes");
  checkFinite(sizes, "sizes");
  if (budgets) checkFinite(budgets, "budgets");
  const asked = budgets && Float64Array.from(budgets).sort();
  const regrets = membersOf(within, scores.length)
    .map((members) =>
      regretsOf(valuesOf(scores, members), valuesOf(quality, members), valuesOf(sizes, members), asked),
    )
    .filter(({ length }) => length > 0);
  return {
    regret: meanOfGroups(regrets, (some) => meanOfGroups(some, (one) => one)),
    groups: regrets.length,
    budgets: regrets.reduce((sum, { length }) => sum + length, 0),
  };
}

/** The regret at each budget that leaves a choice, in ascending order of the budgets. */
function regretsOf(
  scores: Float64Array,
  quality: Float64Array,
  sizes: Float64Array,
  budgets: Float64Array = Float64Array.from(new Set(sizes)).sort(),
): number[] {
  const deviation = deviationOf(quality);
  if (deviation === 0) return [];
  const order = argsort(sizes);
  const regrets: number[] = [];
  const found = new Affordable();
  let next = 0;
  for (const budget of budgets) {
    for (; next < order.length && sizes[order[next]] <= budget; next++)
      found.add(scores[order[next]], quality[order[next]]);
    if (next > 1) regrets.push(found.regret() / deviation);
  }
  return regrets;
}

/** The architectures that a rising budget has allowed so far. */
class Affordable {
  #best = Number.NEGATIVE_INFINITY;
  #highest = Number.NEGATIVE_INFINITY;
  /** The quality of those with the highest score, summed up. */
  #sum = 0;
  #tied = 0;

  add(score: number, quality: number): void {
    this.#best = Math.max(this.#best, quality);
    if (score > this.#highest) {
      this.#highest = score;
      this.#sum = 0;
      this.#tied = 0;
    }
    if (score < this.#highest) return;
    this.#sum += quality;
    this.#tied++;
  }

  regret(): number {
    return Math.max(0, this.#best - this.#sum / this.#tied);
  }
}

function deviationOf(values: Float64Array): number {
  if (values.every((value) => value === values[0])) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
