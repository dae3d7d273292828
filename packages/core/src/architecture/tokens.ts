import type { Embedding } from "./embedding.js";

/** What of an architecture decides how many tokens it sees. */
export interface TokensFrame {
  readonly kind: "encoder" | "decoder" | "encoder-decoder";
  readonly embedding: Pick<Embedding, "vocabulary" | "positions" | "patches" | "classToken">;
}

/** How many tokens each stack sees in one pass. Without an encoder-decoder both are the tokens of the one stack. */
export interface StackTokens {
  readonly encoder: number;
  readonly decoder: number;
}

/**
 * Tokens of one image: its patches, and the class token if there is one; 0 without patches.
 *
 * @example
 * imageTokens(deitTiny.embedding); // 197: an image of 224 in patches of 16, and a class token
 */
export const imageTokens = (embedding: TokensFrame["embedding"]): number =>
  embedding.patches ? patchCount(embedding) + (embedding.classToken ? 1 : 0) : 0;

/** Patches of one image; 0 without patches. */
export const patchCount = ({ patches }: TokensFrame["embedding"]): number =>
  patches ? (patches.image / patches.size) ** 2 : 0;

/** Whether an architecture sees an image alone, so that it has no other tokens than those of its patches. */
export const seesImagesAlone = ({ kind, embedding }: TokensFrame): boolean =>
  embedding.patches !== undefined && embedding.vocabulary === 0 && kind !== "encoder-decoder";

/**
 * Tokens of the stacks in one pass: those of an image come from its patches, those of a text are `sequence`. One stack that embeds both
 * sees both; of an encoder-decoder with patches the encoder sees the image and the decoder the text.
 *
 * @param sequence tokens of a text
 */
export function tokensOf(frame: TokensFrame, sequence: number): StackTokens {
  const image = imageTokens(frame.embedding);
  if (frame.kind === "encoder-decoder") return { encoder: image > 0 ? image : sequence, decoder: sequence };
  const tokens = image + (seesImagesAlone(frame) ? 0 : sequence);
  return { encoder: tokens, decoder: tokens };
}

/**
 * The learned positions of an architecture if it is asked to see more tokens than that; `undefined` if they suffice, or if it has none.
 * They are those of the text, and of the image if it sees an image alone.
 *
 * @example
 * exceededPositions(gpt2, 2048); // 1024
 */
export function exceededPositions(frame: TokensFrame, sequence: number): number | undefined {
  const { positions } = frame.embedding;
  const tokens = seesImagesAlone(frame) ? imageTokens(frame.embedding) : sequence;
  return positions > 0 && tokens > positions ? positions : undefined;
}
