/** A proxy as a stranger writes it, in one file: a sum over layers, with an option of its own. */
export const ownProxyText = `
import { additiveScorer, exactTerm, layerParameters, shapeProxy, z, zero } from "@zerolm/core";

export default shapeProxy({
  name: "spread",
  summary: "parameters of each layer to a power, summed",
  source: "a test",
  options: z.strictObject({
    power: z.number().positive().max(2).default(0.5).describe("exponent of a layer's parameters"),
  }),
  scorer: ({ power }) =>
    additiveScorer({
      layer: (layer, frame) => exactTerm((layerParameters(layer, frame) / 1e6) ** power),
      rest: () => zero,
      scale: () => 1,
    }),
});
`;

/** One that waits for its scores, has none for an odd number of layers, and throws where there are three. */
export const slowProxyText = `
import { z } from "zod";

export default {
  name: "slow",
  summary: "hidden size, for an even number of layers",
  source: "a test",
  options: z.strictObject({}),
  needs: "shapes",
  prepare: async () => ({
    scoreMany: async (architectures) =>
      architectures.map(({ hidden, layers }) => {
        if (layers.length === 3) throw new TypeError("three layers");
        return layers.length % 2 === 0 ? hidden : Number.NaN;
      }),
  }),
};
`;

/** A benchmark format as a stranger writes it: CSV of width, depth and loss. */
export const ownFormatText = `
import { readArchitecture } from "@zerolm/core";

export default {
  name: "runs",
  summary: "runs of my own",
  source: "me",
  licence: "mine",
  signature: /^run,/,
  readings: {},
  read(text) {
    const entries = text.trim().split("\\n").slice(1).map((line) => {
      const [id, hidden, depth, loss] = line.split(",");
      const layer = { mixer: { kind: "attention", heads: 2 }, ffn: { kind: "plain", width: 4 * Number(hidden) } };
      const architecture = readArchitecture(JSON.stringify({
        hidden: Number(hidden),
        embedding: { vocabulary: 100 },
        layers: Array(Number(depth)).fill(layer),
      }));
      return { id, architecture, quality: -Number(loss), macro: { depth: Number(depth), hidden: Number(hidden) } };
    });
    return { name: "runs", quality: "−loss", entries };
  },
};
`;
