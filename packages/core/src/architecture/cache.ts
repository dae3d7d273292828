import { type Frame, type Layer, subModuleKind } from "./architecture.js";
import { attendedTokens } from "./mixer/attention.js";
import type { Mixer } from "./mixer/mixer.js";
import { tokensOf } from "./tokens.js";

/**
 * Entries of keys and values that one layer adds for each token while it generates, until its window is full; 0 in an encoder. What a
 * decoder keeps of its encoder does not grow and is not in it.
 */
export const layerCacheEntries = (layer: Layer, frame: Frame): number =>
  generates(layer, frame) ? entriesPerToken(layer.mixer, frame) : 0;

/** Entries of the state that one layer keeps for each sequence while it generates, however long it is; 0 in an encoder. */
export const layerStateEntries = (layer: Layer, frame: Frame): number =>
  generates(layer, frame) && layer.mixer
    ? (subModuleKind(layer.mixer).stateEntries?.(layer.mixer, frame.hidden) ?? 0)
    : 0;

/**
 * Entries that one layer holds for one sequence while it generates: keys and values, and states; 0 in an encoder. A sliding window holds no
 * more tokens than it is wide. Attention to an encoder holds all of the encoder's tokens, as many as the context, or those of an image.
 *
 * @param context tokens that have been read and written
 */
export function layerCache(layer: Layer, frame: Frame, context: number): number {
  if (!generates(layer, frame)) return 0;
  const { encoder, decoder } = tokensOf(frame, context);
  const held = (mixer: Mixer | undefined, tokens: number): number =>
    entriesPerToken(mixer, frame) * heldTokens(mixer, tokens);
  return held(layer.mixer, decoder) + held(layer.cross, encoder) + layerStateEntries(layer, frame);
}

const entriesPerToken = (mixer: Mixer | undefined, { hidden }: Frame): number =>
  mixer ? (subModuleKind(mixer).cacheEntries?.(mixer, hidden) ?? 0) : 0;

const heldTokens = (mixer: Mixer | undefined, tokens: number): number =>
  mixer?.kind === "attention" ? attendedTokens(mixer, tokens) : tokens;

const generates = ({ cross }: Layer, { kind }: Frame): boolean =>
  kind === "decoder" || (kind === "encoder-decoder" && cross !== undefined);
