import { absoluteWeight } from "./absolute-weight.js";
import { activeParameters } from "./active-parameters.js";
import { kvBytes } from "./kv-bytes.js";
import { nsc } from "./nsc.js";
import type { Proxy } from "./proxy.js";
import { series } from "./series.js";
import { flops, nonEmbeddingParameters, parameters } from "./sizes.js";
import { weightBytes } from "./weight-bytes.js";
import { zerolm } from "./zerolm.js";

/** Every proxy by the name it has on the command line; a new one is one file beside this one and one row here. */
export const proxies = {
  zerolm,
  nsc,
  series,
  parameters,
  nonEmbeddingParameters,
  activeParameters,
  flops,
  weightBytes,
  kvBytes,
  absoluteWeight,
} satisfies Record<string, Proxy>;

/** Name of a proxy. */
export type ProxyName = keyof typeof proxies;
