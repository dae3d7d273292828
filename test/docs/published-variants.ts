import { type Architecture, matrices, type Proxy } from "@zerolm/core";
import {
  type NetworkDefinition,
  networkProxy,
  sumOfReadings,
} from "../../packages/core/src/proxy/data-driven/network-proxy.js";

/*
 * LPZero scores the GPT-2 decoders of LiteTransformerSearch by formulas that differ from those of the papers, and so from ours, in more than the loss
 * and the text. Each variant below takes over one such difference.
 */

/** A proxy that differs in one thing from a built-in one. */
interface Variant {
  /** The built-in proxy. */
  readonly of: string;
  readonly differs: string;
  readonly proxy: Proxy;
}

const variant = (
  of: string,
  differs: string,
  definition: Pick<NetworkDefinition, "loss" | "statistics" | "score">,
): Variant => ({
  ...{ of, differs },
  proxy: networkProxy({ name: `${of} as published`, summary: differs, source: "LPZero", ...definition }),
});

/** Rows of the matrices, which GPT-2's code stores turned round. */
function fisherByRows(squares: Parameters<typeof sumOfReadings>[0], architecture: Architecture): number {
  const rows = new Map(matrices(architecture).map((matrix) => [matrix.name, matrix.rows]));
  return (squares ?? []).reduce(
    (sum, { name, values }) => sum + 0.5 * (rows.get(name) ?? 0) * (values[0] ?? 0),
    0,
  );
}

/** What 32 bits leave of a cosine of a feature with itself less 1, to the power of 1/20. */
const leftOver = 1e-7 ** (1 / 20);

export const publishedVariants: readonly Variant[] = [
  variant(
    "fisher",
    "rows in place of columns: the code reads the shape of a matrix that is stored turned round",
    {
      loss: "asked",
      statistics: { squares: { of: "output", times: "outputGradient", reduce: "tokenSquares" } },
      score: ({ squares }, architecture) => fisherByRows(squares, architecture),
    },
  ),
  variant("headConfidence", "all matrices in place of queries, keys and values", {
    loss: "none",
    statistics: { maximum: { of: "output", reduce: "positionMaximum" } },
    score: ({ maximum }) => sumOfReadings(maximum),
  }),
  variant("activationDistance", "all matrices in place of what enters an activation", {
    loss: "none",
    statistics: { agreement: { of: "output", reduce: "signAgreement" } },
    score: ({ agreement }) => sumOfReadings(agreement),
  }),
  variant("jacobianCosine", "with what rounding leaves of the cosine of a feature with itself", {
    loss: "asked",
    statistics: { cosines: { of: "inputGradient", reduce: "cosineRoots" } },
    score: ({ cosines }, { hidden }) =>
      1 - (cosines?.at(-1)?.values[0] ?? Number.NaN) / 2 - leftOver / (2 * (hidden - 1)),
  }),
];
