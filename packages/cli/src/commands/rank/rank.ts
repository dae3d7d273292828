import { cost, defaultSequence, type Predictor, type Score, UsageError } from "@zerolm/core";
import { refuseIdle } from "../../options/idle.js";
import { loadProxy } from "../../options/load-proxy.js";
import { counted, flopsText, scoreText, shortCount } from "../../output/numbers.js";
import { printResult } from "../../output/output.js";
import {
  predictedNote,
  predictedText,
  predictorDocument,
  predictorText,
  proxyDocument,
  proxyText,
} from "../../output/proxy.js";
import { table } from "../../output/table.js";
import type { RankFlags } from "./rank.flags.js";
import { defaultRepeats, type Scored, scoreFiles } from "./rank-score.js";
import { rankedWeights, realDocument, unreadLines } from "./rank-weights.js";

/** One architecture in the ranking. */
interface Ranked {
  /** From 1; equal scores share a rank. */
  readonly rank: number;
  readonly name: string;
  readonly file: string;
  readonly score: number;
  readonly standardDeviation?: number | undefined;
  readonly standardError?: number | undefined;
  /** Where a predictor expects one training run, with probability .95. */
  readonly interval?: readonly [number, number] | undefined;
  /** Whether it is closer to the one above than two standard deviations of the difference over random initialisations. */
  readonly withinNoise: boolean;
  readonly parameters: number;
  readonly flops: number;
}

/** `zerolm rank`: scores architectures and prints them, best first, or least first. */
export async function rank(paths: readonly string[], flags: RankFlags): Promise<void> {
  const proxy = await loadProxy(flags.proxy);
  checkOptions(proxy.name, flags);
  const weights = await rankedWeights(paths, proxy, flags);
  const { scored, alpha } = await scoreFiles(paths, proxy, weights, flags);
  const { predictor } = proxy;
  const ranking = ordered(scored, flags, predictor);
  const { minimize } = flags;
  const how = {
    ...proxyDocument(proxy.name, alpha, flags, weights.kind),
    ...predictorDocument(predictor),
    ...weightsDocument(flags),
    ...realDocument(weights),
    ...(minimize && { minimize }),
  };
  printResult(flags, { ...how, ranking }, () => {
    const by = `by ${proxyText(proxy.name, alpha, flags, weights.kind)}${minimize ? ", the least first" : ""}`;
    const what = predictor ? [`score: ${predictorText(predictor)}`] : [];
    return [by, ...what, ...weightLines(flags), ...unreadLines(weights), "", ...textOf(ranking, flags)].join(
      "\n",
    );
  });
}

function checkOptions(proxy: string, flags: RankFlags): void {
  const { alpha, std, nscAttention, weights, initialiser, repeats, dtype } = flags;
  const sampled = weights === "sampled" ? weights : undefined;
  refuseIdle(
    {
      "--alpha": alpha,
      "--std": std,
      "--nsc-attention": nscAttention,
      "--initialiser": initialiser,
      "--weights": sampled,
      "--repeats": repeats,
      "--dtype": dtype,
    },
    [proxy],
  );
  if (repeats !== undefined && !sampled) throw new UsageError("--repeats goes with --weights sampled");
}

/** How weights were drawn, for JSON; nothing where they are as an architecture says and in expectation. */
function weightsDocument({ weights, initialiser, repeats = defaultRepeats, seed }: RankFlags): object {
  return {
    ...(initialiser === undefined ? {} : { initialiser }),
    ...(weights === "sampled" ? { weights, repeats, seed } : {}),
  };
}

function weightLines({ weights, initialiser, repeats = defaultRepeats, seed }: RankFlags): string[] {
  const drawn = `weights drawn ${repeats} times with seed ${seed}; scores are their mean`;
  return [
    ...(initialiser === undefined ? [] : [`every architecture with the initialiser ${initialiser}`]),
    ...(weights === "sampled" ? [drawn] : []),
  ];
}

function ordered(scored: Scored["scored"], flags: RankFlags, predictor: Predictor | undefined): Ranked[] {
  const sign = flags.minimize ? 1 : -1;
  const sorted = [...scored].sort((one, other) => sign * (one.score.value - other.score.value));
  let rank = 0;
  return sorted.map(({ file, score }, index) => {
    const above = sorted[index - 1]?.score;
    if (above?.value !== score.value) rank = index + 1;
    const { parameters, flops } = cost(file.architecture, flags);
    return {
      rank,
      name: file.name,
      file: file.file,
      score: score.value,
      standardDeviation: score.standardDeviation,
      standardError: score.standardError,
      interval: predictor?.predict(file.architecture).interval,
      withinNoise: above !== undefined && closerThanNoise(above, score),
      parameters: parameters.total,
      flops: flops.perSequence,
    };
  });
}

function closerThanNoise(one: Score, other: Score): boolean {
  const noise = Math.hypot(one.standardDeviation ?? 0, other.standardDeviation ?? 0);
  return Math.abs(one.value - other.value) < 2 * noise;
}

function textOf(ranking: readonly Ranked[], { sequence = defaultSequence }: RankFlags): string[] {
  const notes = [
    ...(ranking.some(hasSpread) ? ["± sd: standard deviation of the score over random initialisations"] : []),
    ...(ranking.some(({ withinNoise }) => withinNoise)
      ? ["≈: nearer to the one above than two standard deviations of their difference"]
      : []),
    ...(ranking.some(({ interval }) => interval) ? [predictedNote] : []),
    `FLOPs: of a forward pass over ${counted(sequence, "token")}`,
  ];
  return [rankingTable(ranking), "", ...notes];
}

const hasSpread = ({ standardDeviation }: Ranked): boolean => standardDeviation !== undefined;

function rankingTable(ranking: readonly Ranked[]): string {
  const spread = ranking.some(hasSpread);
  const predicted = ranking.some(({ interval }) => interval);
  const columns = [
    { heading: "rank", align: "right" as const },
    { heading: "name", maximum: 28 },
    { heading: "score", align: "right" as const },
    ...(spread ? [{ heading: "± sd" }] : []),
    ...(predicted ? [{ heading: "95 %", align: "right" as const }] : []),
    { heading: "parameters", align: "right" as const },
    { heading: "FLOPs", align: "right" as const },
  ];
  const shown = names(ranking);
  const rows = ranking.map((entry, index) => [
    `${entry.withinNoise ? "≈" : ""}${entry.rank}`,
    shown[index] as string,
    scoreText(entry.score),
    ...(spread ? [entry.standardDeviation?.toPrecision(2) ?? ""] : []),
    ...(entry.interval ? [predictedText(entry.interval)] : []),
    shortCount(entry.parameters),
    flopsText(entry.flops),
  ]);
  return table(columns, rows);
}

/** What to call each: its name, or its file where several have one name, as what `search --out` writes. */
function names(ranking: readonly Ranked[]): string[] {
  const counts = new Map<string, number>();
  for (const { name } of ranking) counts.set(name, (counts.get(name) ?? 0) + 1);
  return ranking.map(({ name, file }) => (counts.get(name) === 1 ? name : file));
}
