import { Random } from "@zerolm/core";

const resamples = 2000;
const level = 0.95;

/**
 * How the figures of one list relate to those of another, round by round.
 *
 * The ratio is the median of the ratios of the rounds. Its interval is a percentile bootstrap: 2,000 resamples of the rounds with
 * replacement, the middle 95 % of their medians, seeded, so that the same figures give the same interval.
 *
 * @param {readonly number[]} above numerators, one a round
 * @param {readonly number[]} below as many denominators
 * @returns {{ratio: number, interval: [number, number]} | undefined} nothing if there is no round, or one without a finite ratio
 * @see Efron & Tibshirani, An introduction to the bootstrap (1993), § 13.3
 * @example
 * ratioOf([2, 2, 4], [1, 2, 2]); // { ratio: 2, interval: [1, 2] }
 */
export function ratioOf(above, below) {
  const ratios = above.map((value, round) => (value === below[round] ? 1 : value / below[round]));
  if (ratios.length === 0 || !ratios.every(Number.isFinite)) return undefined;
  const random = new Random(0);
  const medians = Array.from({ length: resamples }, () => medianOf(ratios.map(() => random.pick(ratios))));
  const [low, high] = [(1 - level) / 2, (1 + level) / 2].map((share) => quantile(medians, share));
  return { ratio: medianOf(ratios), interval: [low, high] };
}

/** @param {readonly number[]} values at least one */
export const medianOf = (values) => quantile(values, 0.5);

/** Linear between order statistics, as NumPy's default. */
function quantile(values, share) {
  const sorted = values.toSorted((one, other) => one - other);
  const position = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(position)], sorted[Math.ceil(position)]];
  return low + (high - low) * (position % 1);
}
