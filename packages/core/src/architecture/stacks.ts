import type { Layer } from "./architecture.js";

/**
 * How many layers each stack has: one number, or two if layers attend to an encoder: encoder, decoder. The order of layers does not matter.
 *
 * @example
 * stackDepths(whisperTiny.layers); // [4, 4]
 */
export function stackDepths(layers: readonly Pick<Layer, "cross">[]): readonly number[] {
  const decoder = layers.reduce((count, { cross }) => count + (cross ? 1 : 0), 0);
  return decoder === 0 || decoder === layers.length ? [layers.length] : [layers.length - decoder, decoder];
}
