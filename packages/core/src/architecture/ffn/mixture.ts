import { z } from "zod";
import { maximumExpertEntries, maximumExperts, maximumWidth, size, sizeOrNone } from "../size.js";
import type { SubModuleKind, WeightShape } from "../sub-module.js";

const schema = z.strictObject({
  kind: z.literal("mixture"),
  experts: size(maximumExperts, "Experts, of which a router chooses for each token."),
  active: size(maximumExperts, "Experts that a token passes."),
  width: size(maximumWidth, "Inner width of one expert."),
  shared: sizeOrNone(maximumExperts, "Experts that every token passes beside the chosen ones.").default(0),
  gated: z.boolean().default(true).describe("Whether experts are gated (SwiGLU)."),
  norm: z.boolean().default(true).describe("Whether a norm over hidden belongs to this sub-module."),
});

/** A mixture of experts. */
export type Mixture = z.output<typeof schema>;

/**
 * Mixture of experts (Shazeer et al. 2017; Mixtral 2024): a router (experts × hidden) and experts that are gated or plain FFNs
 * without biases. All experts are stored, a token uses `active` of them and the shared ones: parameters count all, active
 * parameters and FLOPs what a token uses.
 */
export const mixture: SubModuleKind<typeof schema, Mixture> = {
  schema,

  resolve(input, hidden) {
    if (input.active > input.experts)
      return {
        key: "active",
        message: `${input.active} active experts are more than the ${input.experts} there are`,
      };
    const entries = expertEntries(input, hidden);
    if (entries > maximumExpertEntries)
      return {
        key: "experts",
        message: `have ${entries} weights together; at most ${maximumExpertEntries} are allowed in one layer`,
      };
    return input;
  },

  weights(config, hidden) {
    const router: WeightShape = { role: "router", rows: config.experts, cols: hidden };
    const chosen = expertWeights(config, hidden, config.experts, config.active);
    return [
      router,
      ...chosen,
      ...(config.shared > 0 ? expertWeights(config, hidden, config.shared, config.shared) : []),
    ];
  },

  vectorParameters: () => 0,
  interactionFlops: () => 0,
};

/** Entries in the matrices of all experts of one layer. */
export function expertEntries(
  { experts, shared, width, gated }: Pick<Mixture, "experts" | "shared" | "width" | "gated">,
  hidden: number,
): number {
  return (experts + shared) * (gated ? 3 : 2) * width * hidden;
}

function expertWeights(
  { width, gated }: Mixture,
  hidden: number,
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
