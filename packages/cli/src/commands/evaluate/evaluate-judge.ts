import {
  alphaWithoutLabels,
  type Benchmark,
  compareEvaluations,
  type Evaluation,
  type EvaluationDifference,
  entryNamed,
  evaluateBaselines,
  evaluateCrossFitted,
  evaluateProxy,
  evaluatePublished,
  foldsOf,
  groupsOf,
  kendallMatchedSize,
  kendallWithinGroups,
  type LearningPoint,
  learningCurve,
  macroText,
  type Proxy,
  type ProxyName,
  proxies,
  UsageError,
} from "@zerolm/core";
import { type ChosenAlpha, chooseAlpha } from "../../options/alpha.js";
import { refuseIdle } from "../../options/idle.js";
import { isPredictorFile } from "../../options/load-proxy.js";
import type { EvaluateFlags } from "./evaluate.flags.js";

/** An evaluation and how long it took. */
export type Timed = Evaluation & { readonly seconds: number };

/** Everything that was found on one benchmark. */
export interface Outcome {
  readonly benchmark: Benchmark;
  /** Our proxies, then what was published with the benchmark. */
  readonly evaluations: readonly Timed[];
  readonly baselines: readonly Evaluation[];
  /** Whether two of the evaluations differ. */
  readonly differences: readonly EvaluationDifference[];
  /** Missing where no proxy uses one. */
  readonly alpha: ChosenAlpha | undefined;
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
export const rowsOf = ({ evaluations, baselines }: Outcome): readonly Evaluation[] => [
  ...evaluations,
  ...baselines,
];

/** The proxies that were asked for, each once. */
export function proxyNames({ proxy, alpha, std, nscAttention, sequence, dtype }: EvaluateFlags): ProxyName[] {
  const names =
    proxy.trim() === "all"
      ? (Object.keys(proxies) as ProxyName[]).filter((name) => !(proxies[name] as Proxy).objectiveOnly)
      : proxy.split(",").map((name) => proxyNamed(name.trim()));
  const given = { "--alpha": alpha, "--std": std, "--nsc-attention": nscAttention };
  refuseIdle({ ...given, "--sequence": sequence, "--dtype": dtype }, names);
  return [...new Set(names)];
}

function proxyNamed(name: string): ProxyName {
  if (isPredictorFile(name))
    throw new UsageError(
      "a predictor has seen labels, and evaluate judges what has not; calibrate --predictor judges one by the networks that it did not learn from",
      { file: name },
    );
  return entryNamed(proxies, name, "proxy").name as ProxyName;
}

/** Judges proxies by one benchmark. */
export function judge(benchmark: Benchmark, names: readonly ProxyName[], flags: EvaluateFlags): Outcome {
  const started = performance.now();
  const { resamples, seed, alpha: _, ...options } = flags;
  const evaluate = { resamples, seed };
  const crossed = flags.alpha === "cross-fitted";
  const usesAlpha = (name: ProxyName): boolean => (proxies[name] as Proxy).heeds.includes("alpha");
  const alpha = names.some(usesAlpha) && !crossed ? alphaOf(benchmark, flags) : undefined;
  const own = names.map((name) =>
    timed(() =>
      crossed && usesAlpha(name)
        ? evaluateCrossFitted(benchmark, evaluate)
        : evaluateProxy(benchmark, name, { ...options, alpha: alpha?.value }, evaluate),
    ),
  );
  const published = flags.published ? evaluatePublished(benchmark, evaluate) : [];
  const evaluations = [...own, ...published.map((one) => ({ ...one, seconds: 0 }))];
  const figures = {
    benchmark,
    evaluations,
    baselines: evaluateBaselines(benchmark, evaluate),
    differences: compareEvaluations(evaluations, benchmark, evaluate),
    alpha: crossed ? crossFittedAlphaOf(own) : alpha,
    pairs: pairsOf(benchmark),
  };
  const seconds = (performance.now() - started) / 1000;
  return { ...figures, seconds, learning: flags.report === undefined ? [] : learningOf(benchmark, seed) };
}

function learningOf(benchmark: Benchmark, seed: number): LearningPoint[] {
  if (groupsOf(benchmark.entries)) return [];
  const labels = learningLabels.filter((count) => 2 * count <= benchmark.entries.length);
  return labels.length === 0 ? [] : learningCurve(benchmark, { labels, draws: learningDraws, seed });
}

function pairsOf({ entries }: Benchmark): Outcome["pairs"] {
  const quality = entries.map((entry) => entry.quality);
  const within = groupsOf(entries);
  const size = proxies.parameters.scorer({});
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

/** The mean of the folds; missing where no proxy uses an alpha. */
function crossFittedAlphaOf(evaluations: readonly Evaluation[]): ChosenAlpha | undefined {
  for (const { alpha, entries } of evaluations)
    if (alpha !== undefined)
      return { value: alpha, source: `cross-fitted, mean of ${foldsOf(entries.length)} folds` };
  return undefined;
}

function timed(work: () => Evaluation): Timed {
  const started = performance.now();
  return { ...work(), seconds: (performance.now() - started) / 1000 };
}
