import { entryNamed } from "../lookup.js";
import { absoluteWeight } from "./absolute-weight.js";
import { activeParameters } from "./active-parameters.js";
import { fisher } from "./data-driven/fisher.js";
import { gradNorm, grasp, headImportance, plain, snip } from "./data-driven/gradient-sums.js";
import { headConfidence } from "./data-driven/head-confidence.js";
import { l2 } from "./data-driven/l2.js";
import { naswot } from "./data-driven/naswot.js";
import { synflow } from "./data-driven/synflow.js";
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
