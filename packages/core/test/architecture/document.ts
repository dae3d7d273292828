import { expect } from "vitest";
import { readArchitecture } from "../../src/architecture/read.js";
import { inputError } from "./input-error.js";

/** What is said of a text that is wrong. */
export const complaint = (text: string): string =>
  inputError(() => readArchitecture(text, "a.yaml")).describe();

/** A document with nothing wrong. */
export const valid = `hidden: 256
embedding:
  vocabulary: 30522
  width: 128
layers:
  - repeat: 2
    mixer: {kind: attention, heads: 4}
    ffn:
      kind: plain
      width: 512
`;

/** The valid document with one piece of text replaced. */
export function edited(piece: string, replacement: string): string {
  expect(valid).toContain(piece);
  return valid.replace(piece, replacement);
}
