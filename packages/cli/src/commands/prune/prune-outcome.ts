import type { MappedCheckpoint, Pruned, PrunePlan, PruneProxy, Uniformity } from "@zerolm/checkpoint";
import type { ChosenAlpha } from "@zerolm/tasks";
import type { PruneBudgets } from "./prune-budget.js";

/** What was decided, for printing and writing. */
export interface PruneOutcome {
  readonly name: string;
  readonly mapped: MappedCheckpoint;
  readonly proxy: PruneProxy;
  readonly alpha: ChosenAlpha | undefined;
  readonly budget: PruneBudgets;
  readonly uniform: Uniformity;
  readonly multipleOf: number;
  readonly plan: PrunePlan;
  readonly pruned: Pruned;
  readonly front: readonly PrunePlan[] | undefined;
}
