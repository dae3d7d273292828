import type { Architecture } from "../architecture/architecture.js";
import { type Host, pacedReport } from "../host.js";
import { attempted, stopped } from "./checked-score.js";
import type { Score, ShapeScorer } from "./proxy.js";

/**
 * A scorer of a function that scores one architecture at once.
 *
 * @example
 * shapeScorer(({ layers }) => ({ value: layers.length }));
 */
export const shapeScorer = (score: (architecture: Architecture) => Score): ShapeScorer => ({
  score,
  scoreMany: (architectures, host) => scoreEach(score, architectures, host),
});

/** One after the other. What throws or is no number is missing, and so is all that was left when the host stopped the work. */
async function scoreEach(
  score: (architecture: Architecture) => Score,
  architectures: readonly Architecture[],
  host: Host = {},
): Promise<Score[]> {
  const scores = new Array<Score>(architectures.length).fill(stopped);
  const report = pacedReport(host);
  for (const [index, architecture] of architectures.entries()) {
    if (host.signal?.aborted) break;
    scores[index] = attempted(() => score(architecture));
    await report({ done: index + 1, total: architectures.length, what: "scoring" });
  }
  return scores;
}
