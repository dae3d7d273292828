import {
  haveEqualSizes,
  huggingFaceFamilies,
  type Layer,
  type LoadedForm,
  multipleOfFfnMult,
} from "@zerolm/core";
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

/** How a config says layers: by the keys of the family if all have the same sizes and lack nothing. */
export const formOf = ({ family }: Pick<Mapped, "family">, layers: readonly Layer[]): LoadedForm =>
  family !== "nemotron-nas" && haveEqualSizes(layers) ? "own" : "block_configs";

/** So many choices of width are enough to let layers differ. */
const enoughWidths = 16;

/**
 * What FFN widths are multiples of, unless told otherwise: 16; 256 if FFNs differ, `block_configs` say how, all are such multiples
 * already, and large enough to leave a choice.
 */
export function defaultMultiple(mapped: Mapped, uniformity: Uniformity): number {
  const fits =
    uniformity === "heads" &&
    isLikeNemotron(mapped) &&
    haveFfnMults(mapped, enoughWidths * multipleOfFfnMult);
  return fits ? multipleOfFfnMult : 16;
}

/** Whether all FFN widths are such as `ffn_mult` stands for. */
const haveFfnMults = ({ architecture }: Pick<MappedCheckpoint, "architecture">, least: number): boolean =>
  architecture.layers.every(
    ({ ffn }) => ffn?.kind !== "gated" || (ffn.width % multipleOfFfnMult === 0 && ffn.width >= least),
  );
