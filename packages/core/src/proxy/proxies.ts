import { entryNamed } from "../lookup.js";
import { absoluteWeight } from "./absolute-weight.js";
import { activeParameters } from "./active-parameters.js";
import { activationDistance } from "./data-driven/activation-distance.js";
import { azExpressivity, azNas, azTrainability } from "./data-driven/az-nas.js";
import { dss } from "./data-driven/dss.js";
import { fisher } from "./data-driven/fisher.js";
import { gradNorm, grasp, headImportance, plain, snip } from "./data-driven/gradient-sums.js";
import { attentionConfidence, headConfidence } from "./data-driven/head-confidence.js";
import { jacobianCosine, jacobianCovariance } from "./data-driven/jacobian.js";
import { l2 } from "./data-driven/l2.js";
import { logSynflow } from "./data-driven/log-synflow.js";
import { naswot } from "./data-driven/naswot.js";
import { softmaxConfidence } from "./data-driven/softmax-confidence.js";
import { synapticDiversity, synapticSaliency } from "./data-driven/synaptic.js";
import { synflow } from "./data-driven/synflow.js";
import { wpca } from "./data-driven/wpca.js";
import { kvBytes } from "./kv-bytes.js";
import { lpzeroGpt2 } from "./lpzero-gpt2.js";
import { memory } from "./memory.js";
import { nsc } from "./nsc.js";
import type { Proxy } from "./proxy.js";
import { series } from "./series.js";
import { shape } from "./shape.js";
import { flops, nonEmbeddingParameters, parameters } from "./sizes.js";
import { weightBytes } from "./weight-bytes.js";
import { zerolm } from "./zerolm.js";

/** The built-in proxies that read shapes alone, or weights that are at hand. */
export const shapeProxies = {
  shape,
  zerolm,
  nsc,
  series,
  "lpzero-gpt2": lpzeroGpt2,
  parameters,
  nonEmbeddingParameters,
  activeParameters,
  flops,
  weightBytes,
  kvBytes,
  memory,
  absoluteWeight,
} satisfies Record<string, Proxy>;

/** The built-in proxies that run the network. */
export const dataDrivenProxies = {
  gradNorm,
  snip,
  fisher,
  plain,
  l2,
  synflow,
  grasp,
  naswot,
  headImportance,
  headConfidence,
  attentionConfidence,
  softmaxConfidence,
  synapticDiversity,
  synapticSaliency,
  logSynflow,
  activationDistance,
  jacobianCosine,
  jacobianCovariance,
  wpca,
  dss,
  azExpressivity,
  azTrainability,
  azNas,
} satisfies Record<string, Proxy>;

/** Every built-in proxy by its name; a new one is one file beside this one and one row in one of the tables above. */
export const proxies = { ...shapeProxies, ...dataDrivenProxies };

/** What ranks and searches unless told otherwise. */
export const defaultProxy = shape;

/** Name of a built-in proxy. */
export type ProxyName = keyof typeof proxies;

/**
 * The built-in proxy of a name. Functions take proxies; names are looked up once, where a user wrote them.
 *
 * @throws {UsageError} that names the nearest one, or all
 * @example
 * await evaluateProxy(benchmark, proxyNamed("nsc"));
 */
export const proxyNamed = (name: string): Proxy =>
  entryNamed<Readonly<Record<string, Proxy>>>(proxies, name, "proxy");
