import {
  architectureWriter,
  type Benchmark,
  type BenchmarkEntry,
  cost,
  type Evaluation,
  type EvaluationDifference,
  groupsOf,
} from "@zerolm/core";
import { readingOutcome } from "../benchmark/reading-outcome.js";
import { proxyOutcome } from "../proxy/proxy-outcome.js";
import { withOldFields } from "../renamed-fields.js";
import { agreementOf } from "./agreement.js";
import {
  type EvaluatedNetwork,
  type EvaluationOutcome,
  type EvaluationRow,
  rowName,
} from "./evaluate-outcome.js";
import type { JudgeSettings } from "./evaluate-request.js";
import type { Timed } from "./judge.js";

/** Everything that was found on one benchmark. */
export interface Judgement {
  readonly benchmark: Benchmark;
  /** Our proxies, then what was published with the benchmark. */
  readonly evaluations: readonly Timed[];
  /** Why a proxy could not be evaluated, a sentence each. */
  readonly unjudged: readonly string[];
  readonly baselines: readonly Evaluation[];
  /** Whether two of the evaluations differ. */
  readonly differences: readonly EvaluationDifference[];
  readonly pairs: EvaluationOutcome["pairs"];
  readonly interrupted: boolean;
  readonly seconds: number;
}

/** One benchmark as an outcome holds it. */
export function evaluationOutcome(judgement: Judgement, settings: JudgeSettings): EvaluationOutcome {
  const { benchmark, evaluations, baselines, differences, unjudged } = judgement;
  const { entries, name, reading, quality } = benchmark;
  const groups = groupsOf(entries);
  const alphaSource = evaluations
    .map(({ about }) => about?.alphaSource)
    .find((source) => source !== undefined);
  const { top, seed, resamples } = settings;
  const isWhole = !judgement.interrupted && settings.details;
  const agreement = isWhole ? agreementOf(benchmark, evaluations) : undefined;
  return withOldFields({
    benchmark: name,
    architectures: entries.length,
    ...(groups ? { groups: new Set(groups).size } : {}),
    reading,
    quality,
    ...readingOutcome(benchmark),
    pairs: judgement.pairs,
    ...(alphaSource === undefined ? {} : { alphaSource }),
    ...{ top, seed, resamples },
    ...(judgement.interrupted ? { interrupted: true as const } : {}),
    results: evaluations.map((row) => resultOf(row, entries.length)),
    ...(unjudged.length > 0 ? { unjudged: [...unjudged] } : {}),
    baselines: baselines.map((row) => ({ proxy: row.proxy, ...figuresOf(row) })),
    differences: differences.map(({ first, second, ...rest }) => ({
      first: rowName(first),
      second: rowName(second),
      ...rest,
    })),
    ...(agreement ? { agreement } : {}),
    ...(settings.networks ? { networks: networksOf(benchmark, evaluations) } : {}),
    seconds: judgement.seconds,
  });
}

function resultOf(row: Timed, architectures: number): EvaluationRow {
  const { alpha, seconds, about, missing, unmatched } = row;
  const judged = row.entries.length < architectures || unmatched ? { architectures: row.entries.length } : {};
  if (!about)
    return {
      proxy: row.proxy,
      published: true,
      architectures: row.entries.length,
      ...figuresOf(row),
      seconds,
    };
  return {
    ...proxyOutcome(about),
    ...(alpha === undefined ? {} : { alpha }),
    ...judged,
    ...(missing ? { missing } : {}),
    ...(unmatched ? { unmatchedRows: unmatched.rows, fileRows: unmatched.of } : {}),
    ...figuresOf(row),
    seconds,
  };
}

/** Its statistics, and what is needed to read them. */
function figuresOf({ kind, entries, report }: Evaluation) {
  const qualities = entries.map(({ quality }) => quality).sort((one, other) => one - other);
  return {
    kind,
    qualitySpread: (qualities.at(-1) as number) - (qualities[0] as number),
    ...report,
  };
}

function networksOf({ entries }: Benchmark, evaluations: readonly Evaluation[]): EvaluatedNetwork[] {
  const scores = evaluations.map((row) => [rowName(row), scoresIn(row)] as const);
  const documentOf = architectureWriter();
  return entries.map((entry) => {
    const { parameters } = cost(entry.architecture);
    return {
      id: entry.id,
      quality: entry.quality,
      depth: entry.macro.depth,
      hidden: entry.macro.hidden,
      parameters: parameters.total,
      nonEmbeddingParameters: parameters.nonEmbedding,
      ...(entry.group === undefined ? {} : { group: entry.group }),
      scores: Object.fromEntries(
        scores.flatMap(([name, of]) => {
          const score = of.get(entry);
          return score === undefined ? [] : [[name, score]];
        }),
      ),
      architecture: documentOf(entry.architecture),
    };
  });
}

const scoresIn = ({ entries, scores }: Evaluation): ReadonlyMap<BenchmarkEntry, number> =>
  new Map(entries.map((entry, index) => [entry, scores[index] as number]));
