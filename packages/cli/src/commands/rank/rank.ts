import {
  type Architecture,
  alphaWithoutLabels,
  cost,
  defaultSequence,
  missingText,
  type OptionValues,
  type Predictor,
  prepareProxy,
  type Score,
  WorkError,
} from "@zerolm/core";
import { type ArchitectureFile, readArchitectureFiles } from "../../files/architectures.js";
import { type ChosenAlpha, chooseAlpha, hasZerolmAlpha, optionsWith } from "../../options/alpha.js";
import { refuseIdle } from "../../options/idle.js";
import { type LoadedProxy, loadProxy } from "../../options/load-proxy.js";
import { counted, flopsText, scoreText, shortCount } from "../../output/numbers.js";
import { note, printResult } from "../../output/output.js";
import {
  aboutOf,
  type ProxyAbout,
  predictedNote,
  predictedText,
  predictorDocument,
  predictorText,
  proxyDocument,
  proxyText,
} from "../../output/proxy.js";
import { table } from "../../output/table.js";
import { withHost } from "../../output/with-host.js";
import type { RankFlags } from "./rank.flags.js";

/** How many reasons why an architecture has no score are shown. */
const shownMissing = 5;

/** One architecture in the ranking. */
interface Ranked {
  /** From 1; equal scores share a rank. Missing without a score. */
  readonly rank?: number | undefined;
  readonly name: string;
  readonly file: string;
  /** NaN if there is none; `missing` then says why. */
  readonly score: number;
  readonly missing?: string | undefined;
  readonly standardDeviation?: number | undefined;
  readonly standardError?: number | undefined;
  /** Where a predictor expects one training run, with probability .95. */
  readonly interval?: readonly [number, number] | undefined;
  /** Whether it is closer to the one above than two standard deviations of the difference over random initialisations. */
  readonly withinNoise: boolean;
  readonly parameters: number;
  readonly flops: number;
}

/** `zerolm rank`: scores architectures and prints them, best first, or lowest first. */
export async function rank(paths: readonly string[], flags: RankFlags): Promise<void> {
  const loaded = await loadProxy(flags.proxy);
  refuseIdle(flags, [loaded.proxy], ["sequence"]);
  const files = await readArchitectureFiles(paths);
  const alpha = hasZerolmAlpha(loaded) ? chooseAlpha(flags, "default", () => labelFree(files)) : undefined;
  const options = optionsWith(loaded, flags, alpha);
  const scores = await scoresOf(files, loaded, options, flags);
  const scored = files.map((file, index) => ({ file, score: scores[index] as Score }));
  const { predictor } = loaded;
  const ranking = ordered(scored, flags, predictor);
  const about = aboutOf(loaded, options, alpha);
  const { minimize, seed } = flags;
  const how = {
    ...proxyDocument(about),
    ...predictorDocument(predictor),
    seed,
    ...(minimize && { minimize }),
  };
  printResult(flags, { ...how, ranking: ranking.map(documentOf) }, () => {
    const by = `by ${proxyText(about)}${minimize ? ", lowest first" : ""}`;
    const what = predictor ? [`score: ${predictorText(predictor)}`] : [];
    return [by, ...what, "", ...textOf(ranking, flags)].join("\n");
  });
  for (const line of missingLines(about, ranking)) note(flags, line);
}

/** The scores of all, under the names by which they are shown. Ctrl-C ends it with those that are there. */
async function scoresOf(
  files: readonly ArchitectureFile[],
  { proxy }: LoadedProxy,
  options: OptionValues,
  flags: RankFlags,
): Promise<readonly Score[]> {
  const named = files.map(({ name, architecture }): Architecture => ({ ...architecture, name }));
  const scorer = await prepareProxy(proxy, options, { seed: flags.seed });
  const scores = await withHost(flags, (host) => scorer.scoreMany(named, host)).finally(() =>
    scorer.close?.(),
  );
  if (scores.some(({ value }) => !Number.isNaN(value))) return scores;
  const first = missingText(proxy.name, named[0]?.name, scores[0]);
  throw new WorkError(`none of these architectures has a score: ${first}`);
}

function labelFree(files: readonly ArchitectureFile[]): ChosenAlpha {
  const value = alphaWithoutLabels(files.map(({ architecture }) => architecture));
  return { value, source: `label-free, from ${counted(files.length, "architecture")} given here` };
}

function ordered(
  scored: readonly { file: ArchitectureFile; score: Score }[],
  flags: RankFlags,
  predictor: Predictor | undefined,
): Ranked[] {
  const sign = flags.minimize ? 1 : -1;
  const isThere = ({ score }: { score: Score }): boolean => !Number.isNaN(score.value);
  const ranked = scored.filter(isThere).sort((one, other) => sign * (one.score.value - other.score.value));
  const sorted = [...ranked, ...scored.filter((one) => !isThere(one))];
  let rank = 0;
  return sorted.map(({ file, score }, index) => {
    const above = sorted[index - 1]?.score;
    if (above?.value !== score.value) rank = index + 1;
    const { parameters, flops } = cost(file.architecture, flags);
    return {
      ...(index < ranked.length ? { rank } : { missing: score.missing }),
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

/** JSON has no NaN. */
const documentOf = (entry: Ranked): object => (entry.rank === undefined ? { ...entry, score: null } : entry);

/** Why some have no score, of the first few; they are mostly alike. */
function missingLines({ proxy }: ProxyAbout, ranking: readonly Ranked[]): string[] {
  const missing = ranking.filter(({ rank }) => rank === undefined);
  const shown = missing
    .slice(0, shownMissing)
    .map((one) => missingText(proxy, one.name, { value: one.score, missing: one.missing }));
  const more = missing.length - shown.length;
  return more > 0 ? [...shown, `and ${counted(more, "more architecture")} without a score`] : shown;
}

function textOf(ranking: readonly Ranked[], { sequence = defaultSequence, seed }: RankFlags): string[] {
  const notes = [
    ...(ranking.some(hasSpread) ? ["± sd: standard deviation of the score over random initialisations"] : []),
    ...(ranking.some(isMean) ? [`scores are means over weights drawn at random, seed ${seed}`] : []),
    ...(ranking.some(({ withinNoise }) => withinNoise)
      ? ["≈: nearer to the one above than two standard deviations of their difference"]
      : []),
    ...(ranking.some(({ interval }) => interval) ? [predictedNote] : []),
    `FLOPs: of a forward pass over ${counted(sequence, "token")}`,
  ];
  return [rankingTable(ranking), "", ...notes];
}

const isMean = ({ standardError }: Ranked): boolean => standardError !== undefined;

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
    `${entry.withinNoise ? "≈" : ""}${entry.rank ?? "–"}`,
    shown[index] as string,
    entry.rank === undefined ? "n/a" : scoreText(entry.score),
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
