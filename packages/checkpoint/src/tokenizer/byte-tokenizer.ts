import type { Tokenizer } from "./tokenizer.js";

/** The bytes of UTF-8 as tokens: what models of 256 tokens without a tokenizer see. */
export const byteTokenizer: Tokenizer = {
  from: "bytes",
  encode: (text) => Int32Array.from(new TextEncoder().encode(text)),
  before: [],
  behind: [],
  mask: undefined,
};
