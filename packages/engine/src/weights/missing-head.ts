import type { MappedCheckpoint } from "@zerolm/checkpoint";
import { biasName } from "../network/vectors.js";
import { storedVectors } from "./stored-vectors.js";

/**
 * What a file lacks of the head that guesses tokens. A head that was not saved is drawn anew by transformers, and its losses mean nothing.
 *
 * @returns names as a network has them, such as `head.vocabulary`
 */
export function missingHead(
  mapped: Pick<MappedCheckpoint, "architecture" | "matrices" | "tensors">,
): string[] {
  const { head, norm } = mapped.architecture;
  const stored = new Set([
    ...mapped.matrices.map(({ name }) => name),
    ...storedVectors(mapped).map(({ name }) => name),
  ]);
  const needed = [
    ...(head.vocabulary === "separate" ? ["head.vocabulary"] : []),
    ...(head.vocabularyBias ? [biasName("head.vocabulary")] : []),
    ...(head.transform ? ["head.transform", ...(norm === "bare" ? [] : ["head.transform.norm"])] : []),
    ...(head.transform && !head.bareTransform ? [biasName("head.transform")] : []),
  ];
  return needed.filter((name) => !stored.has(name));
}
