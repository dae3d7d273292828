import {
  alphaWithoutLabels,
  cost,
  entryNamed,
  initialiserOfKind,
  proxies,
  type Score,
  UsageError,
  type WeightSource,
} from "@zerolm/core";
import { type ArchitectureFile, readArchitectureFile } from "../files/architectures.js";
import { type ChosenAlpha, chooseAlpha } from "../options/alpha.js";
import { flopsText, fullCount, scoreText, shortCount } from "../output/numbers.js";
import { printResult } from "../output/output.js";
import { table } from "../output/table.js";
import type { RankFlags } from "./rank.command.js";

/** One architecture in the ranking. */
interface Ranked {
  /** From 1; equal scores share a rank. */
  readonly rank: number;
  readonly name: string;
  readonly file: string;
  readonly score: number;
  readonly standardDeviation?: number | undefined;
  readonly standardError?: number | undefined;
  /** Whether it is closer to the one above than two standard deviations of the difference over random initialisations. */
  readonly withinNoise: boolean;
  readonly parameters: number;
  readonly flops: number;
}

/** `zerolm rank`: scores architectures and prints them, best first. */
export async function rank(paths: readonly string[], flags: RankFlags): Promise<void> {
  const files: ArchitectureFile[] = [];
  for (const path of paths) files.push(await readArchitectureFile(path));
  const proxy = entryNamed(proxies, flags.proxy, "proxy");
  const alpha = proxy.usesAlpha ? chooseAlpha(flags, "default", () => labelFree(files)) : undefined;
  const scorer = proxy.scorer({ ...flags, alpha: alpha?.value, weights: weightSource(flags) });
  const scored = files.map((file) => ({ file, score: scorer.score(file.architecture) }));
  const ranking = ordered(scored, flags);
  const document = {
    proxy: proxy.name,
    ...(alpha ? { alpha: alpha.value, alphaSource: alpha.source } : {}),
    ranking,
  };
  printResult(flags, document, () => textOf(ranking, proxy.name, alpha));
}

function labelFree(files: readonly ArchitectureFile[]): ChosenAlpha {
  const value = alphaWithoutLabels(files.map(({ architecture }) => architecture));
  return { value, source: `label-free, from these ${fullCount(files.length)} architectures` };
}

function weightSource({ weights, initialiser: kind, repeats, seed }: RankFlags): WeightSource {
  const initialiser = kind === undefined ? undefined : initialiserOfKind(kind);
  if (weights === "sampled") return { kind: "sampled", seed, repeats, initialiser };
  if (repeats !== undefined) throw new UsageError("--repeats goes with --weights sampled");
  return { kind: "expected", initialiser };
}

function ordered(scored: readonly { file: ArchitectureFile; score: Score }[], flags: RankFlags): Ranked[] {
  const sorted = [...scored].sort((one, other) => other.score.value - one.score.value);
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

function textOf(ranking: readonly Ranked[], proxy: string, alpha: ChosenAlpha | undefined): string {
  const noisy = ranking.some(({ withinNoise }) => withinNoise);
  const spread = ranking.some(({ standardDeviation }) => standardDeviation !== undefined);
  const columns = [
    { heading: "rank", align: "right" as const },
    { heading: "name", maximum: 32 },
    { heading: "score", align: "right" as const },
    ...(spread ? [{ heading: "± sd" }] : []),
    { heading: "parameters", align: "right" as const },
    { heading: "FLOPs", align: "right" as const },
  ];
  const rows = ranking.map((entry) => [
    `${entry.withinNoise ? "≈" : ""}${entry.rank}`,
    entry.name,
    scoreText(entry.score),
    ...(spread ? [entry.standardDeviation?.toPrecision(2) ?? ""] : []),
    shortCount(entry.parameters),
    flopsText(entry.flops),
  ]);
  const lines = [
    `by ${proxy}${alpha ? `, alpha ${alpha.value} (${alpha.source})` : ""}`,
    "",
    table(columns, rows),
  ];
  if (noisy)
    lines.push("", "≈ closer to the one above than two standard deviations of random initialisation");
  return lines.join("\n");
}
