import {
  alphaWithoutLabels,
  type Benchmark,
  compareEvaluations,
  type Evaluation,
  type EvaluationDifference,
  evaluateBaselines,
  evaluateCrossFitted,
  evaluateProxy,
  evaluatePublished,
  foldsOf,
  groupsOf,
  type Host,
  kendallMatchedSize,
  kendallWithinGroups,
  type LearningPoint,
  learningCurve,
  macroText,
  proxies,
  unmatchedRows,
  WorkError,
} from "@zerolm/core";
import { type ChosenAlpha, chooseAlpha, hasZerolmAlpha, optionsWith } from "../../options/alpha.js";
import type { LoadedProxy } from "../../options/load-proxy.js";
import { aboutOf, type ProxyAbout } from "../../output/proxy.js";
import type { EvaluateFlags } from "./evaluate.flags.js";

/** An evaluation and how long it took. */
export type Timed = Evaluation & {
  readonly seconds: number;
  /** Missing for scores that came with the benchmark. */
  readonly about?: ProxyAbout | undefined;
  /** Of a file of scores: how many of its rows are of no network here. */
  readonly unmatched?: { readonly rows: number; readonly of: number; readonly file: string } | undefined;
};

/** Everything that was found on one benchmark. */
export interface Outcome {
  readonly benchmark: Benchmark;
  /** Our proxies, then what was published with the benchmark. */
  readonly evaluations: readonly Timed[];
  /** Why a proxy could not be judged here, a sentence each. */
  readonly unjudged: readonly string[];
  readonly baselines: readonly Evaluation[];
  /** Whether two of the evaluations differ. */
  readonly differences: readonly EvaluationDifference[];
  /** Where alpha came from. Missing where no proxy uses one that is chosen. */
  readonly alphaSource: string | undefined;
  /** How many pairs of networks the two statistics rest on that look at some pairs only. */
  readonly pairs: { readonly withinGroups: number; readonly matchedSize: number };
  /** How a predictor ranks by some labels; empty where no report asks for it, or where there are few networks. */
  readonly learning: readonly LearningPoint[];
  /** What the figures took. */
  readonly seconds: number;
}

/** Few draws, for a report must not take minutes; `docs/predictor.md` has the curves of 200. */
export const learningDraws = 3;
const learningLabels = [5, 10, 20, 40];

/** All rows of a table: proxies, published scores, and last what knows depth and hidden size alone. */
export const rowsOf = ({ evaluations, baselines }: Outcome): readonly (Evaluation & Partial<Timed>)[] => [
  ...evaluations,
  ...baselines,
];

/** Judges proxies by one benchmark. */
export async function judge(
  benchmark: Benchmark,
  loaded: readonly LoadedProxy[],
  flags: EvaluateFlags,
  host: Host = {},
): Promise<Outcome> {
  const started = performance.now();
  const evaluate = { resamples: flags.resamples, seed: flags.seed };
  const alpha = loaded.some(hasZerolmAlpha) ? alphaOf(benchmark, flags) : undefined;
  const own: Timed[] = [];
  const unjudged: string[] = [];
  for (const one of loaded)
    try {
      own.push(await judgeOne(benchmark, one, flags, hasZerolmAlpha(one) ? alpha : undefined, host));
    } catch (error) {
      if (!(error instanceof WorkError)) throw error;
      unjudged.push(error.message);
    }
  const published = flags.published ? evaluatePublished(benchmark, evaluate) : [];
  const evaluations = [...own, ...published.map((one) => ({ ...one, seconds: 0 }))];
  const figures = {
    benchmark,
    evaluations,
    unjudged,
    baselines: evaluateBaselines(benchmark, evaluate),
    differences: compareEvaluations(evaluations, benchmark, evaluate),
    alphaSource: own.map(({ about }) => about?.alphaSource).find((source) => source !== undefined),
    pairs: pairsOf(benchmark),
  };
  const seconds = (performance.now() - started) / 1000;
  return {
    ...figures,
    seconds,
    learning: flags.report === undefined ? [] : learningOf(benchmark, flags.seed),
  };
}

/** One proxy; ZeroLM by the alpha of other folds, where that is asked for. */
async function judgeOne(
  benchmark: Benchmark,
  loaded: LoadedProxy,
  flags: EvaluateFlags,
  alpha: ChosenAlpha | undefined,
  host: Host,
): Promise<Timed> {
  const started = performance.now();
  const { resamples, seed } = flags;
  const isCrossed = flags.alpha === "cross-fitted" && hasZerolmAlpha(loaded);
  const options = optionsWith(loaded, flags, alpha);
  const evaluation = isCrossed
    ? evaluateCrossFitted(benchmark, { resamples, seed })
    : await evaluateProxy(benchmark, loaded.proxy, options, { resamples, seed, host });
  const chosen = isCrossed ? crossFitted(evaluation) : alpha;
  const about = aboutOf(loaded, chosen ? { ...options, alpha: chosen.value } : options, chosen);
  const seconds = (performance.now() - started) / 1000;
  return { ...evaluation, seconds, about, unmatched: unmatchedOf(benchmark, loaded) };
}

function unmatchedOf({ entries }: Benchmark, { reference }: LoadedProxy): Timed["unmatched"] {
  if (reference.kind !== "scores") return undefined;
  const { scores } = reference;
  const named = entries.map(({ id, architecture }) => ({ ...architecture, name: id }));
  return { rows: unmatchedRows(scores, named), of: scores.keys.length, file: scores.file };
}

function learningOf(benchmark: Benchmark, seed: number): LearningPoint[] {
  if (groupsOf(benchmark.entries)) return [];
  const labels = learningLabels.filter((count) => 2 * count <= benchmark.entries.length);
  return labels.length === 0 ? [] : learningCurve(benchmark, { labels, draws: learningDraws, seed });
}

function pairsOf({ entries }: Benchmark): Outcome["pairs"] {
  const quality = entries.map((entry) => entry.quality);
  const within = groupsOf(entries);
  const size = proxies.parameters.scorer();
  const sizes = entries.map(({ architecture }) => size.score(architecture).value);
  return {
    withinGroups: kendallWithinGroups(quality, quality, entries.map(macroText), within).pairs,
    matchedSize: kendallMatchedSize(quality, quality, sizes, undefined, within).pairs,
  };
}

function alphaOf(benchmark: Benchmark, flags: EvaluateFlags): ChosenAlpha {
  return chooseAlpha(flags, "default", () => ({
    value: alphaWithoutLabels(benchmark.entries.map(({ architecture }) => architecture)),
    source: "label-free, from the architectures of the benchmark",
  }));
}

/** The mean of the folds. */
const crossFitted = ({ alpha = Number.NaN, entries }: Evaluation): ChosenAlpha => ({
  value: alpha,
  source: `cross-fitted, mean of ${foldsOf(entries.length)} folds`,
});
