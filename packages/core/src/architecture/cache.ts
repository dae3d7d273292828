import type { Frame, Layer } from "./architecture.js";
import { attendedTokens } from "./mixer/attention.js";
import type { Mixer } from "./mixer/mixer.js";
import { tokensOf } from "./tokens.js";

/**
 * Entries of keys and values that one layer adds for each token while it generates, until its window is full; 0 in an encoder. What a
 * decoder keeps of its encoder does not grow and is not in it.
 */
export function layerCacheEntries(layer: Layer, frame: Frame): number {
  return generates(layer, frame) ? entriesPerToken(layer.mixer) : 0;
}

/**
 * Entries of keys and values that one layer holds for one sequence; 0 in an encoder. A sliding window holds no more tokens than it is
 * wide. Attention to an encoder holds all of the encoder's tokens, as many as the context, or those of an image.
 *
 * @param context tokens that have been read and written
 */
export function layerCache(layer: Layer, frame: Frame, context: number): number {
  if (!generates(layer, frame)) return 0;
  const { encoder, decoder } = tokensOf(frame, context);
  return heldEntries(layer.mixer, decoder) + heldEntries(layer.cross, encoder);
}

const heldEntries = (mixer: Mixer | undefined, tokens: number): number =>
  mixer?.kind === "attention" ? entriesPerToken(mixer) * attendedTokens(mixer, tokens) : 0;

const entriesPerToken = (mixer: Mixer | undefined): number =>
  mixer?.kind === "attention" ? 2 * mixer.keyValueHeads * mixer.headDim : 0;

const generates = ({ cross }: Layer, { kind }: Frame): boolean =>
  kind === "decoder" || (kind === "encoder-decoder" && cross !== undefined);
