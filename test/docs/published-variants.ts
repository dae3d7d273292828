import { type Architecture, dataDrivenProxies, matrices, type Proxy } from "@zerolm/core";
import {
  type NetworkDefinition,
  networkProxy,
  sumOfReadings,
} from "../../packages/core/src/proxy/data-driven/network-proxy.js";

/*
 * LPZero scores the GPT-2 decoders of LiteTransformerSearch by formulas that differ from those of the papers, and so from ours, by networks that are
 * initialised in another way, and by another loss. Each variant below takes over some of that.
 */

/** A proxy that differs from a built-in one. */
export interface Variant {
  /** The built-in proxy. */
  readonly of: keyof typeof dataDrivenProxies;
  readonly differs: string;
  readonly proxy: Proxy;
  /** Default: cotangent. */
  readonly loss?: "tokens";
  /** Which weights the networks have. Default: ours. */
  readonly weights?: "published";
}

type Formula = Pick<NetworkDefinition, "loss" | "statistics" | "score">;

const variant = (
  of: Variant["of"],
  differs: string,
  formula: Formula,
  network: Pick<Variant, "loss" | "weights"> = {},
): Variant => ({
  ...{ of, differs, ...network },
  proxy: networkProxy({ name: `${of} as published`, summary: differs, source: "LPZero", ...formula }),
});

/** GPT-2's code holds query, key and value in one matrix. */
const isFused = (name: string): boolean => /\.(query|key|value)$/.test(name);

/** Rows of the matrices, which GPT-2's code stores turned round. */
function fisherByRows(squares: Parameters<typeof sumOfReadings>[0], architecture: Architecture): number {
  const rows = new Map(matrices(architecture).map((matrix) => [matrix.name, matrix.rows]));
  return (squares ?? []).reduce(
    (sum, { name, values }) => sum + 0.5 * (rows.get(name) ?? 0) * (isFused(name) ? 3 : 1) * (values[0] ?? 0),
    0,
  );
}

const fisher: Formula = {
  loss: "asked",
  statistics: { squares: { of: "output", times: "outputGradient", reduce: "tokenSquares" } },
  score: ({ squares }, architecture) => fisherByRows(squares, architecture),
};
const headConfidence: Formula = {
  loss: "none",
  statistics: { maximum: { of: "output", reduce: "positionMaximum" } },
  score: ({ maximum }) =>
    sumOfReadings(maximum, (name) => !isFused(name)) + sumOfReadings(maximum, isFused) / 3,
};
const activationDistance: Formula = {
  loss: "none",
  statistics: { agreement: { of: "output", reduce: "signAgreement" } },
  score: ({ agreement }) => sumOfReadings(agreement),
};

const tokens = { loss: "tokens" } as const;
const published = { weights: "published" } as const;
const both = { ...tokens, ...published };
const { grasp } = dataDrivenProxies;

export const publishedVariants: readonly Variant[] = [
  variant("fisher", "rows in place of columns, and query, key and value as one matrix", fisher),
  variant("fisher", "that, and the loss of tokens", fisher, tokens),
  variant("fisher", "that, and the initialisation", fisher, both),
  variant("headConfidence", "all matrices, and query, key and value as one", headConfidence),
  variant("headConfidence", "that, and the initialisation", headConfidence, published),
  variant("activationDistance", "all matrices in place of what enters an activation", activationDistance),
  variant("activationDistance", "that, and the initialisation", activationDistance, published),
  { of: "grasp", differs: "the loss of tokens", proxy: grasp, ...tokens },
  { of: "grasp", differs: "that, and the initialisation", proxy: grasp, ...both },
];
