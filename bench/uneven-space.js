import { compileSpace, readDocument } from "../packages/core/dist/index.js";

/** FFN widths about 64 apart: `even` ones have that step in common, of `uneven` ones nearly every sum is a cost of its own. */
export const widthsOf = (count, spacing) =>
  Array.from({ length: count }, (_, i) => 256 + 64 * i + (spacing === "even" ? 0 : (i * i * 7) % 61));

/** A space of so many layers of hidden size 512 that choose by themselves. */
export const layersOf = (depth, layer, mixer = {}) =>
  compileSpace(
    readDocument(
      JSON.stringify({
        name: "layers",
        macro: { depth: [depth] },
        layer,
        architecture: { hidden: 512, embedding: { vocabulary: 1000 } },
        layers: {
          mixer: { kind: "attention", heads: 8, ...mixer },
          ffn: { kind: "plain", width: "ffnWidth" },
        },
      }),
    ),
  );
