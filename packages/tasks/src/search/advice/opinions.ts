import {
  type Architecture,
  architectureAt,
  proxies,
  type Scorer,
  type SearchRequest,
  type SearchResult,
  secondOpinions,
} from "@zerolm/core";
import type { AdviceOutcome } from "./advice-outcome.js";

/** How many of the best other shapes an answer is compared with. */
export const rivals = 10;

const others = ["zerolm", "nsc", "series", "nonEmbeddingParameters"] as const;

/**
 * How other proxies rank an answer among the best other shapes.
 *
 * @param own name of the proxy that found it
 * @param best one of each macro option, the answer first
 */
export async function opinionsOf(
  own: string,
  { space }: SearchRequest,
  best: SearchResult["best"],
): Promise<AdviceOutcome["opinions"]> {
  const architectures: Architecture[] = best
    .slice(0, 1 + rivals)
    .map(({ genotype }) => architectureAt(space, genotype));
  if (architectures.length < 2) return [];
  const asked = others.filter((name) => name !== own);
  const scorers: [string, Scorer][] = asked.map((name) => [name, proxies[name].scorer()]);
  return [...(await secondOpinions(architectures, Object.fromEntries(scorers)))];
}
