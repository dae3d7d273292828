import { huggingFaceFamilies, multipleOfFfnMult } from "@zerolm/core";
import type { MappedCheckpoint } from "../map-checkpoint.js";

/** What layers have in common after pruning: everything, their number of heads, or nothing. */
export type Uniformity = "all" | "heads" | "none";

type Mapped = Pick<MappedCheckpoint, "family" | "architecture">;

/**
 * Whether layers that differ can be told in the name of Nemotron-NAS (DeciLM), whose `block_configs` others than zerolm read. It has no
 * sliding windows.
 */
export const isLikeNemotron = ({ family, architecture }: Mapped): boolean =>
  huggingFaceFamilies[family].pruning.unequalAs === "nemotron-nas" && !hasWindows(architecture);

/** Whether a layer sees so many tokens back and no more. */
export const hasWindows = ({ layers }: Mapped["architecture"]): boolean =>
  layers.some(({ mixer }) => mixer?.kind === "attention" && mixer.window !== undefined);

/**
 * The most that layers may differ so that a program of others still loads the result: one number of heads for all, since `block_configs`
 * have one number of query heads; equal layers in families for which nothing reads them. A Nemotron-NAS whose layers have their
 * key/value heads each its own number keeps its freedom: they have no number of heads in common.
 */
export function defaultUniformity(mapped: Mapped): Uniformity {
  if (!isLikeNemotron(mapped)) return "all";
  const heads = mapped.architecture.layers.flatMap(({ mixer }) =>
    mixer?.kind === "attention" ? [`${mixer.heads} ${mixer.keyValueHeads}`] : [],
  );
  return new Set(heads).size <= 1 ? "heads" : "none";
}

/**
 * What FFN widths are multiples of, unless told otherwise: 16; 256 if FFNs differ, `block_configs` say how, and all are such
 * multiples already.
 */
export function defaultMultiple(mapped: Mapped, uniformity: Uniformity): number {
  const fits = uniformity === "heads" && isLikeNemotron(mapped) && haveFfnMults(mapped);
  return fits ? multipleOfFfnMult : 16;
}

/** Whether all FFN widths are such as `ffn_mult` stands for. */
export const haveFfnMults = ({ architecture }: Pick<MappedCheckpoint, "architecture">): boolean =>
  architecture.layers.every(({ ffn }) => ffn?.kind !== "gated" || ffn.width % multipleOfFfnMult === 0);
