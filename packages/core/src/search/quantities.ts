import type { Dtype } from "../architecture/cost.js";
import type { ProxyName } from "../proxy/proxies.js";
import { proxies } from "../proxy/proxies.js";
import type { Additive } from "../proxy/proxy.js";
import type { AdditiveQuantity } from "./search.js";

/** What decides the unit of a quantity. */
export interface QuantityOptions {
  /** Tokens in one sequence, for FLOPs. Default: 512. */
  readonly sequence?: number | undefined;
  /** How a weight, a key and a value are stored, for bytes. Default: float32. */
  readonly dtype?: Dtype | undefined;
}

/** A proxy that counts, as something to limit. */
const counted =
  (proxy: ProxyName, name: string) =>
  ({ sequence, dtype }: QuantityOptions = {}): AdditiveQuantity => ({
    name,
    additive: proxies[proxy].scorer({ sequence, dtype }).additive as Additive,
  });

/**
 * What budgets may limit, by the name of the proxy that makes an objective of it; all are sums over layers and count as `cost` does.
 *
 * @example
 * const budget = { quantity: budgetQuantities.weightBytes({ dtype: "bfloat16" }), maximum: 60e6 };
 */
export const budgetQuantities = {
  parameters: counted("parameters", "parameters"),
  nonEmbeddingParameters: counted("nonEmbeddingParameters", "non-embedding parameters"),
  /** Parameters without the experts of a mixture that a token does not pass. */
  activeParameters: counted("activeParameters", "active parameters"),
  /** FLOPs of a forward pass over one sequence. */
  flops: counted("flops", "FLOPs"),
  weightBytes: counted("weightBytes", "weight bytes"),
  /** Bytes of keys and values that generation keeps for each token; 0 for encoders. */
  kvBytes: counted("kvBytes", "KV-cache bytes a token"),
} satisfies Partial<Record<ProxyName, (options?: QuantityOptions) => AdditiveQuantity>>;
