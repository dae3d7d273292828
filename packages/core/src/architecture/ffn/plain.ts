import { z } from "zod";
import { maximumWidth, rare, size } from "../size.js";
import type { Role, SubModuleKind } from "../sub-module.js";

const schema = z.strictObject({
  kind: z.literal("plain"),
  width: size(maximumWidth, "Inner width, the same in every stack.").optional(),
  stacks: size(64, "How many inner layers. Default: 1.").optional(),
  widths: z
    .array(size(maximumWidth, "Width of one inner layer."))
    .min(1)
    .max(64)
    .describe("Inner widths one by one, instead of width and stacks.")
    .optional(),
  bias: z.boolean().default(true).describe("Whether the projections have a bias."),
  norm: z.boolean().default(true).describe("Whether a norm over hidden belongs to this sub-module."),
  postNorm: rare("One more norm over hidden, behind this sub-module (Gemma 2)."),
});

/** A feed-forward network of dense layers with the inner widths `widths`; one stack is the usual Transformer FFN. */
export interface Plain {
  readonly kind: "plain";
  readonly widths: readonly number[];
  readonly bias: boolean;
  readonly norm: boolean;
  readonly postNorm?: true | undefined;
}

/**
 * Plain FFN: hidden → widths[0] → … → hidden. `{ width: f, stacks: n }` stands for n inner layers of width f, FlexiBERT's
 * stacked FFN: f × hidden, then n − 1 times f × f, then hidden × f.
 */
export const plain: SubModuleKind<typeof schema, Plain> = {
  schema,

  resolve({ kind, width, stacks, widths, ...rest }) {
    if (widths !== undefined && (width !== undefined || stacks !== undefined))
      return { key: "widths", message: "cannot be combined with width or stacks. Give one or the other." };
    if (widths !== undefined) return { kind, widths, ...rest };
    if (width === undefined) return { key: "width", message: "is missing. Give the inner width of the FFN." };
    return { kind, widths: new Array<number>(stacks ?? 1).fill(width), ...rest };
  },

  weights({ widths }, hidden) {
    const sizes = [hidden, ...widths, hidden];
    const role = (index: number): Role =>
      index === 1 ? "up" : index === sizes.length - 1 ? "down" : "between";
    return sizes
      .slice(1)
      .map((rows, index) => ({ role: role(index + 1), rows, cols: sizes[index] as number }));
  },

  vectorParameters: ({ widths, bias }, hidden) =>
    bias ? widths.reduce((sum, width) => sum + width, hidden) : 0,

  interactionFlops: () => 0,
};
