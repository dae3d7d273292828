import type { Benchmark } from "../benchmark/benchmark.js";
import { requireOneGroup } from "../benchmark/groups.js";
import { UsageError } from "../errors.js";
import { defaultAlpha } from "../proxy/zerolm.js";
import { Random } from "../random/random.js";
import { kendall } from "../statistics/kendall.js";
import { spearman } from "../statistics/spearman.js";
import { type CapacityPairs, capacityPairs, chosenPairs, scoresAt } from "./alpha.js";
import { alphaFromLabels } from "./benchmark-sampling.js";
import { type Spread, spreadOf } from "./spread.js";

/** What alpha from a few labels is worth, judged on the architectures whose labels it did not see. */
export interface Calibration {
  readonly labels: number;
  readonly draws: number;
  readonly alpha: Spread;
  readonly spearman: Spread;
  readonly kendall: Spread;
  /** Kendall's τ at the alpha that is used without labels, 0.5, on the same architectures. */
  readonly defaultKendall: Spread;
}

/**
 * Benchmark sampling, repeated: each draw chooses `labels` architectures at random, takes alpha from them, and ranks the rest.
 *
 * @throws {UsageError} where labels are fewer than 2 or leave fewer than 2 to judge by, where there is no draw, or several groups
 * @example
 * const { alpha, kendall } = calibrate(benchmark, { labels: 50, draws: 100, seed: 0 });
 */
export function calibrate(
  benchmark: Benchmark,
  { labels, draws, seed }: { readonly labels: number; readonly draws: number; readonly seed: number },
): Calibration {
  requireOneGroup(benchmark);
  const { entries } = benchmark;
  if (!Number.isInteger(draws) || draws < 1)
    throw new UsageError(`draws must be a whole number from 1, not ${draws}`);
  if (!Number.isInteger(labels) || labels < 2 || labels > entries.length - 2)
    throw new UsageError(
      `${benchmark.name} has ${entries.length} architectures: labels must be from 2 to ${entries.length - 2}`,
    );
  const pairs = capacityPairs(entries.map(({ architecture }) => architecture));
  const quality = Float64Array.from(entries, (entry) => entry.quality);
  const random = new Random(seed);
  const results = Array.from({ length: draws }, () =>
    oneDraw(pairs, quality, random.sample(entries.length, entries.length), labels),
  );
  return {
    labels,
    draws,
    alpha: spreadOf(results.map(({ alpha }) => alpha)),
    spearman: spreadOf(results.map((result) => result.spearman)),
    kendall: spreadOf(results.map((result) => result.kendall)),
    defaultKendall: spreadOf(results.map((result) => result.defaultKendall)),
  };
}

function oneDraw(pairs: CapacityPairs, quality: Float64Array, order: readonly number[], labels: number) {
  const seen = order.slice(0, labels);
  const rest = order.slice(labels);
  const alpha = alphaFromLabels(chosenPairs(pairs, seen), pick(quality, seen));
  const unseen = chosenPairs(pairs, rest);
  const scores = scoresAt(alpha, unseen);
  const truth = pick(quality, rest);
  return {
    alpha,
    // A ranking without any order is worth what chance is.
    spearman: spearman(scores, truth) ?? 0,
    kendall: kendall(scores, truth) ?? 0,
    defaultKendall: kendall(scoresAt(defaultAlpha, unseen), truth) ?? 0,
  };
}

const pick = (values: Float64Array, indices: readonly number[]): Float64Array =>
  Float64Array.from(indices, (index) => values[index] as number);
