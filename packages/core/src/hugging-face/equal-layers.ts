import { headDimOf, type SizeKeys, type Sizes } from "./config-family.js";
import type { ConfigKeys } from "./config-keys.js";
import type { Body, LayerInput } from "./family.js";

type Attention = Extract<NonNullable<LayerInput["mixer"]>, { kind: "attention" }>;

/** What a family with equal layers has that others have not. */
interface Own extends Partial<Omit<Body, "hidden" | "embedding" | "layers">> {
  readonly embedding?: Partial<Body["embedding"]>;
  /** Beside heads of width hidden / heads. */
  readonly attention?: Partial<Attention>;
  readonly ffn: NonNullable<LayerInput["ffn"]>;
  readonly parallel?: boolean;
}

/**
 * Equal layers of attention and an FFN, in a decoder with LayerNorm and a final norm unless it says otherwise.
 *
 * @param sizeKeys the names of the sizes. Default: the usual ones.
 */
export function equalLayers(
  keys: ConfigKeys,
  sizes: Sizes,
  { embedding, attention, ffn, parallel, ...frame }: Own,
  sizeKeys?: SizeKeys,
): Omit<Body, "hidden"> {
  const headDim = attention?.headDim ?? headDimOf(keys, sizes, sizeKeys);
  const mixer = { kind: "attention", heads: sizes.heads, headDim, ...attention } as const;
  return {
    kind: "decoder",
    norm: "layer",
    finalNorm: true,
    ...frame,
    embedding: { vocabulary: sizes.vocabulary, ...embedding },
    layers: [{ repeat: sizes.depth, mixer, ffn, ...(parallel ? { parallel: true as const } : {}) }],
  };
}
