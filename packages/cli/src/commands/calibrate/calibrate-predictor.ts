import {
  type Benchmark,
  defaultPrior,
  fitPredictor,
  isShapeProxy,
  type LearningPoint,
  learningCurve,
  type Predictor,
  proxyNamed,
  Random,
  type ShapeProxy,
  type Spread,
  surveyBenchmark,
  UsageError,
  writePredictor,
} from "@zerolm/core";
import { writeFileAtomically } from "@zerolm/node/files";
import { correlationText } from "../../output/numbers.js";
import { note, printResult } from "../../output/output.js";
import { Progress } from "../../output/progress.js";
import { table } from "../../output/table.js";
import type { CalibrateFlags } from "./calibrate.flags.js";
import { type About, aboutOf, defaultDraws, drawsText, spreadText, titleOf } from "./calibrate-about.js";

/** The points of the learning curve where nobody says which, as far as a benchmark has networks. */
const defaultLabels = [5, 10, 20, 40, 80];

/** `zerolm calibrate --predictor`: what a learnt ranking is worth, and the predictor itself. */
export async function calibratePredictor(benchmark: Benchmark, flags: CalibrateFlags): Promise<void> {
  const { draws = defaultDraws, seed, out } = flags;
  if (out !== undefined && !out.toLowerCase().endsWith(".json"))
    throw new UsageError("a predictor is written as .json; name the file so", { file: out });
  refuseAlike(benchmark);
  const prior = priorOf(flags);
  const labels = flags.labels ?? fitting(benchmark);
  const progress = new Progress(flags);
  const onDraw = (done: number, all: number): void => progress.show("learning", done, all);
  const curve = learningCurve(benchmark, { labels, draws, seed, prior, onDraw });
  progress.end();
  const about = aboutOf(benchmark);
  const document = { ...about, quality: benchmark.quality, prior: prior.name, draws, seed, curve };
  if (out !== undefined) await writeFileAtomically(out, writePredictor(learnt(benchmark, flags)));
  printResult(flags, document, () => textOf(curve, about, prior.name, draws));
  if (out !== undefined) note(flags, `Wrote the predictor to ${out}; use it with --proxy ${out}`);
}

/** Of networks that are all one architecture every τ is undefined, and a mean of 0 would look like a finding. */
function refuseAlike(benchmark: Benchmark): void {
  const { architectures, repeatedArchitectures } = surveyBenchmark(benchmark);
  if (repeatedArchitectures === architectures - 1)
    throw new UsageError(
      `all ${architectures} networks of ${benchmark.name} are one architecture; there is no order to learn`,
    );
}

/**
 * The proxy that `--prior` names.
 *
 * @throws {UsageError} where it is none, or one that has to wait for its scores
 */
export function priorOf({ prior }: { readonly prior?: string }): ShapeProxy {
  const proxy = prior === undefined ? defaultPrior : proxyNamed(prior);
  if (isShapeProxy(proxy)) return proxy;
  throw new UsageError(
    `${proxy.name} has to wait for its scores; learning starts from a proxy of shapes, such as nsc`,
  );
}

/** The usual points that leave some networks to judge by. */
function fitting({ entries }: Benchmark): number[] {
  const labels = defaultLabels.filter((count) => 2 * count <= entries.length);
  return labels.length > 0 ? labels : [2];
}

/** From all networks, or from those that the first draw of the most labels sees. */
function learnt({ entries, quality }: Benchmark, flags: CalibrateFlags): Predictor {
  const order = new Random(flags.seed).sample(entries.length, entries.length);
  const count = flags.labels ? Math.max(...flags.labels) : entries.length;
  const seen = flags.labels ? order.slice(0, count).map((index) => entries[index]!) : entries;
  return fitPredictor(seen, { quality, prior: priorOf(flags) });
}

function textOf(curve: readonly LearningPoint[], about: About, prior: string, draws: number): string {
  const right = (heading: string) => ({ heading, align: "right" as const });
  const spread = (one: Spread): string => spreadText(one, draws, correlationText);
  const rows = curve.map(({ labels, spearman, kendall, priorKendall, coverage }) => [
    String(labels),
    spread(spearman),
    spread(kendall),
    correlationText(priorKendall.mean),
    `${(100 * coverage.mean).toFixed(0)} %`,
  ]);
  return [
    titleOf(about),
    `a predictor from labels and ${prior}, ${drawsText(draws)}`,
    "",
    table([right("labels"), right("ρ"), right("τ"), right("τ of prior"), right("in 95 %")], rows),
    "",
    "ρ, τ: Spearman and Kendall on the networks whose labels were not used.",
    `τ of prior: what ${prior} reaches on the same networks without labels.`,
    "in 95 %: unseen networks whose quality lies in their 95 % interval.",
  ].join("\n");
}
