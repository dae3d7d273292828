import {
  alphaWithoutLabels,
  type Benchmark,
  type Calibration,
  calibrate as calibrateBy,
  capacityPairs,
  defaultAlpha,
  type Spread,
  UsageError,
} from "@zerolm/core";
import { withOldFields } from "@zerolm/tasks";
import { readBenchmark } from "../../data/read-benchmark.js";
import { printResult } from "../../terminal/output.js";
import type { CalibrateFlags } from "./calibrate.flags.js";
import { type About, aboutOf, defaultDraws, drawsText, spreadText, titleOf } from "./calibrate-about.js";
import { calibratePredictor } from "./calibrate-predictor.js";

const defaultLabels = 20;

/** `zerolm calibrate`: chooses alpha for a benchmark, or learns a ranking from it. */
export async function calibrate(name: string, flags: CalibrateFlags): Promise<void> {
  checkFlags(flags);
  const benchmark = await readBenchmark(name, flags);
  if (flags.predictor) await calibratePredictor(benchmark, flags);
  else if (flags.labelFree) withoutLabels(benchmark, flags);
  else withLabels(benchmark, flags);
}

function checkFlags({ labelFree, predictor, labels, draws, prior, out }: CalibrateFlags): void {
  if (labelFree && predictor)
    throw new UsageError("--predictor learns from labels; leave out --label-free, or --predictor");
  if (labelFree && (labels !== undefined || draws !== undefined))
    throw new UsageError("--label-free uses no labels; leave out --labels and --draws, or --label-free");
  if (!predictor && (prior !== undefined || out !== undefined))
    throw new UsageError("--prior and --out go with --predictor");
  if (!predictor && labels !== undefined && labels.length > 1)
    throw new UsageError("several numbers of --labels go with --predictor; alpha takes one");
}

function withoutLabels(benchmark: Benchmark, flags: CalibrateFlags): void {
  const about = aboutOf(benchmark);
  const architectures = benchmark.entries.map(({ architecture }) => architecture);
  const { attention, ffn } = capacityPairs(architectures);
  if (new Set(attention).size === 1 && new Set(ffn).size === 1)
    throw new UsageError(
      `all networks of ${benchmark.name} have the same capacities, so that no alpha orders them; nothing can be chosen`,
    );
  const alpha = alphaWithoutLabels(architectures);
  const document = { ...withOldFields(about), alpha, alphaSource: "label-free" };
  printResult(flags, document, () => labelFreeText(alpha, about));
}

function withLabels(benchmark: Benchmark, flags: CalibrateFlags): void {
  const about = aboutOf(benchmark);
  const { labels: [labels = defaultLabels] = [], draws = defaultDraws, seed } = flags;
  const calibration = calibrateBy(benchmark, { labels, draws, seed });
  printResult(flags, { ...withOldFields(about), ...calibration, seed }, () => textOf(calibration, about));
}

const useIt = (alpha: number): string => `Use it with evaluate, rank or search: --alpha ${alpha}`;

const labelFreeText = (alpha: number, about: About): string =>
  [
    titleOf(about),
    `alpha ${alpha} without labels, from the shapes of its architectures alone`,
    useIt(alpha),
  ].join("\n");

function textOf(
  { labels, draws, alpha, spearman, kendall, defaultKendall }: Calibration,
  about: About,
): string {
  const better = kendall.mean > defaultKendall.mean;
  const line = (name: string, spread: Spread): string =>
    `  ${name.padEnd(12)}${spread.mean < 0 ? "" : " "}${spreadText(spread, draws, (value) => value.toFixed(3))}`;
  return [
    titleOf(about),
    `alpha from ${labels} labelled networks, ${drawsText(draws)}`,
    line("alpha", alpha),
    line("Spearman ρ", spearman),
    line("Kendall τ", kendall),
    line(`τ at α ${defaultAlpha}`, defaultKendall),
    `ρ and τ: on the ${about.architectures - labels} networks whose labels were not used.`,
    better
      ? useIt(Number(alpha.mean.toFixed(2)))
      : `So few labels rank these networks no better than alpha ${defaultAlpha}, which needs none.`,
  ].join("\n");
}
