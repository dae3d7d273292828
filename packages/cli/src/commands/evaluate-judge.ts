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
  type ProxyName,
  proxies,
} from "@zerolm/core";
import { type ChosenAlpha, chooseAlpha } from "../options/alpha.js";
import { refuseIdle } from "../options/idle.js";
import type { EvaluateFlags } from "./evaluate.command.js";

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
}

/** The proxies that were asked for, each once. */
export function proxyNames({ proxy, alpha, std, nscAttention, sequence }: EvaluateFlags): ProxyName[] {
  const names =
    proxy.trim() === "all"
      ? (Object.keys(proxies) as ProxyName[])
      : proxy.split(",").map((name) => entryNamed(proxies, name.trim(), "proxy").name as ProxyName);
  const given = { "--alpha": alpha, "--std": std, "--nsc-attention": nscAttention };
  refuseIdle({ ...given, "--sequence": sequence }, names);
  return [...new Set(names)];
}

/** Judges proxies by one benchmark. */
export function judge(benchmark: Benchmark, names: readonly ProxyName[], flags: EvaluateFlags): Outcome {
  const { resamples, seed, alpha: _, ...options } = flags;
  const evaluate = { resamples, seed };
  const crossed = flags.alpha === "cross-fitted";
  const alpha = names.some((name) => proxies[name].usesAlpha) ? alphaOf(benchmark, flags) : undefined;
  const own = names.map((name) =>
    timed(() =>
      crossed && proxies[name].usesAlpha
        ? evaluateCrossFitted(benchmark, evaluate)
        : evaluateProxy(benchmark, name, { ...options, alpha: alpha?.value }, evaluate),
    ),
  );
  const published = flags.published ? evaluatePublished(benchmark, evaluate) : [];
  const evaluations = [...own, ...published.map((one) => ({ ...one, seconds: 0 }))];
  return {
    benchmark,
    evaluations,
    baselines: evaluateBaselines(benchmark, evaluate),
    differences: compareEvaluations(evaluations, benchmark, evaluate),
    alpha:
      crossed && alpha ? { ...alpha, value: own.find((one) => one.alpha !== undefined)?.alpha ?? 0 } : alpha,
  };
}

function alphaOf(benchmark: Benchmark, flags: EvaluateFlags): ChosenAlpha {
  const { entries } = benchmark;
  if (flags.alpha === "cross-fitted")
    return { value: 0, source: `cross-fitted, mean of ${foldsOf(entries.length)} folds` };
  return chooseAlpha(flags, "default", () => ({
    value: alphaWithoutLabels(entries.map(({ architecture }) => architecture)),
    source: "label-free, from the architectures of the benchmark",
  }));
}

function timed(work: () => Evaluation): Timed {
  const started = performance.now();
  return { ...work(), seconds: (performance.now() - started) / 1000 };
}
