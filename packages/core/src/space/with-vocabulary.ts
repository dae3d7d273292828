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

function other(frame: Frame, vocabulary: number): Frame | undefined {
  const { embedding } = frame;
  if (embedding.patches || embedding.adaptive || embedding.vocabulary === 0) return undefined;
  return embedding.vocabulary === vocabulary ? frame : { ...frame, embedding: { ...embedding, vocabulary } };
}
