import { type Architecture, proxies, type Scorer, type Space } from "@zerolm/core";
import type { NamedBudget } from "../budgets.js";
import type { AdviceOutcome } from "./advice-outcome.js";

/** Quantities that count every expert, whether a token passes it or not. */
const countsExperts: ReadonlySet<string> = new Set([
  "parameters",
  "nonEmbeddingParameters",
  "weightBytes",
  "memory",
]);

/** How mixtures are scored, by the name of the proxy. */
const rules: Readonly<Record<string, string>> = {
  [proxies.shape.name]:
    "FFN weights are the geometric mean of those that a token passes and of all. No trained mixture confirms it",
  [proxies.series.name]:
    "the experts that a token passes count as one wide FFN. No trained mixture confirms it",
};

/**
 * What to know of a score of a mixture of experts; nothing for an answer without one.
 *
 * @param proxy name of the proxy
 */
export function mixtureAdvice(
  architecture: Architecture,
  proxy: string,
  scorer: Scorer,
  space: Space,
  budgets: readonly NamedBudget[],
): AdviceOutcome["mixture"] {
  if (!architecture.layers.some(({ ffn }) => ffn?.kind === "mixture")) return undefined;
  const unlimited = !budgets.some(({ name, maximum }) => maximum !== undefined && countsExperts.has(name));
  return {
    rule: rules[proxy] ?? "no trained mixture confirms how this proxy counts experts",
    moreExpertsAlwaysBetter: unlimited && offersExperts(space) && prefersExperts(architecture, scorer),
  };
}

/** Whether the score rises if there are twice as many experts and all else stays. */
function prefersExperts(architecture: Architecture, { score }: Scorer): boolean {
  if (!score) return false;
  const layers = architecture.layers.map(({ ffn, ...layer }) =>
    ffn?.kind === "mixture" ? { ...layer, ffn: { ...ffn, experts: 2 * ffn.experts } } : { ...layer, ffn },
  );
  return score({ ...architecture, layers }).value > score(architecture).value;
}

/** Whether a space lets the number of experts be chosen. */
function offersExperts({ macroOptions }: Space): boolean {
  const counts = new Set<number>();
  for (const options of new Set(macroOptions.flatMap(({ stages }) => stages.map((stage) => stage.options))))
    for (const { ffn } of options) if (ffn?.kind === "mixture") counts.add(ffn.experts);
  return counts.size > 1;
}
