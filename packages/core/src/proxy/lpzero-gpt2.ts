import { z } from "zod";
import type { Architecture, Layer } from "../architecture/architecture.js";
import { layerMatrices, type Matrix } from "../architecture/matrices.js";
import { exactTerm, sumOf } from "../capacity/exact-sum.js";
import { shapeProxy } from "./shape-proxy.js";
import { shapeScorer } from "./shape-scorer.js";

/*
 * Notation. A linear map of r inputs with entries of standard deviation s, L layers. LPZero's winner for GPT-2 is, for each such map with
 * weights W and gradients G (stored in × out, so r × n),
 *
 *     mean(W²) + mean(softmax₀(G)²)  →  s² + 1/r²
 *
 * since the entries of G are tiny, and a softmax over r tiny numbers is 1/r whatever they are. s is .02, and .02/√(2L) for the two maps that
 * write to the residual stream.
 */

const std = 0.02;

/**
 * What LPZero's winner for GPT-2 computes (Dong et al. 2024, arXiv 2410.04808), in closed form: minus the mean of s² + 1/r² over the linear
 * maps of a layer and over layers. No gradient decides anything in it. The sign is turned, because the published score orders by perplexity.
 *
 * Query, key and value are one map, as in GPT-2; so are gate and up. Relative positions and routers are left out. Experts of a mixture are
 * one map each, all of equal weight.
 *
 * @example
 * lpzeroGpt2.scorer().score(architecture).value; // below 0; nearer to 0 is better
 */
export const lpzeroGpt2 = shapeProxy({
  name: "lpzero-gpt2",
  summary: "−mean of s² + 1/inputs² over the linear maps of the layers",
  source: "LPZero, arXiv 2410.04808; closed form of its published GPT-2 scores",
  tunedOn: "GPT-2 WikiText-103",
  options: z.strictObject({}),
  scorer: () => shapeScorer((architecture) => ({ value: -meanOfLayers(architecture) })),
});

/** Layers are added exactly, so that their order does not decide the last bit. */
function meanOfLayers(architecture: Architecture): number {
  const depth = architecture.layers.length;
  const { high, low } = sumOf(
    architecture.layers.map((layer) => exactTerm(meanOfMaps(layer, architecture, depth))),
  );
  return (high + low) / depth;
}

function meanOfMaps(layer: Layer, architecture: Architecture, depth: number): number {
  const maps = layerMatrices(layer, architecture, 0).filter(isMap);
  const sum = maps.reduce(
    (total, { copies, cols, role }) => total + copies * (variance(role, depth) + 1 / cols ** 2),
    0,
  );
  return sum / maps.reduce((count, { copies }) => count + copies, 0);
}

/** Key, value and gate are parts of the maps of query and up. */
const isMap = ({ role }: Matrix): boolean => !["key", "value", "gate", "relative", "router"].includes(role);

const variance = (role: Matrix["role"], depth: number): number =>
  role === "output" || role === "down" ? std ** 2 / (2 * depth) : std ** 2;
