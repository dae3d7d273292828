import { type Architecture, imageTokens, patchCount, seesImagesAlone } from "@zerolm/core";
import { counted, fullCount } from "./numbers.js";
import { wrapped } from "./text.js";

/**
 * Over how many tokens the FLOPs of an architecture are counted, in words.
 *
 * @param sequence tokens of a text
 * @example
 * tokensText(deitTiny, 512); // "one image of 197 tokens (196 patches and a class token)"
 */
export function tokensText(architecture: Architecture, sequence: number): string {
  const image = imageTokens(architecture.embedding);
  if (image === 0) return counted(sequence, "token");
  const patches = counted(patchCount(architecture.embedding), "patch").replace(/patchs$/, "patches");
  const parts = `${patches}${architecture.embedding.classToken ? " and a class token" : ""}`;
  const seen = `one image of ${counted(image, "token")} (${parts})`;
  return seesImagesAlone(architecture) ? seen : `${seen} and a text of ${counted(sequence, "token")}`;
}

/**
 * That a model has fewer learned positions than the tokens it is asked to see.
 *
 * @param what what is counted over these tokens, as "FLOPs are"
 */
export const positionsNote = (positions: number, tokens: number, what: string): string =>
  wrapped(
    `The model has ${fullCount(positions)} learned positions, but ${what} counted for ${fullCount(tokens)} tokens.`,
  );
