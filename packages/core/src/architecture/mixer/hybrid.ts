import { z } from "zod";
import { isMisfit, type Misfit, type SubModuleKind } from "../sub-module.js";
import { type Attention, attention } from "./attention.js";
import { type Mamba2, mamba2 } from "./mamba2.js";

const schema = z.strictObject({
  kind: z.literal("hybrid"),
  attention: attention.schema
    .pick({ heads: true, keyValueHeads: true, headDim: true, bias: true, queryKeyNorm: true })
    .describe("The attention, with the keys of that mixer."),
  mamba2: mamba2.schema
    .omit({ kind: true, norm: true })
    .describe("The state space beside it, with the keys of that mixer."),
  norm: z.boolean().default(true).describe("Whether a norm over hidden belongs to this sub-module."),
});

type Output = z.output<typeof schema>;

/** Attention and a state space side by side behind one norm, whose outputs are added. */
export interface Hybrid extends Omit<Output, "attention"> {
  readonly attention: Output["attention"] & Pick<Attention, "keyValueHeads" | "headDim">;
}

/** What the attention of a hybrid never has. */
const plain = {
  kind: "attention",
  weighted: false,
  relative: false,
  positionBuckets: 0,
  norm: false,
} as const;

const stateSpaceOf = ({ mamba2: own }: Output): Mamba2 => ({ ...own, kind: "mamba2", norm: false });

/** A misfit of a part, under the part's key. */
const within = (key: string, misfit: Misfit): Misfit => ({
  key,
  message: `${misfit.key}: ${misfit.message}`,
});

/** The attention of a hybrid by itself, all sizes resolved. */
export const resolvedAttention = ({ attention: own }: Hybrid): Attention => ({ ...plain, ...own });

/**
 * Attention and Mamba-2 side by side (Falcon-H1, Zuo et al. 2025): both read the same normed stream. Matrices, vectors, FLOPs, cache and state
 * are those of the two.
 */
export const hybrid: SubModuleKind<typeof schema, Hybrid> = {
  schema,

  resolve(input, hidden) {
    const own = attention.resolve({ ...plain, ...input.attention }, hidden);
    if (isMisfit(own)) return within("attention", own);
    const stateSpace = mamba2.resolve(stateSpaceOf(input), hidden);
    if (isMisfit(stateSpace)) return within("mamba2", stateSpace);
    const { keyValueHeads, headDim } = own;
    return { ...input, attention: { ...input.attention, keyValueHeads, headDim } };
  },

  weights: (config, hidden) => [
    ...attention.weights(resolvedAttention(config), hidden),
    ...mamba2.weights(stateSpaceOf(config), hidden),
  ],

  vectorParameters: (config, hidden) =>
    attention.vectorParameters(resolvedAttention(config), hidden) +
    mamba2.vectorParameters(stateSpaceOf(config), hidden),

  interactionFlops: (config, hidden, sequence, attended) =>
    attention.interactionFlops(resolvedAttention(config), hidden, sequence, attended) +
    mamba2.interactionFlops(stateSpaceOf(config), hidden, sequence, attended),

  cacheEntries: (config, hidden) => attention.cacheEntries?.(resolvedAttention(config), hidden) ?? 0,

  stateEntries: (config, hidden) => mamba2.stateEntries?.(stateSpaceOf(config), hidden) ?? 0,
};
