/**
 * What norms an architecture has: `layer` with scale and shift (LayerNorm), `rms` with scale alone (RMSNorm), `scale` a LayerNorm without
 * shift (Cohere, ModernBERT), `bare` a LayerNorm without parameters (OLMo).
 */
export const norms = ["layer", "rms", "scale", "bare"] as const;

/** What norms an architecture has. */
export type Norm = (typeof norms)[number];

const vectors: Readonly<Record<Norm, number>> = { layer: 2, rms: 1, scale: 1, bare: 0 };

/** Parameters of a norm over `width` features: scale and shift, scale alone, or none. */
export const normParameters = ({ norm }: { readonly norm: Norm }, width: number): number =>
  vectors[norm] * width;

/** How many norms over the hidden size belong to a sub-module: before it or behind it, or both. */
export const normsOf = (part: { readonly norm: boolean; readonly postNorm?: true | undefined }): number =>
  Number(part.norm) + Number(part.postNorm ?? false);
