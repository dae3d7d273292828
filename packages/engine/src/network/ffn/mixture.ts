import type { Ffn } from "@zerolm/core";
import type { Forward } from "../../forward/forward.js";
import { add, divide, isPositive, multiply, sigmoid, subtract } from "../../graph/elementwise.js";
import { kthLargest } from "../../graph/largest.js";
import { reshape, transpose } from "../../graph/layout.js";
import { filled, scalar, stop } from "../../graph/leaves.js";
import { expand, reduceSum } from "../../graph/reduce.js";
import { softmax } from "../../graph/softmax.js";
import type { Value } from "../../graph/value.js";
import { activated, gated } from "../activation.js";
import type { Part } from "../scope.js";

type Mixture = Extract<Ffn, { kind: "mixture" }>;

/**
 * A mixture of experts: every expert computes every token, and the routing weights of those that are not chosen are zero. What the router gives
 * to the chosen ones adds up to 1, as in Mixtral, unless the network says otherwise.
 */
export function mixture(config: Mixture, part: Part, tokens: Value): Value {
  const { active, shared, sharedGate } = config;
  const routed = weighted(
    experts(config, part, tokens, 0),
    routing(part.linear(tokens, "router"), active, part.scope.forward),
  );
  if (shared === 0) return routed;
  const always = experts(config, part, tokens, 1);
  const opened = sharedGate
    ? sigmoid(part.linear(tokens, "router", 1))
    : filled(1, [tokens.shape[0], shared]);
  return add(routed, weighted(always, opened));
}

/** tokens × experts: probabilities of the `active` largest, zeros elsewhere. */
function routing(logits: Value, active: number, { normalisesExperts }: Forward): Value {
  const probabilities = softmax(logits);
  const isLess = isPositive(subtract(kthLargest(probabilities, active), probabilities));
  const chosen = multiply(probabilities, stop(subtract(scalar(1), isLess)));
  return normalisesExperts ? divide(chosen, reduceSum(chosen, [1])) : chosen;
}

/** What experts make of all tokens: experts × tokens × hidden. The shared ones come after the others. */
function experts({ gated: isGated }: Mixture, part: Part, tokens: Value, earlier: number): Value {
  const { forward } = part.scope;
  const [copies] = part.weight("up", earlier).shape as [number];
  const [rows, width] = tokens.shape as [number, number];
  const repeated = expand(reshape(tokens, [1, rows, width]), [copies, rows, width]);
  const up = part.linear(repeated, "up", earlier);
  const inner = isGated
    ? gated(part.scope, activated(part.scope, forward.gate, part.linear(repeated, "gate", earlier)), up)
    : activated(part.scope, forward.activation, up);
  return part.linear(inner, "down", earlier);
}

/** The sum over experts, each times its weight for the token. */
function weighted(made: Value, weights: Value): Value {
  const [copies, rows, width] = made.shape as [number, number, number];
  const factors = reshape(transpose(weights, [1, 0]), [copies, rows, 1]);
  return reshape(reduceSum(multiply(made, factors), [0]), [rows, width]);
}
