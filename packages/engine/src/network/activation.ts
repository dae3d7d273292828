import { add, errorFunction, multiply, scale, sigmoid } from "../graph/elementwise.js";
import { scalar } from "../graph/leaves.js";
import type { Value } from "../graph/value.js";
import type { Scope } from "./scope.js";

/** x·Φ(x) (Hendrycks & Gimpel 2016), with the error function. */
export const gelu = ({ isLinear }: Scope, x: Value): Value =>
  isLinear ? x : multiply(scale(x, 0.5), add(errorFunction(scale(x, Math.SQRT1_2)), scalar(1)));

/** x·σ(x), the gate of Llama (Shazeer 2020: Swish). */
export const silu = ({ isLinear }: Scope, x: Value): Value => (isLinear ? x : multiply(x, sigmoid(x)));

/** The product of two streams; their sum in a network that is made linear. */
export const gated = ({ isLinear }: Scope, one: Value, other: Value): Value =>
  isLinear ? add(one, other) : multiply(one, other);
