import { type RopeTraits, ropeOf } from "../rope.js";
import { activationOf, type ForwardOf } from "./forward-of-family.js";

/** How families that descend from Llama differ in what they compute. */
export interface LlamaTraits extends RopeTraits {
  /** The key of what is added to variances. Default: `rms_norm_eps`. */
  readonly epsilonKey?: string;
  /** What it is if the config does not say. Default: 1e-6. */
  readonly epsilon?: number;
  /** The key of the activation. Default: `hidden_act`. */
  readonly activationKey?: string;
  /** Default: silu. */
  readonly activation?: string;
  /** What else it computes. */
  readonly more?: ForwardOf;
}

/** Source: transformers 5.18, `models/llama/modeling_llama.py`. */
export const llamaLike =
  ({
    epsilonKey = "rms_norm_eps",
    epsilon = 1e-6,
    activationKey = "hidden_act",
    activation = "silu",
    more,
    ...rope
  }: LlamaTraits = {}): ForwardOf =>
  (keys, about) => {
    const turns = ropeOf(keys, rope);
    return {
      placement: "before",
      epsilon: keys.number(epsilonKey, epsilon),
      ...activationOf(keys, activationKey, activation),
      rotary: (_layer, width, tokens) => turns(width, tokens),
      ...more?.(keys, about),
    };
  };
