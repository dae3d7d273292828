import type { Layer } from "./architecture.js";

/**
 * How many layers each stack has: one number, or two if layers attend to an encoder: encoder, decoder. The order of layers does not matter.
 *
 * @example
 * stackDepths(whisperTiny.layers); // [4, 4]
 */
export function stackDepths(layers: readonly Stacked[]): readonly number[] {
  const all = layers.reduce((count, { repeat = 1 }) => count + repeat, 0);
  const decoder = layers.reduce((count, { cross, repeat = 1 }) => count + (cross ? repeat : 0), 0);
  return decoder === 0 || decoder === all ? [all] : [all - decoder, decoder];
}

/** A layer, or several that attend alike. */
interface Stacked extends Pick<Layer, "cross"> {
  readonly repeat?: number | undefined;
}
