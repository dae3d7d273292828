import { UsageError } from "@zerolm/core";
import type { MappedCheckpoint } from "../map-checkpoint.js";
import { isProtected, protectedLayers } from "./safety.js";
import type { PartChoices } from "./uniform-plan.js";

/** The layers that may be left out: never the first and the last, nor others that are protected. */
export function droppableLayers(mapped: Pick<MappedCheckpoint, "architecture">, protect?: number): number[] {
  const { layers } = mapped.architecture;
  const ends = Math.max(1, protectedLayers(layers.length, protect));
  return [...layers.keys()].filter((layer) => !isProtected(layer, mapped, ends));
}

/**
 * The layers to leave out if nothing is known of them: evenly spaced, so that those left beside each gap are whole. A layer can mostly stand in
 * for its neighbour, and not for two.
 *
 * @param count at most as many as may go
 * @example
 * spacedLayers([1, 2, 3, 4, 5, 6], 2); // [2, 5]
 */
export function spacedLayers(droppable: readonly number[], count: number): number[] {
  const gap = (droppable.length + 1) / (count + 1);
  return Array.from({ length: count }, (_, index) => {
    const place = Math.min(droppable.length, Math.max(index + 1, Math.round(gap * (index + 1))));
    return droppable[place - 1] as number;
  });
}

/** @throws {UsageError} if a layer that may not be left out is to be */
export function requireDroppable(
  mapped: MappedCheckpoint,
  without: ReadonlySet<number>,
  protect: number | undefined,
): void {
  refuseStacks(mapped, without.size > 0);
  const allowed = droppableLayers(mapped, protect);
  for (const layer of without)
    if (!allowed.includes(layer))
      throw new UsageError(
        `layer ${layer} cannot be left out. The layers that can be are ${allowed.length > 0 ? allowed.join(", ") : "none"}.`,
      );
}

/** @throws {UsageError} for an encoder-decoder of which something is to be left out */
export function refuseStacks({ architecture, family }: MappedCheckpoint, asked: boolean): void {
  if (asked && architecture.kind === "encoder-decoder")
    throw new UsageError(
      `no layer of ${family} can be left out: the first of each stack holds the positions of all. Leave --drop out.`,
    );
}

/** A part of a layer that is left out: nothing of it may be chosen. */
export const goneChoices = (one: PartChoices): PartChoices => ({
  ...one,
  kept: [0],
  choices: [{ size: 0, also: (one.whole.also ?? []).map(() => 0), value: 0 }],
});
