import { type LoadedShape, type Loader, rulesFor, UsageError } from "@zerolm/core";
import type { MappedCheckpoint } from "../../map-checkpoint.js";

/** The rules of a program that all heads keep at the present hidden size, and break at a smaller one. */
function brokenRules(
  { family, architecture: { hidden, layers }, config }: MappedCheckpoint,
  smaller: number,
  loader: Loader,
): string[] {
  const heads = layers.map(({ mixer }) => ({ mixer }));
  const shapeOf = (hidden: number): LoadedShape => ({ hidden, layers: heads, config });
  const rules = (["own", "block_configs"] as const).flatMap((form) => rulesFor(loader, family, form));
  return rules.flatMap(({ rule, each, keeps }) =>
    each && keeps(shapeOf(hidden)) && !keeps(shapeOf(smaller)) ? [rule] : [],
  );
}

/** Whether a program loads all heads with a smaller hidden size. */
export const isLoadable = (mapped: MappedCheckpoint, hidden: number, loader: Loader): boolean =>
  brokenRules(mapped, hidden, loader).length === 0;

/** @throws {UsageError} unless a program loads all heads with a smaller hidden size, with the rule that breaks */
export function requireLoadable(mapped: MappedCheckpoint, hidden: number, loader: Loader): void {
  const [rule] = brokenRules(mapped, hidden, loader);
  if (rule !== undefined)
    throw new UsageError(
      `${loader} does not load all heads with a hidden size of ${hidden}. Its rule: ${rule}. Give another size, or plan for zerolm (--for).`,
    );
}
