import type { Architecture } from "../architecture/architecture.js";
import { attentionsOf, commonest, commonFfnWidth, ffnsOf } from "./commonest.js";

/** What families write of an architecture: its sizes, and those of its most frequent attention and FFN. */
export function factsOf(architecture: Architecture) {
  const { hidden, layers, embedding } = architecture;
  const attention = commonest(attentionsOf(layers));
  const { heads, keyValueHeads, headDim } = attention ?? { heads: 1, keyValueHeads: 1, headDim: hidden };
  return {
    architecture,
    hidden,
    depth: layers.length,
    heads,
    keyValueHeads,
    headDim,
    attention,
    ffn: commonest(ffnsOf(layers)),
    ffnWidth: commonFfnWidth(layers),
    vocabulary: Math.max(1, embedding.vocabulary),
    positions: Math.max(1, embedding.positions),
  };
}

/** What families write of an architecture. */
export type Facts = ReturnType<typeof factsOf>;
