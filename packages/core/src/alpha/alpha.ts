import type { Architecture } from "../architecture/architecture.js";
import { additiveSum } from "../proxy/additive.js";
import type { Additive } from "../proxy/proxy.js";
import { subModuleAdditive } from "../proxy/zerolm.js";
import { averageRanks } from "../statistics/ranks.js";
import { spearmanOfRanks } from "../statistics/spearman.js";

/*
 * Notation: A and F are S_attn and S_ffn of an architecture, the capacities of its attention and FFN matrices; a ZeroLM score
 * is α·A + (1 − α)·F. α has two decimals at most, so that in hundredths scores of whole capacities are whole and ties stay ties.
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

/** The grid of the paper: −1.5, −1.4, …, 1.5. */
export const alphaGrid: readonly number[] = Array.from({ length: 31 }, (_, index) => (index - 15) / 10);

/** The unscaled sums of a proxy over many architectures. */
export type SumsOf = (additive: Additive) => Float64Array;

/** The sums over architectures as they are. */
export const sumsOver =
  (architectures: readonly Architecture[]): SumsOf =>
  (additive) =>
    Float64Array.from(architectures, (architecture) => {
      const { high, low } = additiveSum(additive, architecture);
      return high + low;
    });

/** S_attn and S_ffn in closed form: whole numbers, in units of the one variance of all matrices. */
export const capacityPairs = (architectures: readonly Architecture[]): CapacityPairs =>
  capacityPairsBy(sumsOver(architectures));

/** The same of architectures whose sums are found in another way. */
export const capacityPairsBy = (sumsOf: SumsOf): CapacityPairs => ({
  attention: sumsOf(subModuleAdditive("attention")),
  ffn: sumsOf(subModuleAdditive("ffn")),
});

/**
 * A measure of the ZeroLM ranking at each of some alphas. Points where the measure is not defined are left out.
 *
 * @param measure takes one score an architecture
 * @param alphas with two decimals at most. Default: the grid of the paper, lowest first
 * @example
 * const curve = alphaCurve(capacityPairs(architectures), spearmanWith(glueScores));
 */
export function alphaCurve(
  pairs: CapacityPairs,
  measure: (scores: Float64Array) => number | undefined,
  alphas: readonly number[] = alphaGrid,
): AlphaPoint[] {
  return alphas.flatMap((alpha): AlphaPoint[] => {
    const value = measure(scoresAt(alpha, pairs));
    return value === undefined ? [] : [{ alpha, value }];
  });
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
  const distance = ({ alpha }: AlphaPoint): number => Math.abs(Math.round(100 * alpha) - 50);
  return [...curve].sort(
    (one, other) => other.value - one.value || distance(one) - distance(other) || one.alpha - other.alpha,
  );
}

/** Spearman's ρ with a fixed list of numbers, as a measure. */
export function spearmanWith(target: ArrayLike<number>): (scores: Float64Array) => number | undefined {
  const ranks = averageRanks(target);
  return (scores) => spearmanOfRanks(averageRanks(scores), ranks);
}
