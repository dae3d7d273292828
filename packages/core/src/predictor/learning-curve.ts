import { type Spread, spreadOf } from "../alpha/spread.js";
import type { Benchmark } from "../benchmark/benchmark.js";
import { UsageError } from "../errors.js";
import type { ProxyName } from "../proxy/proxies.js";
import { Random } from "../random/random.js";
import { kendall } from "../statistics/kendall.js";
import { spearman } from "../statistics/spearman.js";
import { fit } from "./fit.js";
import type { LabelledRow } from "./model.js";
import { defaultPrior, predictionOf, rowReader } from "./predictor.js";

/** What so many labels are worth, judged on the architectures whose labels were not used. */
export interface LearningPoint {
  readonly labels: number;
  readonly spearman: Spread;
  readonly kendall: Spread;
  /** Kendall's τ of the prior proxy on the same architectures. */
  readonly priorKendall: Spread;
  /** Share of the unseen qualities that lie in their 95 % interval. */
  readonly coverage: Spread;
}

export interface LearningCurveOptions {
  /** How many labels, one point of the curve each. */
  readonly labels: readonly number[];
  readonly draws: number;
  readonly seed: number;
  /** Default: nsc. */
  readonly prior?: ProxyName | undefined;
  readonly onDraw?: ((done: number, all: number) => void) | undefined;
}

/**
 * The learning curve of the predictor: each draw chooses labels at random, learns from them, and ranks the rest. A draw with more
 * labels contains the one with fewer, so points differ by what labels add and not by which were drawn.
 *
 * @throws {UsageError} where labels are fewer than 2 or leave fewer than 2 to judge by, or where there is no draw
 * @example
 * const [twenty] = learningCurve(benchmark, { labels: [20], draws: 200, seed: 0 });
 * console.log(twenty.kendall.mean, twenty.priorKendall.mean);
 */
export function learningCurve(benchmark: Benchmark, options: LearningCurveOptions): LearningPoint[] {
  const { labels, draws, seed, prior = defaultPrior, onDraw } = options;
  checkCounts(benchmark, labels, draws);
  const read = rowReader(prior);
  const rows = benchmark.entries.map(({ architecture, quality }) => ({ ...read(architecture), quality }));
  const random = new Random(seed);
  const results: Judgement[][] = labels.map(() => []);
  for (let draw = 0; draw < draws; draw++) {
    const order = random.sample(rows.length, rows.length).map((index) => rows[index]!);
    for (const [place, count] of labels.entries()) {
      results[place]!.push(judge(order.slice(0, count), order.slice(count)));
      onDraw?.(draw * labels.length + place + 1, draws * labels.length);
    }
  }
  return labels.map((count, place) => pointOf(count, results[place]!));
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
  readonly coverage: number;
}

function judge(seen: readonly LabelledRow[], rest: readonly LabelledRow[]): Judgement {
  const learnt = fit(seen);
  const predictions = rest.map((row) => predictionOf(learnt, row));
  const scores = predictions.map(({ quality }) => quality);
  const truth = rest.map(({ quality }) => quality);
  const inside = predictions.filter(
    ({ interval: [low, high] }, index) => low <= truth[index]! && truth[index]! <= high,
  );
  return {
    spearman: spearman(scores, truth) ?? 0,
    kendall: kendall(scores, truth) ?? 0,
    priorKendall:
      kendall(
        rest.map(({ prior }) => prior),
        truth,
      ) ?? 0,
    coverage: inside.length / rest.length,
  };
}

function pointOf(labels: number, judgements: readonly Judgement[]): LearningPoint {
  const spread = (of: keyof Judgement): Spread => spreadOf(judgements.map((judgement) => judgement[of]));
  return {
    labels,
    spearman: spread("spearman"),
    kendall: spread("kendall"),
    priorKendall: spread("priorKendall"),
    coverage: spread("coverage"),
  };
}
