import type { ProbedTensor } from "@zerolm/core";
import { gradients } from "../gradient/gradients.js";
import { add, multiply } from "../graph/elementwise.js";
import { stop } from "../graph/leaves.js";
import { total } from "../graph/reduce.js";
import type { Value } from "../graph/value.js";
import type { Network } from "../network/network.js";
import { weightsOf } from "../network/network.js";
import type { Passed } from "../network/scope.js";

/** The tensors of a network that were asked for, by kind. */
export type Tensors = Readonly<Partial<Record<ProbedTensor, readonly Passed[]>>>;

/**
 * Tensors of a network, the gradients of all kinds by one walk back.
 *
 * @param asked kinds
 */
export function tensorsOf(network: Network, loss: Value, asked: ReadonlySet<ProbedTensor>): Tensors {
  const { attention, embedded, outputs } = network.scope;
  const weight = layerWeights(network);
  const inLayers = outputs.filter(({ name }) => name.startsWith("layers."));
  const needsGradient = asked.has("gradient") || asked.has("curvature");
  const groups = [
    ...(needsGradient ? [weight] : [[]]),
    ...(asked.has("outputGradient") ? [inLayers] : [[]]),
    ...(asked.has("inputGradient") ? [embedded] : [[]]),
  ];
  const [gradient = [], outputGradient = [], inputGradient = []] = gradientsOf(loss, groups);
  const curvature = asked.has("curvature") ? curvatureOf(weight, gradient) : [];
  return { weight, gradient, curvature, output: inLayers, outputGradient, attention, inputGradient };
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
