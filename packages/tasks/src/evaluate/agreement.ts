import { type Benchmark, correlations, type Evaluation, groupsOf, pairsThatAdd } from "@zerolm/core";
import { type Agreement, rowName } from "./evaluate-outcome.js";
import type { Timed } from "./judge.js";

/**
 * How the rankings of a benchmark agree with each other, and which of them add to each other.
 *
 * @returns nothing if there are not two that score every network
 */
export function agreementOf(
  { entries }: Pick<Benchmark, "entries">,
  evaluations: readonly (Timed | Evaluation)[],
): Agreement | undefined {
  const whole = evaluations.filter((one) => one.kind !== "baseline" && one.entries.length === entries.length);
  if (whole.length < 2) return undefined;
  const rankings = whole.map((one) => ({ name: rowName(one), scores: one.scores }));
  const within = groupsOf(entries);
  const { names, values } = correlations(rankings, within);
  const quality = entries.map((entry) => entry.quality);
  return {
    names,
    kendall: values.map((row) => row.map((tau) => tau ?? null)),
    adds: pairsThatAdd(rankings, quality, within),
  };
}
