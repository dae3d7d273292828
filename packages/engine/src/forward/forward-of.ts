import type { MappedCheckpoint } from "@zerolm/checkpoint";
import { type Architecture, type ModelType, WorkError } from "@zerolm/core";
import { beforeTraining, type Forward } from "./forward.js";
import { ForwardKeys } from "./forward-keys.js";
import { forwards } from "./forwards.js";

/** What of a checkpoint decides how its network computes. */
export type ForwardSource = Pick<MappedCheckpoint, "family" | "architecture" | "layerNumbers">;

/**
 * How the network of a checkpoint computes, as transformers has it for its family.
 *
 * @param config what its `config.json` holds
 * @throws {WorkError} for a family that cannot be run, with the reason; {InputError} for a key that asks for what is not computed
 */
export function forwardOf(
  { family, architecture, layerNumbers }: ForwardSource,
  config: Readonly<Record<string, unknown>>,
): Forward {
  const row = forwards[family];
  if (typeof row !== "function") throw new WorkError(refusal(family, row?.reason));
  const keys = new ForwardKeys(config);
  const numberOf = (layer: number): number => layerNumbers?.[layer] ?? layer;
  const maximumTokens = keys.numberIfAny("max_position_embeddings");
  const forward = {
    ...beforeTraining(architecture),
    maximumTokens,
    ...row(keys, { architecture, numberOf }),
  };
  checkRotary(architecture, forward);
  return forward;
}

/** Turns every layer once, so that a key which is wrong is told now, and not when a text of some length is seen. */
function checkRotary({ layers }: Architecture, { rotary, maximumTokens = 1 }: Forward): void {
  for (const [layer, { mixer }] of layers.entries())
    if (mixer?.kind === "attention")
      for (const tokens of new Set([1, maximumTokens])) rotary(layer, mixer.headDim, tokens);
}

const refusal = (family: ModelType, reason = "is not among those whose forward pass is known"): string =>
  `the network of a ${family} cannot be run: it ${reason}`;
