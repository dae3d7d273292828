import type { Frame } from "../architecture/architecture.js";
import { oncePer } from "../once-per.js";
import type { Space } from "./space.js";

/**
 * A space with another number of tokens in the vocabulary, all else the same. Nothing for a space whose embedding is no single table of
 * tokens: image patches, or clusters of several widths.
 *
 * @example
 * withVocabulary(builtinSpace("llama-small"), 49152)?.macroOptions[0]?.frame.embedding.vocabulary; // 49152
 */
export const withVocabulary = (space: Space, vocabulary: number): Space | undefined =>
  changed(space, vocabulary).space;

/** One for each space and vocabulary, so that what is known of it is known the next time. */
const changed = oncePer((space: Space, vocabulary: number) => ({ space: changedSpace(space, vocabulary) }));

function changedSpace(space: Space, vocabulary: number): Space | undefined {
  const frames = new Map(space.macroOptions.map(({ frame }) => [frame, other(frame, vocabulary)]));
  const macroOptions = space.macroOptions.flatMap((option) => {
    const frame = frames.get(option.frame);
    return frame ? [{ ...option, frame }] : [];
  });
  return macroOptions.length < space.macroOptions.length ? undefined : { ...space, macroOptions };
}

/** The frame that one with another vocabulary was made of. */
const origins = new WeakMap<Frame, Frame>();

/** One frame for all that differ in the vocabulary alone, as {@link withVocabulary} makes them. */
export const originOf = (frame: Frame): Frame => origins.get(frame) ?? frame;

function other(frame: Frame, vocabulary: number): Frame | undefined {
  const { embedding } = frame;
  if (embedding.patches || embedding.adaptive || embedding.vocabulary === 0) return undefined;
  if (embedding.vocabulary === vocabulary) return frame;
  const changed = { ...frame, embedding: { ...embedding, vocabulary } };
  origins.set(changed, originOf(frame));
  return changed;
}
