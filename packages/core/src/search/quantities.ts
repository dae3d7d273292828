import type { z } from "zod";
import { activeParameters } from "../proxy/active-parameters.js";
import { kvBytes } from "../proxy/kv-bytes.js";
import { memory } from "../proxy/memory.js";
import type { AdditiveScorer, ShapeProxy } from "../proxy/proxy.js";
import { flops, nonEmbeddingParameters, parameters } from "../proxy/sizes.js";
import { weightBytes } from "../proxy/weight-bytes.js";
import type { AdditiveQuantity } from "./search.js";

/**
 * A proxy that is a sum over layers, as something to limit.
 *
 * @param proxy any that counts: built in, or one's own
 * @param name what messages call it, as in "at most 30M parameters". Default: the name of the proxy
 * @returns a function from the options of the proxy, which decide the unit, to the quantity
 * @example
 * const budget = { quantity: quantityOfProxy(proxies.weightBytes)({ dtype: "bfloat16" }), maximum: 60e6 };
 */
export const quantityOfProxy =
  <Options extends z.ZodObject>(proxy: ShapeProxy<Options, AdditiveScorer>, name: string = proxy.name) =>
  (options?: z.input<Options>): AdditiveQuantity => ({ name, additive: proxy.scorer(options).additive });

/**
 * What budgets may limit, by the name of the proxy that makes an objective of it; all are sums over layers and count as `cost` does.
 *
 * @example
 * const budget = { quantity: budgetQuantities.weightBytes({ dtype: "bfloat16" }), maximum: 60e6 };
 */
export const budgetQuantities = {
  parameters: quantityOfProxy(parameters),
  nonEmbeddingParameters: quantityOfProxy(nonEmbeddingParameters, "non-embedding parameters"),
  /** Parameters without the experts of a mixture that a token does not pass. */
  activeParameters: quantityOfProxy(activeParameters, "active parameters"),
  /** FLOPs of a forward pass over one sequence. */
  flops: quantityOfProxy(flops, "FLOPs"),
  weightBytes: quantityOfProxy(weightBytes, "weight bytes"),
  /** Bytes of keys and values that generation adds for each token; 0 for encoders. */
  kvBytes: quantityOfProxy(kvBytes, "KV-cache bytes per token"),
  /** Bytes of weights, and of keys and values at a context and a batch. */
  memory: quantityOfProxy(memory, "bytes of memory"),
};
