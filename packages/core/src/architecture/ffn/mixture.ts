import { z } from "zod";
import { maximumExpertEntries, maximumExperts, maximumWidth, rare, size, sizeOrNone } from "../size.js";
import type { SubModuleKind, WeightShape } from "../sub-module.js";

const schema = z.strictObject({
  kind: z.literal("mixture"),
  experts: size(maximumExperts, "Experts, of which a router chooses for each token."),
  active: size(maximumExperts, "Experts that a token passes."),
  width: size(maximumWidth, "Inner width of one expert."),
  shared: sizeOrNone(maximumExperts, "Experts that every token passes beside the chosen ones.").default(0),
  sharedWidth: size(maximumWidth, "Inner width of a shared expert. Default: width.").optional(),
  sharedGate: rare("A gate on each shared expert: a router of its own (Qwen2-MoE)."),
  bias: rare("The projections of experts have a bias (gpt-oss)."),
  routerBias: rare("The router has a bias (gpt-oss)."),
  gated: z.boolean().default(true).describe("Whether experts are gated (SwiGLU)."),
  norm: z.boolean().default(true).describe("Whether a norm over hidden belongs to this sub-module."),
  postNorm: rare("One more norm over hidden, behind this sub-module (Gemma 2)."),
});

/** A mixture of experts. */
export type Mixture = z.output<typeof schema>;

/**
 * Mixture of experts (Shazeer et al. 2017; Mixtral 2024): a router (experts × hidden) and experts that are gated or plain FFNs
 * without biases unless said. All experts are stored, a token uses `active` of them and the shared ones: parameters count all, active
 * parameters and FLOPs what a token uses.
 */
export const mixture: SubModuleKind<typeof schema, Mixture> = {
  schema,

  resolve(input, hidden) {
    if (input.active > input.experts)
      return {
        key: "active",
        message: `${input.active} active experts are more than the ${input.experts} experts`,
      };
    const entries = expertEntries(input, hidden);
    if (entries > maximumExpertEntries)
      return {
        key: "experts",
        message: `have ${entries} weights in total, above the maximum of ${maximumExpertEntries} in one layer`,
      };
    return input;
  },

  weights(config, hidden) {
    const { experts, active, shared, width, sharedWidth = width, sharedGate } = config;
    const router: WeightShape = { role: "router", rows: experts, cols: hidden };
    return [
      router,
      ...expertWeights(config, hidden, width, experts, active),
      ...(shared > 0 ? expertWeights(config, hidden, sharedWidth, shared, shared) : []),
      ...(shared > 0 && sharedGate ? [{ role: "router" as const, rows: shared, cols: hidden }] : []),
    ];
  },

  vectorParameters(config, hidden) {
    const { experts, shared, width, sharedWidth = width, bias, routerBias, gated } = config;
    const inner = (gated ? 2 : 1) * (experts * width + shared * sharedWidth);
    return (bias ? inner + (experts + shared) * hidden : 0) + (routerBias ? experts : 0);
  },
  interactionFlops: () => 0,
};

/** Biases of the experts that a token does not pass. */
export const idleBiases = ({ experts, active, width, gated, bias }: Mixture, hidden: number): number =>
  bias ? (experts - active) * ((gated ? 2 : 1) * width + hidden) : 0;

/** Entries in the matrices of all experts of one layer. */
export function expertEntries(
  {
    experts,
    shared,
    width,
    sharedWidth = width,
    gated,
  }: Pick<Mixture, "experts" | "shared" | "width" | "sharedWidth" | "gated">,
  hidden: number,
): number {
  return (experts * width + shared * sharedWidth) * (gated ? 3 : 2) * hidden;
}

function expertWeights(
  { gated }: Mixture,
  hidden: number,
  width: number,
  copies: number,
  active: number,
): WeightShape[] {
  const gate: WeightShape = { role: "gate", rows: width, cols: hidden, copies, active };
  return [
    ...(gated ? [gate] : []),
    { role: "up", rows: width, cols: hidden, copies, active },
    { role: "down", rows: hidden, cols: width, copies, active },
  ];
}
