import { type Benchmark, groupsOf, type LearningPoint, learningCurve } from "@zerolm/core";
import type { TaskHost } from "../host.js";

/** Few draws, for a report must not take minutes; `docs/predictor.md` has the curves of 200. */
export const learningDraws = 3;
const learningLabels = [5, 10, 20, 40];

/** What a thread is to learn from. */
export interface LearningInput {
  readonly benchmark: Benchmark;
  readonly seed: number;
}

/**
 * How well a predictor ranks by a few labels of a benchmark, on whatever thread. A stop ends it with the draws that are finished.
 *
 * @returns nothing for a benchmark of several groups, of which nothing is learnt, or of few networks
 */
export async function learningJob(
  { benchmark, seed }: LearningInput,
  host: TaskHost,
): Promise<LearningPoint[]> {
  if (groupsOf(benchmark.entries)) return [];
  const labels = learningLabels.filter((count) => 2 * count <= benchmark.entries.length);
  if (labels.length === 0) return [];
  return await learningCurve(benchmark, { labels, draws: learningDraws, seed, coverage: false }, host);
}
