import { add, errorFunction, multiply, relu, scale, sigmoid, square, tanh } from "../graph/elementwise.js";
import { scalar } from "../graph/leaves.js";
import type { Value } from "../graph/value.js";
import type { Scope } from "./scope.js";

/** x·Φ(x) (Hendrycks & Gimpel 2016), with the error function. */
export const gelu = (x: Value): Value =>
  multiply(scale(x, 0.5), add(errorFunction(scale(x, Math.SQRT1_2)), scalar(1)));

/** The approximation of {@link gelu} by a hyperbolic tangent: ½x·(1 + tanh(√(2/π)·(x + .044715·x³))). */
const geluByTanh = (x: Value): Value => {
  const cubic = add(x, scale(multiply(x, square(x)), 0.044715));
  return multiply(scale(x, 0.5), add(tanh(scale(cubic, Math.sqrt(2 / Math.PI))), scalar(1)));
};

/** x·σ(1.702·x). */
const quickGelu = (x: Value): Value => multiply(x, sigmoid(scale(x, 1.702)));

/** x·σ(x), the gate of Llama (Shazeer 2020: Swish). */
export const silu = (x: Value): Value => multiply(x, sigmoid(x));

/** Activations by the names that configs of transformers give them. Source: transformers 5.18, `activations.py`. */
export const activations: Readonly<Record<string, (value: Value) => Value>> = {
  gelu,
  gelu_python: gelu,
  gelu_new: geluByTanh,
  gelu_fast: geluByTanh,
  gelu_pytorch_tanh: geluByTanh,
  gelu_accurate: geluByTanh,
  quick_gelu: quickGelu,
  silu,
  swish: silu,
  relu,
  relu2: (x) => square(relu(x)),
  tanh,
  sigmoid,
  linear: (x) => x,
};

/** An activation; nothing in a network that is made linear. */
export const activated = ({ isLinear }: Scope, activation: (value: Value) => Value, x: Value): Value =>
  isLinear ? x : activation(x);

/** The product of two streams; their sum in a network that is made linear. */
export const gated = ({ isLinear }: Scope, one: Value, other: Value): Value =>
  isLinear ? add(one, other) : multiply(one, other);

/** cap·tanh(x / cap), which never leaves ± cap (Gemma 2). */
export const softlyCapped = (x: Value, cap: number): Value => scale(tanh(scale(x, 1 / cap)), cap);
