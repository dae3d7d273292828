import { ropeOf } from "../rope.js";
import type { ForwardOf } from "./forward-of-family.js";

/** Layers that `no_rope_layers` marks with 0 are not turned. Source: transformers 5.18, `models/smollm3/modeling_smollm3.py`. */
export const smollm3More: ForwardOf = (keys, { numberOf }) => {
  const turns = ropeOf(keys, { base: 2_000_000 });
  const listed = keys.list("no_rope_layers");
  const interval = keys.number("no_rope_layer_interval", 4);
  const isTurned = (layer: number): boolean =>
    listed ? Boolean(listed[layer]) : (layer + 1) % interval !== 0;
  return {
    rotary: (layer, width, tokens) => (isTurned(numberOf(layer)) ? turns(width, tokens) : undefined),
  };
};
