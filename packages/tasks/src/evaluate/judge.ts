import {
  alphaWithoutLabels,
  type Benchmark,
  compareEvaluations,
  type Evaluation,
  evaluateBaselines,
  evaluateCrossFitted,
  evaluateProxy,
  evaluatePublished,
  foldsOf,
  groupsOf,
  type Host,
  InterruptedError,
  kendallMatchedSize,
  kendallWithinGroups,
  macroText,
  type Probe,
  pacedReport,
  proxies,
  unmatchedRows,
  WorkError,
} from "@zerolm/core";
import type { TaskHost } from "../host.js";
import { type ChosenAlpha, chooseAlpha, hasZerolmAlpha, optionsWith } from "../proxy/alpha.js";
import type { LoadedProxy } from "../proxy/load-proxy.js";
import { withProbe } from "../proxy/probe.js";
import { aboutOf, type ProxyAbout } from "../proxy/proxy-outcome.js";
import type { EvaluationOutcome } from "./evaluate-outcome.js";
import type { JudgeSettings } from "./evaluate-request.js";
import { evaluationOutcome } from "./evaluation-outcome.js";
import { flippedBenchmark, flippedProxy } from "./flip.js";

/** An evaluation and how long it took. */
export type Timed = Evaluation & {
  readonly seconds: number;
  /** Missing for scores that came with the benchmark. */
  readonly about?: ProxyAbout | undefined;
  /** Of a file of scores: how many of its rows match no network here. */
  readonly unmatched?: { readonly rows: number; readonly of: number } | undefined;
};

/**
 * Judges proxies by one benchmark. A stop ends it with the rows that are finished; those that are not are named in `unjudged`.
 *
 * @param host its signal is looked at between rows, and by every proxy while it scores
 * @throws {UsageError} for a proxy that cannot be asked for this; {InterruptedError} if it was stopped before any row was finished
 */
export async function judge(
  whole: Benchmark,
  loaded: readonly LoadedProxy[],
  settings: JudgeSettings,
  host: TaskHost = {},
): Promise<EvaluationOutcome> {
  const started = performance.now();
  const benchmark = flippedBenchmark(whole, settings.flip);
  const { rows: own, unjudged } = await withProbe(
    {
      proxies: loaded
        .filter(({ proxy }) => proxy.needs === "network")
        .map((one) => ({ proxy: one.proxy, options: optionsWith(one, settings.options, undefined, host) })),
      seed: settings.seed,
      networks: benchmark.entries.length,
    },
    host,
    (probe) => judgeProxies(benchmark, loaded, settings, { ...host, networks: probe }),
  );
  const published = settings.published ? await judgePublished(benchmark, settings, host) : [];
  const evaluations = [...own, ...published];
  const stopped = host.signal?.aborted ?? false;
  if (stopped && evaluations.length === 0)
    throw new InterruptedError(`stopped before anything was evaluated on ${benchmark.name}`);
  const judgement = {
    benchmark,
    evaluations,
    unjudged,
    baselines: stopped ? [] : evaluateBaselines(benchmark, evaluateOptions(settings)),
    differences:
      stopped || !settings.differences
        ? []
        : compareEvaluations(evaluations, benchmark, evaluateOptions(settings)),
    pairs: pairsOf(benchmark),
    interrupted: stopped,
    seconds: (performance.now() - started) / 1000,
  };
  return evaluationOutcome(judgement, settings);
}

const evaluateOptions = ({ resamples, seed, top, details }: JudgeSettings) => ({
  ...{ resamples, seed },
  k: top,
  partIntervals: details,
});

/** A host, and what runs networks if a proxy needs it. */
interface JudgeHost extends TaskHost {
  readonly networks: Probe | undefined;
}

/** Our proxies one after the other. One that cannot be judged does not take the others with it. */
async function judgeProxies(
  benchmark: Benchmark,
  loaded: readonly LoadedProxy[],
  settings: JudgeSettings,
  host: JudgeHost,
): Promise<{ readonly rows: Timed[]; readonly unjudged: string[] }> {
  const alpha = loaded.some(hasZerolmAlpha) ? alphaOf(benchmark, settings) : undefined;
  const report = pacedReport(host);
  const rows: Timed[] = [];
  const unjudged: string[] = [];
  for (const [index, one] of loaded.entries()) {
    if (host.signal?.aborted) {
      unjudged.push(`${one.proxy.name}: stopped before it was evaluated`);
      continue;
    }
    try {
      rows.push(await judgeOne(benchmark, one, settings, hasZerolmAlpha(one) ? alpha : undefined, host));
    } catch (error) {
      if (!(error instanceof WorkError)) throw error;
      unjudged.push(error.message);
    }
    await report({ done: index + 1, total: loaded.length, what: `evaluating on ${benchmark.name}` });
  }
  return { rows, unjudged };
}

/** One proxy; ZeroLM by the alpha of other folds, if that is asked for. */
async function judgeOne(
  benchmark: Benchmark,
  loaded: LoadedProxy,
  settings: JudgeSettings,
  alpha: ChosenAlpha | undefined,
  host: JudgeHost,
): Promise<Timed> {
  const started = performance.now();
  const evaluate = evaluateOptions(settings);
  const isCrossed = settings.options.alpha === "cross-fitted" && hasZerolmAlpha(loaded);
  const options = optionsWith(loaded, settings.options, alpha, host);
  const judged = settings.flip.includes(loaded.proxy.name) ? flippedProxy(loaded) : loaded;
  const evaluation = isCrossed
    ? evaluateCrossFitted(benchmark, evaluate)
    : await evaluateProxy(benchmark, judged.proxy, options, {
        ...evaluate,
        host,
        resources: { probe: host.networks },
      });
  const chosen = isCrossed ? crossFitted(evaluation) : alpha;
  const about = aboutOf(judged, chosen ? { ...options, alpha: chosen.value } : options, chosen);
  const seconds = (performance.now() - started) / 1000;
  return { ...evaluation, seconds, about, unmatched: unmatchedOf(benchmark, loaded) };
}

/** Scores that came with a benchmark, one after the other, so that a stop is noticed between two. */
async function judgePublished(benchmark: Benchmark, settings: JudgeSettings, host: Host): Promise<Timed[]> {
  const scores = Object.entries(benchmark.publishedScores ?? {});
  const report = pacedReport(host);
  const rows: Timed[] = [];
  for (const [index, one] of scores.entries()) {
    if (host.signal?.aborted) break;
    const alone = { ...benchmark, publishedScores: Object.fromEntries([one]) };
    for (const row of evaluatePublished(alone, evaluateOptions(settings))) rows.push({ ...row, seconds: 0 });
    await report({ done: index + 1, total: scores.length, what: `evaluating on ${benchmark.name}` });
  }
  return rows;
}

function unmatchedOf({ entries }: Benchmark, { reference }: LoadedProxy): Timed["unmatched"] {
  if (reference.kind !== "scores") return undefined;
  const { scores } = reference;
  const named = entries.map(({ id, architecture }) => ({ ...architecture, name: id }));
  return { rows: unmatchedRows(scores, named), of: scores.keys.length };
}

function pairsOf({ entries }: Benchmark): EvaluationOutcome["pairs"] {
  const quality = entries.map((entry) => entry.quality);
  const within = groupsOf(entries);
  const size = proxies.parameters.scorer();
  const sizes = entries.map(({ architecture }) => size.score(architecture).value);
  return {
    withinGroups: kendallWithinGroups(quality, quality, entries.map(macroText), within).pairs,
    matchedSize: kendallMatchedSize(quality, quality, sizes, undefined, within).pairs,
  };
}

const alphaOf = (benchmark: Benchmark, { options }: JudgeSettings): ChosenAlpha =>
  chooseAlpha(options.alpha, "default", () => ({
    value: alphaWithoutLabels(benchmark.entries.map(({ architecture }) => architecture)),
    source: "label-free, from the architectures of the benchmark",
  }));

/** The mean of the folds. */
const crossFitted = ({ alpha = Number.NaN, entries }: Evaluation): ChosenAlpha => ({
  value: alpha,
  source: `cross-fitted, mean of ${foldsOf(entries.length)} folds`,
});
