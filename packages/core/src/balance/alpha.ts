import type { Architecture } from "../architecture/architecture.js";
import { subModuleSums } from "../proxy/zerolm.js";
import { spearman } from "../ranking/spearman.js";

/*
 * Notation: A and F are S_attn and S_ffn of an architecture, the capacities of its attention and FFN matrices; a ZeroLM score
 * is α·A + (1 − α)·F. α runs over the grid −1.5, −1.4, …, 1.5 of the paper, held in tenths so that scores of whole capacities
 * stay whole and ties stay ties.
 */

/** S_attn and S_ffn of many architectures, one entry each, in one common unit. */
export interface CapacityPairs {
  readonly attention: Float64Array;
  readonly ffn: Float64Array;
}

/** A value of alpha and how good it is by the measure at hand. */
export interface AlphaPoint {
  readonly alpha: number;
  readonly value: number;
}

const lowest = -15;
const highest = 15;

/** S_attn and S_ffn in closed form. They are whole numbers (in units of s²) where all architectures share one variance s². */
export function capacityPairs(architectures: readonly Architecture[]): CapacityPairs {
  const sums = architectures.map(subModuleSums);
  const [first] = sums;
  const unit = sums.every(({ scale }) => scale === first?.scale) ? () => 1 : (scale: number) => scale;
  return {
    attention: Float64Array.from(sums, ({ attention, scale }) => attention * unit(scale)),
    ffn: Float64Array.from(sums, ({ ffn, scale }) => ffn * unit(scale)),
  };
}

/**
 * A measure of the ZeroLM ranking at every alpha of the grid, lowest first. Points where the measure is not defined are left out.
 *
 * @param measure takes one score an architecture
 */
export function alphaCurve(
  { attention, ffn }: CapacityPairs,
  measure: (scores: Float64Array) => number | undefined,
): AlphaPoint[] {
  const curve: AlphaPoint[] = [];
  const scores = new Float64Array(attention.length);
  for (let tenths = lowest; tenths <= highest; tenths++) {
    for (let index = 0; index < scores.length; index++)
      scores[index] = tenths * (attention[index] as number) + (10 - tenths) * (ffn[index] as number);
    const value = measure(scores);
    if (value !== undefined) curve.push({ alpha: tenths / 10, value });
  }
  return curve;
}

/** The pairs of some of the architectures. */
export const chosenPairs = (
  { attention, ffn }: CapacityPairs,
  indices: readonly number[],
): CapacityPairs => ({
  attention: Float64Array.from(indices, (index) => attention[index] as number),
  ffn: Float64Array.from(indices, (index) => ffn[index] as number),
});

/**
 * ZeroLM scores in an arbitrary unit, one a pair. With an alpha of two decimals scores of whole capacities are whole, and ties stay
 * ties.
 */
export function scoresAt(alpha: number, { attention, ffn }: CapacityPairs): Float64Array {
  const hundredths = Math.round(alpha * 100);
  return attention.map((value, index) => hundredths * value + (100 - hundredths) * (ffn[index] as number));
}

/** The curve, best first; among equal ones those nearest to 0.5 first, and of two equally near the lower. */
export function bestFirst(curve: readonly AlphaPoint[]): AlphaPoint[] {
  const distance = ({ alpha }: AlphaPoint): number => Math.abs(Math.round(10 * alpha) - 5);
  return [...curve].sort(
    (one, other) => other.value - one.value || distance(one) - distance(other) || one.alpha - other.alpha,
  );
}

/** Spearman's ρ with a fixed list of numbers, as a measure. */
export const spearmanWith =
  (target: ArrayLike<number>) =>
  (scores: Float64Array): number | undefined =>
    spearman(scores, target);
