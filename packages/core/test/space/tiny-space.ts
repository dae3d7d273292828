import type { Space } from "../../src/space/space.js";
import { spaceOf } from "../../testing/arbitrary-space.js";

/** The document of a space of 2·(4 + 64) = 136 architectures. */
export const tinyDocument = {
  name: "tiny",
  macro: { hidden: [16, 32], depth: [1, 3] },
  layer: {
    operation: [
      { kind: "attention", heads: 2 },
      { kind: "fourier", transform: "dct" },
    ],
    ffnWidth: [32, 48],
  },
  architecture: { hidden: "hidden", embedding: { vocabulary: 50 } },
  layers: { mixer: "operation", ffn: { kind: "plain", width: "ffnWidth" } },
} as const;

export const tinySpace = (): Space => spaceOf(tinyDocument);
