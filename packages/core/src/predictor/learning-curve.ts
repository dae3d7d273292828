import { type Spread, spreadOf } from "../alpha/spread.js";
import type { Benchmark } from "../benchmark/benchmark.js";
import { requireOneGroup } from "../benchmark/groups.js";
import { UsageError } from "../errors.js";
import { type Host, pacedReport } from "../host.js";
import type { ShapeProxy } from "../proxy/proxy.js";
import { Random } from "../random/random.js";
import { kendall } from "../statistics/kendall.js";
import { spearman } from "../statistics/spearman.js";
import { type Fit, fitPredictorModel } from "./fit.js";
import { defaultPrior, medianOf, predictionOf, rowReader } from "./predictor.js";
import type { LabelledRow } from "./regression/model.js";

/** What so many labels are worth, judged on the architectures whose labels were not used. */
export interface LearningPoint {
  readonly labels: number;
  /** The draws that the figures are of: fewer than were asked for if the work was stopped. */
  readonly draws: number;
  readonly spearman: Spread;
  readonly kendall: Spread;
  /** Kendall's τ of the prior proxy on the same architectures. */
  readonly priorKendall: Spread;
  /** Share of the unseen qualities that lie in their 95 % interval; missing if it was not asked for. */
  readonly coverage?: Spread | undefined;
}

export interface LearningCurveOptions {
  /** How many labels, one point of the curve each. */
  readonly labels: readonly number[];
  readonly draws: number;
  readonly seed: number;
  /** Default: shape. */
  readonly prior?: ShapeProxy | undefined;
  /** Whether intervals are computed to see what they hold, which takes most of the time. Default: true. */
  readonly coverage?: boolean | undefined;
}

/**
 * The learning curve of the predictor: each draw chooses labels at random, learns from them, and ranks the rest. A draw with more
 * labels contains the one with fewer, so points differ by what labels add and not by which were drawn.
 *
 * @param host its signal ends the curve with the draws that are finished; a point without any is left out
 * @throws {UsageError} where labels are fewer than 2 or leave fewer than 2 to judge by, where there is no draw, or several groups
 * @example
 * const [twenty] = await learningCurve(benchmark, { labels: [20], draws: 200, seed: 0 });
 * console.log(twenty.kendall.mean, twenty.priorKendall.mean);
 */
export async function learningCurve(
  benchmark: Benchmark,
  { labels, draws, seed, prior = defaultPrior, coverage = true }: LearningCurveOptions,
  host: Host = {},
): Promise<LearningPoint[]> {
  requireOneGroup(benchmark);
  checkCounts(benchmark, labels, draws);
  const read = rowReader(prior);
  const rows = benchmark.entries.map(({ architecture, quality }) => ({ ...read(architecture), quality }));
  const random = new Random(seed);
  const results: Judgement[][] = labels.map(() => []);
  const report = pacedReport(host);
  for (let draw = 0; draw < draws; draw++) {
    const order = random.sample(rows.length, rows.length).map((index) => rows[index]!);
    for (const [place, count] of labels.entries()) {
      if (host.signal?.aborted) return pointsOf(labels, results);
      results[place]!.push(judge(order.slice(0, count), order.slice(count), coverage));
      const done = draw * labels.length + place + 1;
      await report({ done, total: draws * labels.length, what: "learning" });
    }
  }
  return pointsOf(labels, results);
}

function checkCounts({ name, entries }: Benchmark, labels: readonly number[], draws: number): void {
  if (!Number.isInteger(draws) || draws < 1)
    throw new UsageError(`draws must be a whole number from 1, not ${draws}`);
  const most = entries.length - 2;
  const wrong = labels.find((count) => !Number.isInteger(count) || count < 2 || count > most);
  if (wrong !== undefined)
    throw new UsageError(
      `${name} has ${entries.length} architectures: labels must be from 2 to ${most}, not ${wrong}`,
    );
}

interface Judgement {
  readonly spearman: number;
  readonly kendall: number;
  readonly priorKendall: number;
  readonly coverage: number | undefined;
}

function judge(seen: readonly LabelledRow[], rest: readonly LabelledRow[], withCoverage: boolean): Judgement {
  const learnt = fitPredictorModel(seen);
  const scores = rest.map((row) => medianOf(learnt, row));
  const truth = rest.map(({ quality }) => quality);
  return {
    spearman: spearman(scores, truth) ?? 0,
    kendall: kendall(scores, truth) ?? 0,
    priorKendall:
      kendall(
        rest.map(({ prior }) => prior),
        truth,
      ) ?? 0,
    coverage: withCoverage ? coverageOf(learnt, rest) : undefined,
  };
}

function coverageOf(learnt: Fit, rest: readonly LabelledRow[]): number {
  const inside = rest.filter((row) => {
    const [low, high] = predictionOf(learnt, row).interval;
    return low <= row.quality && row.quality <= high;
  });
  return inside.length / rest.length;
}

const pointsOf = (labels: readonly number[], results: readonly (readonly Judgement[])[]): LearningPoint[] =>
  labels.flatMap((count, place) => (results[place]!.length === 0 ? [] : [pointOf(count, results[place]!)]));

function pointOf(labels: number, judgements: readonly Judgement[]): LearningPoint {
  const spread = (of: "spearman" | "kendall" | "priorKendall"): Spread =>
    spreadOf(judgements.map((judgement) => judgement[of]));
  const covered = judgements.flatMap(({ coverage }) => coverage ?? []);
  return {
    labels,
    draws: judgements.length,
    spearman: spread("spearman"),
    kendall: spread("kendall"),
    priorKendall: spread("priorKendall"),
    ...(covered.length > 0 ? { coverage: spreadOf(covered) } : {}),
  };
}
