import type { MappedCheckpoint, PrunePlan } from "@zerolm/checkpoint";
import type { PruneOutcome } from "./prune-outcome.js";

/** Names that are listed one by one; the others are counted. */
const namedAtMost = 5;

/** What to know of a pruned checkpoint before it is used. */
export function warningsOf(
  mapped: MappedCheckpoint,
  plan: PrunePlan,
  { proxy, dropped }: Pick<PruneOutcome, "proxy" | "dropped">,
): string[] {
  const isByText = proxy === "activations" && dropped?.by !== "spacing";
  return [...missingWarning(mapped), ...carriedWarning(mapped), ...(isByText ? [] : depthWarning(plan))];
}

function missingWarning({ missing }: MappedCheckpoint): string[] {
  if (missing.length === 0) return [];
  return [
    `The checkpoint lacks ${listed(missing)}, which its config requires: programs that load it initialise them at random. Set tie_word_embeddings if the embedding is meant.`,
  ];
}

function carriedWarning({ unknown }: MappedCheckpoint): string[] {
  if (unknown.length === 0) return [];
  return [
    `Not known in this family, copied uncut and counted in sizes: ${listed(unknown)}. If a layer is removed, so are its tensors.`,
  ];
}

function depthWarning({ parts }: PrunePlan): string[] {
  if (parts.every(({ units }) => units.length > 0)) return [];
  return [
    "What is removed was chosen without a text (--text). Removing the wrong layer can ruin a model. Of the 8 layers of plain-llama-kjv the least needed costs 0.04 nats per byte, the most needed 3.3. Evaluate before use.",
  ];
}

const listed = (names: readonly string[]): string => {
  const more = names.length - namedAtMost;
  return names.slice(0, namedAtMost).join(", ") + (more > 0 ? ` and ${more} more` : "");
};
