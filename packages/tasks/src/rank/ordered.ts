import { cost, exceededPositions, type Predictor, type Score } from "@zerolm/core";
import type { RankedFile } from "./known-files.js";
import type { Ranked } from "./rank-outcome.js";

/** An architecture under the name by which it is shown, and its score. */
export interface ScoredFile extends RankedFile {
  readonly name: string;
  readonly score: Score;
}

/** In the order of their scores, those of one score in their own order, and those without one at the end. */
export function ordered(
  scored: readonly ScoredFile[],
  { minimize, sequence }: { readonly minimize: boolean; readonly sequence: number },
  predictor: Predictor | undefined,
): Ranked[] {
  const sign = minimize ? 1 : -1;
  const isThere = ({ score }: ScoredFile): boolean => !Number.isNaN(score.value);
  const ranked = scored.filter(isThere).sort((one, other) => sign * (one.score.value - other.score.value));
  const sorted = [...ranked, ...scored.filter((one) => !isThere(one))];
  let rank = 0;
  return sorted.map(({ file, name, known, architecture, score }, index) => {
    const above = sorted[index - 1]?.score;
    if (above?.value !== score.value) rank = index + 1;
    const { parameters, flops } = cost(architecture, { sequence });
    const interval = predictor?.predict(architecture).interval;
    return {
      ...(index < ranked.length ? { rank } : { missing: score.missing }),
      ...{ name, file },
      ...(known ? { known } : {}),
      score: index < ranked.length ? score.value : null, // JSON has no NaN
      standardDeviation: score.standardDeviation,
      standardError: score.standardError,
      interval: interval && [interval[0], interval[1]],
      withinNoise: above !== undefined && closerThanNoise(above, score),
      parameters: parameters.total,
      flops: flops.perSequence,
      tokens: flops.sequence === sequence ? undefined : flops.sequence,
      exceededPositions: exceededPositions(architecture, sequence),
    };
  });
}

function closerThanNoise(one: Score, other: Score): boolean {
  const noise = Math.hypot(one.standardDeviation ?? 0, other.standardDeviation ?? 0);
  return Math.abs(one.value - other.value) < 2 * noise;
}
