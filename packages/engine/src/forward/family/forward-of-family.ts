import type { Architecture } from "@zerolm/core";
import { activations } from "../../network/activation.js";
import type { Forward } from "../forward.js";
import type { ForwardKeys } from "../forward-keys.js";

/** What a family knows of the architecture at hand. */
export interface About {
  readonly architecture: Architecture;
  /** The number of a layer in the file, from 0. */
  readonly numberOf: (layer: number) => number;
}

/** How a family computes, as far as its config and its class say; the rest is as before training. */
export type ForwardOf = (keys: ForwardKeys, about: About) => Partial<Forward>;

export const activationOf = (keys: ForwardKeys, key: string, usual: string) => {
  const activation = keys.choice(key, activations, usual);
  return { activation, gate: activation };
};

/** Whether a layer sees a window of the text. */
export const hasWindow = ({ architecture: { layers } }: About, layer: number): boolean => {
  const mixer = layers[layer]?.mixer;
  return mixer?.kind === "attention" && mixer.window !== undefined;
};
