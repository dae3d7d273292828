import {
  bytesPerWeight,
  type Dtype,
  frameParameters,
  idleParameters,
  layerCacheEntries,
  layerParameters,
} from "../architecture/cost.js";
import { wholeTerm, zero } from "../capacity/exact-sum.js";
import type { Additive } from "../proxy/proxy.js";
import { flops, nonEmbeddingParameters, parameters } from "../proxy/sizes.js";
import type { AdditiveQuantity } from "./search.js";

/** What decides the unit of a quantity. */
export interface QuantityOptions {
  /** Tokens in one sequence, for FLOPs. Default: 512. */
  readonly sequence?: number | undefined;
  /** How a weight, a key and a value are stored, for bytes. Default: float32. */
  readonly dtype?: Dtype | undefined;
}

type QuantityOf = (options?: QuantityOptions) => AdditiveQuantity;

const activeParameters: Additive = {
  layer: (layer, frame) => wholeTerm(layerParameters(layer, frame) - idleParameters(layer, frame)),
  rest: (frame) => {
    const { embedding, head } = frameParameters(frame);
    return wholeTerm(embedding + head);
  },
  scale: () => 1,
};

const cacheEntries: Additive = {
  layer: (layer, frame) => wholeTerm(layerCacheEntries(layer, frame)),
  rest: () => zero,
  scale: () => 1,
};

const sized = (additive: Additive, { dtype = "float32" }: QuantityOptions): Additive => ({
  ...additive,
  scale: () => bytesPerWeight[dtype],
});

const additiveOf = ({ scorer }: typeof parameters, options: QuantityOptions = {}): Additive =>
  scorer(options).additive as Additive;

/**
 * What budgets may limit, by the name it has in code; all are sums over layers and count as `cost` does.
 *
 * @example
 * const budget = { quantity: budgetQuantities.weightBytes({ dtype: "bfloat16" }), maximum: 60e6 };
 */
export const budgetQuantities = {
  parameters: () => ({ name: "parameters", additive: additiveOf(parameters) }),
  nonEmbeddingParameters: () => ({
    name: "non-embedding parameters",
    additive: additiveOf(nonEmbeddingParameters),
  }),
  /** Parameters without the experts of a mixture that a token does not pass. */
  activeParameters: () => ({ name: "active parameters", additive: activeParameters }),
  /** FLOPs of a forward pass over one sequence. */
  flops: (options = {}) => ({ name: "FLOPs", additive: additiveOf(flops, options) }),
  weightBytes: (options = {}) => ({
    name: "weight bytes",
    additive: sized(additiveOf(parameters), options),
  }),
  /** Bytes of keys and values that generation keeps for each token; 0 for encoders. */
  cacheBytes: (options = {}) => ({ name: "KV-cache bytes a token", additive: sized(cacheEntries, options) }),
} satisfies Record<string, QuantityOf>;
