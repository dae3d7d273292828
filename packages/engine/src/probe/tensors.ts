import type { ProbedTensor } from "@zerolm/core";
import { gradients } from "../gradient/gradients.js";
import { absolute, add, logarithm, multiply, scale, sign } from "../graph/elementwise.js";
import { input, scalar, stop } from "../graph/leaves.js";
import { matMul } from "../graph/product.js";
import { total } from "../graph/reduce.js";
import type { Value } from "../graph/value.js";
import type { Network } from "../network/network.js";
import { weightsOf } from "../network/network.js";
import type { Passed, PassedLayer } from "../network/scope.js";

/** The name under which numbers are given whose signs enter layers from behind: noise of standard deviation 1. */
export const signsInput = "signs";

/** The tensors of a network that were asked for, by kind. */
export type Tensors = Readonly<Partial<Record<ProbedTensor, readonly Passed[]>>>;

/**
 * Tensors of a network, the gradients of all kinds by one walk back.
 *
 * @param asked kinds
 */
export function tensorsOf(network: Network, loss: Value, asked: ReadonlySet<ProbedTensor>): Tensors {
  const { attention, embedded, layers, outputs } = network.scope;
  const weight = layerWeights(network);
  const inLayers = outputs.filter(({ name }) => name.startsWith("layers."));
  const needsGradient = [...asked].some((kind) => ofGradients.has(kind));
  const groups = [
    ...(needsGradient ? [weight] : [[]]),
    ...(asked.has("outputGradient") ? [inLayers] : [[]]),
    ...(asked.has("inputGradient") ? [embedded] : [[]]),
  ];
  const [gradient = [], outputGradient = [], inputGradient = []] = gradientsOf(loss, groups);
  const curvature = asked.has("curvature") ? curvatureOf(weight, gradient) : [];
  const logGradient = asked.has("logGradient") ? gradient.map(logarithmOf) : [];
  const transfer = asked.has("transfer") ? layers.map(transferOf) : [];
  const gradientKinds = { gradient, logGradient, curvature, outputGradient, inputGradient };
  return { weight, output: inLayers, attention, layer: layers, transfer, ...gradientKinds };
}

/** Tensors of which the gradient of every weight is a part. */
const ofGradients: ReadonlySet<ProbedTensor> = new Set(["gradient", "logGradient", "curvature"]);

/** ln(1 + |G|). */
const logarithmOf = ({ name, value }: Passed): Passed => ({
  name,
  value: logarithm(add(absolute(value), scalar(1))),
});

/** gᵀs / tokens of random signs s that enter a layer from behind. */
function transferOf({ name, given, value }: PassedLayer): Passed {
  const signs = sign(input(signsInput, value.shape));
  const [back] = gradients(total(multiply(value, signs)), [given]);
  return { name, value: scale(matMul(back, signs, { transposeA: true }), 1 / value.shape[0]) };
}

/** The weights of mixers and FFNs that data passes, without adapters. */
const layerWeights = (network: Network): Passed[] =>
  weightsOf(network)
    .filter(({ matrix: { layer, role } }) => layer !== undefined && !role.startsWith("adapter"))
    .map(({ matrix: { name }, value }) => ({ name, value }));

function gradientsOf(loss: Value, groups: readonly (readonly Passed[])[]): Passed[][] {
  const slopes = gradients(
    loss,
    groups.flat().map(({ value }) => value),
  );
  let next = 0;
  return groups.map((group) => group.map(({ name }) => ({ name, value: slopes[next++] })));
}

/** H·g: the gradient of Σ g ⊙ g₀, with g₀ the gradient held fixed. */
function curvatureOf(weight: readonly Passed[], gradient: readonly Passed[]): Passed[] {
  const parts = gradient.map(({ value }) => total(multiply(value, stop(value))));
  const [first, ...others] = parts;
  if (!first) return [];
  return gradientsOf(others.reduce(add, first), [weight])[0];
}
