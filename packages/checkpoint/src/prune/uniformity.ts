import type { MappedCheckpoint } from "../family/map.js";

/** What layers have in common after pruning: everything, their number of heads, or nothing. */
export type Uniformity = "all" | "heads" | "none";

/** What DeciLM is: Llama's tensors without biases. */
const likeDeciLm: readonly string[] = ["llama", "mistral", "nemotron-nas"];

/** Whether layers that differ can be told in `block_configs`, as Nemotron-NAS (DeciLM) has them. */
export const hasBlockConfigs = ({ family }: Pick<MappedCheckpoint, "family">): boolean =>
  likeDeciLm.includes(family);

/** FFN widths that `ffn_mult` of Nemotron-NAS can say are multiples of this. */
export const multipleOfFfnMult = 256;

/**
 * The most that layers may differ so that a program of others still loads the result: one number of heads for all, since `block_configs`
 * have one number of query heads; equal layers in families for which nothing reads them. A Nemotron-NAS whose layers have their
 * key/value heads each its own number keeps its freedom: they have no number of heads in common.
 */
export function defaultUniformity(mapped: Pick<MappedCheckpoint, "family" | "sizes">): Uniformity {
  if (!hasBlockConfigs(mapped)) return "all";
  const layers = mapped.sizes.layers.filter(({ heads }) => heads > 0);
  const same = layers.every(
    ({ heads, keyValueHeads }) => heads === layers[0]?.heads && keyValueHeads === layers[0]?.keyValueHeads,
  );
  return same ? "heads" : "none";
}

/**
 * What FFN widths are multiples of, unless told otherwise: 16; 256 where FFNs differ, `block_configs` say how, and all are such
 * multiples already.
 */
export function defaultMultiple(
  mapped: Pick<MappedCheckpoint, "family" | "sizes">,
  uniformity: Uniformity,
): number {
  const fits = mapped.sizes.layers.every(({ ffnWidth }) => ffnWidth % multipleOfFfnMult === 0);
  return uniformity === "heads" && hasBlockConfigs(mapped) && fits ? multipleOfFfnMult : 16;
}

/** `ffn_mult` for a width, rounded as Nemotron-NAS rounds it; undefined where it would be read as another width. */
export function ffnMultOf(ffnWidth: number, hidden: number): number | undefined {
  const mult = Number(((3 * ffnWidth) / (2 * hidden)).toFixed(6));
  const read = Math.ceil(Math.floor((2 * mult * hidden) / 3) / multipleOfFfnMult) * multipleOfFfnMult;
  return read === ffnWidth ? mult : undefined;
}
