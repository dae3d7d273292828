import type { Forward } from "../forward.js";
import { ForwardKeys } from "../forward-keys.js";
import { ropeOf } from "../rope.js";
import { type About, hasWindow } from "./forward-of-family.js";

/** Bases of wavelengths if the config does not say. */
export interface Bases {
  /** Of layers with a window. */
  readonly sliding: number;
  readonly full: number;
}

/**
 * Two kinds of rotary positions: of layers with a window, and of the others. `rope_parameters` has a map for each; before it, `rope_theta` and
 * `rope_scaling` were those of layers without a window alone.
 */
export function ropeByWindow(
  keys: ForwardKeys,
  about: About,
  { sliding, full }: Bases,
): Pick<Forward, "rotary"> {
  if (keys.values.sliding_window === null)
    keys.refuse("sliding_window", "is null, so the rotary positions of each layer are not known");
  const isNested = keys.map("rope_parameters")?.has("full_attention") ?? false;
  const [ofSliding, ofFull] = isNested
    ? [ropeOf(keys, { base: sliding }, "sliding_attention"), ropeOf(keys, { base: full }, "full_attention")]
    : [ropeOf(new ForwardKeys({ rope_theta: sliding })), ropeOf(keys, { base: full })];
  return { rotary: (layer, width, tokens) => (hasWindow(about, layer) ? ofSliding : ofFull)(width, tokens) };
}
